package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

const (
	longestStream = 3 * time.Second // is held
	visitorName   = "visitor"       // who logs in and out; the others' sessions were written
)

// actor is one who acts by chance.
type actor struct {
	*script
	*person
	*rand.Rand
	*fixture
}

// action is one thing that a person does now and then.
type action struct {
	name   string
	weight int
	do     func(*actor)
}

func pick[T any](a *actor, list []T) T { return list[a.IntN(len(list))] }

// act lets the actor do something, and returns what was wrong about it.
func (a *actor) act(what action) error {
	a.script = &script{}
	if what.do(a); a.err != nil {
		return fmt.Errorf("%s: %w", what.name, a.err)
	}
	return nil
}

// actions are what people do: the endpoints' requests, and what is done less often.
func actions() []action {
	list := []action{
		{"poll a page", 25, func(a *actor) {
			if a.cursor == "" {
				a.openPage(a.person, talkChannel)
			}
			a.poll(a.person)
		}},
		{"open a page", 6, func(a *actor) { a.openPage(a.person, talkChannel) }},
		{"read", 8, func(a *actor) { a.get(a.person, pick(a, reads), 200) }},
		{"stop typing", 4, func(a *actor) { a.ask(a.person, request{"DELETE", "/typing/" + talkChannel, ""}, 204) }},
		{"report presence", 10, func(a *actor) {
			a.post(a.person, "/presence", toJSON(map[string]string{"state": pick(a, states), "tab": fmt.Sprint("tab", a.Uint32())}), 204)
		}},
		{"choose how to appear", 1, func(a *actor) { a.post(a.person, "/presence/override", pick(a, overrides), 204) }},
		{"send", 6, func(a *actor) {
			text := fmt.Sprintf("Message %d, **with** some _markdown_ and https://example.org/%d", a.Uint32(), a.Uint32())
			a.post(a.person, "/send/"+talkChannel, form("text", text), 200)
		}},
		{"edit", 2, func(a *actor) { a.post(a.person, "/edit/"+a.newest(), form("text", "edited"), 200, 400, 403, 409) }},
		{"delete", 1, func(a *actor) { a.post(a.person, "/delete/"+a.newest(), "", 200, 403, 409) }},
		{"react", 4, func(a *actor) { a.post(a.person, "/react/"+a.newest(), form("reaction", thumbsUp), 200, 404, 409) }},
		{"a private channel's life", 1, (*actor).privateLife},
		{"a direct channel", 2, func(a *actor) {
			both := []string{a.name, pick(a, a.people).name}
			if slices.Sort(both); both[0] != both[1] {
				a.post(a.person, "/send/dm:"+strings.Join(both, ":"), form("text", "just you"), 200)
			}
		}},
		{"search for people", 2, func(a *actor) { a.get(a.person, fmt.Sprintf("/ui/users/search?purpose=dm&q=person%d", a.IntN(7)), 200) }},
		{"log in and out", 1, (*actor).logInAndOut},
		{"ask for nonsense", 2, (*actor).askNonsense},
	}
	for _, e := range endpoints {
		if !e.poll {
			list = append(list, action{e.name, 4, func(a *actor) { a.ask(a.person, e.requestFor(a.fixture, a.person), e.status) }})
		}
	}
	return list
}

var (
	states    = []string{"active", "idle", "hidden", "offline"}
	overrides = []string{`{"override":null}`, `{"override":"idle","minutes":1}`, `{"override":"active"}`}
	reads     = []string{"/channel_unreads", "/dms", "/users", "/unread_count", "/settings", "/last_read/" + talkChannel, "/ui/account",
		"/messages_before/" + talkChannel + "?before=9999999999&limit=200"}
)

// newest is the id of one of the newest messages, which may be another's or gone.
func (a *actor) newest() string {
	newest := []message{{}}
	a.read(a.person, "/messages/"+talkChannel+"?limit=20", &newest)
	return fmt.Sprint(pick(a, newest).ID)
}

// privateLife is a private channel from its making to its end.
func (a *actor) privateLife() {
	friend, made := pick(a, a.people), struct{ ID int }{}
	body := toJSON(map[string]any{"name": "Plans", "members": []string{friend.name}})
	a.decode("a channel that was made", string(a.post(a.person, "/private_channels/create", body, 200).Body()), &made)
	path := fmt.Sprintf("/private_channels/%d/", made.ID)
	a.post(a.person, fmt.Sprint("/send/private:", made.ID), form("text", "in private"), 200)
	a.post(a.person, path+"rename", `{"name":"Other plans"}`, 200)
	a.post(a.person, path+pick(a, []string{"leave", "archive"}), "{}", 200)
	if friend != a.person {
		a.post(friend, path+"leave", "{}", 200, 403)
	}
}

func (a *actor) logInAndOut() {
	visitor := &person{name: visitorName, client: a.client}
	a.enter(visitor, "/login")
	a.get(visitor, "/users", 200)
	a.post(visitor, "/logout", "", 302, 303)
	a.get(visitor, "/users", 302)
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
	ctx, drop := context.WithTimeout(context.Background(), time.Duration(a.Int64N(int64(longestStream))))
	defer drop()
	c := &conversation{channel: talkChannel}
	if c.open(ctx, a.script, a.person); a.err == nil {
		<-ctx.Done()
		_, _, a.err = c.arrived("")
	}
	if errors.Is(a.err, context.DeadlineExceeded) {
		a.err = nil
	}
}
