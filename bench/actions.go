package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

// action is one thing that a person does now and then.
type action struct {
	name   string
	weight int
	do     func()
}

// actor is one who acts, as somebody else each time, with what they have seen of the chat.
type actor struct {
	*script
	*person
	*rand.Rand
	people  []*person
	streams *http.Client
	cursors map[string]string // of pages of talkChannel, by person
}

func pick[T any](a *actor, list []T) T { return list[a.IntN(len(list))] }

// choose draws an action by its weight.
func choose(a *actor) action {
	var drawn []action
	for _, one := range a.actions() {
		drawn = append(drawn, slices.Repeat([]action{one}, one.weight)...)
	}
	return pick(a, drawn)
}

func (a *actor) actions() []action {
	public := []string{talkChannel, loadChannel}
	return []action{
		{"poll a page", 30, a.poll},
		{"open a page", 6, func() { a.cursors[a.name] = a.openPage(a.person, talkChannel) }},
		{"read JSON", 12, func() { a.get(a.person, pick(a, reads), 200) }},
		{"type", 10, func() { a.post(a.person, "/typing/"+talkChannel, "", 204) }},
		{"stop typing", 4, func() { a.script.ask(a.person, request{http.MethodDelete, "/typing/" + talkChannel, ""}, 204) }},
		{"report presence", 10, func() {
			body := map[string]string{"state": pick(a, []string{"active", "idle", "hidden", "offline"}), "tab": fmt.Sprint("tab", a.Uint32())}
			a.post(a.person, "/presence", toJSON(body), 204)
		}},
		{"choose how to appear", 1, func() {
			a.post(a.person, "/presence/override", pick(a, []string{`{"override":null}`, `{"override":"idle","minutes":1}`, `{"override":"active"}`}), 204)
		}},
		{"send", 10, func() {
			text := fmt.Sprintf("Message %d, **with** some _markdown_ and https://example.org/%d", a.Uint32(), a.Uint32())
			a.post(a.person, "/send/"+pick(a, public), form("text", text), 200)
		}},
		{"edit", 2, func() { a.post(a.person, "/edit/"+a.newest(), form("text", "edited"), 200, 400, 403, 409) }},
		{"delete", 1, func() { a.post(a.person, "/delete/"+a.newest(), "", 200, 403, 409) }},
		{"react", 6, func() { a.post(a.person, "/react/"+a.newest(), form("reaction", thumbsUp), 200, 404, 409) }},
		{"mark read", 8, func() { a.post(a.person, "/mark_read/"+pick(a, public), "", 204) }},
		{"a private channel's life", 1, a.privateLife},
		{"a direct channel", 2, func() {
			names := []string{a.name, pick(a, a.people).name}
			if slices.Sort(names); names[0] != names[1] {
				a.post(a.person, "/send/dm:"+names[0]+":"+names[1], form("text", "just you"), 200)
			}
		}},
		{"search for people", 2, func() { a.get(a.person, fmt.Sprintf("/ui/users/search?purpose=dm&q=person%d", a.IntN(10)), 200) }},
		{"log in and out", 1, a.logInAndOut},
		{"ask for nonsense", 4, a.askNonsense},
	}
}

var reads = []string{
	"/typing/" + talkChannel, "/online_users", "/presence/override", "/read_receipts/" + talkChannel, "/private_channels",
	"/channel_unreads", "/dms", "/messages/" + talkChannel + "?limit=50", "/users", "/unread_count", "/settings",
	"/messages_before/" + talkChannel + "?before=9999999999&limit=200", "/last_read/" + talkChannel, "/ui/account",
}

func (a *actor) poll() {
	if a.cursors[a.name] == "" {
		a.cursors[a.name] = a.openPage(a.person, talkChannel)
	}
	got := a.get(a.person, "/ui/live/"+talkChannel+"?since="+a.cursors[a.name], 200, 204)
	if next := got.header.Get("Live-Since"); next != "" {
		a.cursors[a.name] = next
	}
}

// newest is the id of one of the newest messages, which may be another's or gone.
func (a *actor) newest() string {
	var newest []message
	a.read(a.person, "/messages/"+talkChannel+"?limit=20", &newest)
	if len(newest) == 0 {
		a.post(a.person, "/send/"+talkChannel, form("text", "The first."), 200)
		return "1"
	}
	return fmt.Sprint(pick(a, newest).ID)
}

// privateLife is a private channel from its making to its end.
func (a *actor) privateLife() {
	friend := pick(a, a.people)
	var made privateChannel
	body := toJSON(map[string]any{"name": "Plans", "members": []string{friend.name}})
	a.decode("a channel that was made", a.post(a.person, "/private_channels/create", body, 200).body, &made)
	path := fmt.Sprintf("/private_channels/%d/", made.ID)
	a.post(a.person, "/send/"+made.Channel, form("text", "in private"), 200)
	a.post(a.person, path+"rename", `{"name":"Other plans"}`, 200)
	a.post(a.person, path+pick(a, []string{"leave", "archive"}), "{}", 200)
	if friend.name != a.name {
		a.post(friend, path+"leave", "{}", 200, 403)
	}
}

func (a *actor) logInAndOut() {
	again := &script{Context: context.WithoutCancel(a.script)} // the end of the run leaves nobody logged in
	other := &person{name: a.name, base: a.base, client: a.client}
	other.cookie = again.post(other, "/login", form("username", a.name, "password", password), 302).session()
	again.get(other, "/users", 200)
	again.post(other, "/logout", "", 302, 303)
	again.get(other, "/users", 302)
	a.err = again.err
}

// askNonsense asks for what is not there, not allowed or not well formed.
func (a *actor) askNonsense() {
	a.get(a.person, fmt.Sprint("/nothing/", a.Uint32()), 404)
	a.get(a.person, fmt.Sprint("/messages/private:", 1<<40+a.IntN(1<<20)), 403)
	a.get(a.person, fmt.Sprint("/message/", 1<<40+a.IntN(1<<20)), 404)
	a.post(a.person, "/presence", "{", 204)
	a.post(a.person, "/send/"+talkChannel, form("text", " "), 400)
	a.post(a.person, "/private_channels/create", `{"name":7}`, 400)
	a.post(a.person, fmt.Sprint("/typing/", a.Uint32(), "x"), "", 204)
	a.post(a.person, "/login", form("username", fmt.Sprint("nobody", a.Uint32()), "password", "x"), 422)
}

// stream opens an event stream and drops it after a while. It is an error when it ends by itself.
func (a *actor) stream() {
	ctx, drop := context.WithTimeout(a.script, time.Duration(a.Int64N(int64(longestStream))))
	defer drop()
	st := &stream{person: a.person, channel: talkChannel}
	if st.open(a.script, ctx, a.streams); a.err == nil {
		<-ctx.Done()
		a.err = st.failure()
	}
	if errors.Is(a.err, context.DeadlineExceeded) {
		a.err = nil
	}
}
