package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// action is one thing that a person does now and then. Its error is an answer
// that nobody should get.
type action struct {
	name   string
	weight int
	do     func(*actor, context.Context) error
}

// actor is one who acts, with what they have seen of the chat.
type actor struct {
	*person
	mixture *mixture
	random  *rand.Rand
	cursor  string // of their page of talkChannel
}

const streamAction = "open and drop a stream"

func actions() []action {
	return []action{
		{"poll a page", 30, (*actor).pollOf},
		{"open a page", 6, (*actor).openPage},
		{"read JSON", 12, (*actor).readSomething},
		{"type", 10, saying(http.MethodPost, "/typing/"+talkChannel, 204)},
		{"stop typing", 4, saying(http.MethodDelete, "/typing/"+talkChannel, 204)},
		{"report presence", 10, (*actor).reportSomething},
		{"choose how to appear", 1, (*actor).choose},
		{"send", 10, (*actor).sendSomething},
		{"edit", 2, onMessage("/edit/", "text", "edited", 200, 400, 403, 409)},
		{"delete", 1, onMessage("/delete/", "", "", 200, 403, 409)},
		{"react", 6, onMessage("/react/", "reaction", "👍", 200, 404, 409)},
		{"mark read", 8, (*actor).markRead},
		{"a private channel's life", 1, (*actor).privateLife},
		{"a direct channel", 2, (*actor).writeDirectly},
		{"search for people", 2, (*actor).search},
		{"log in and out", 1, (*actor).logInAndOut},
		{"ask for nonsense", 4, (*actor).askNonsense},
	}
}

// act does one thing after the other, as somebody else each time.
func (m *mixture) act(ctx context.Context, seed int) {
	random := rand.New(rand.NewPCG(uint64(seed), uint64(m.count())))
	var choice []action
	for _, a := range actions() {
		choice = append(choice, slices.Repeat([]action{a}, a.weight)...)
	}
	cursors := map[string]string{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-m.pace.C:
		}
		p := m.people[random.IntN(len(m.people))]
		chosen := choice[random.IntN(len(choice))]
		a := &actor{person: p, mixture: m, random: random, cursor: cursors[p.name]}
		m.note(ctx, chosen.name, chosen.do(a, ctx))
		cursors[p.name] = a.cursor
	}
}

// may asks and takes any status but those for an error.
func (a *actor) may(ctx context.Context, method, path, contentType, body string, statuses ...int) (answer, error) {
	got, err := a.ask(ctx, method, path, contentType, body)
	if err == nil && !slices.Contains(statuses, got.status) {
		err = got.want(statuses[0])
	}
	return got, err
}

func saying(method, path string, status int) func(*actor, context.Context) error {
	return func(a *actor, ctx context.Context) error {
		_, err := a.may(ctx, method, path, "", "", status)
		return err
	}
}

func (a *actor) openPage(ctx context.Context) (err error) {
	a.cursor, err = a.person.openPage(ctx, talkChannel)
	return err
}

func (a *actor) pollOf(ctx context.Context) error {
	if a.cursor == "" {
		return a.openPage(ctx)
	}
	got, err := a.may(ctx, http.MethodGet, "/ui/live/"+talkChannel+"?since="+url.QueryEscape(a.cursor), "", "", 200, 204)
	if next := got.header.Get("Live-Since"); err == nil && next != "" {
		a.cursor = next
	}
	return err
}

var soakReads = []string{
	"/typing/" + talkChannel, "/online_users", "/presence/override", "/read_receipts/" + talkChannel, "/private_channels",
	"/channel_unreads", "/dms", "/messages/" + talkChannel + "?limit=50", "/users", "/unread_count", "/settings",
	"/messages_before/" + talkChannel + "?before=9999999999&limit=200", "/last_read/" + talkChannel, "/ui/account",
}

func (a *actor) readSomething(ctx context.Context) error {
	_, err := a.may(ctx, http.MethodGet, soakReads[a.random.IntN(len(soakReads))], "", "", 200)
	return err
}

func (a *actor) reportSomething(ctx context.Context) error {
	states := []string{"active", "idle", "hidden", "offline"}
	_, err := a.may(ctx, http.MethodPost, "/presence", jsonType, toJSON(map[string]any{
		"state": states[a.random.IntN(len(states))], "tab": fmt.Sprint("tab", a.random.Uint32()),
	}), 204)
	return err
}

func (a *actor) choose(ctx context.Context) error {
	choices := []string{`{"override":null}`, `{"override":"idle","minutes":1}`, `{"override":"active"}`}
	_, err := a.may(ctx, http.MethodPost, "/presence/override", jsonType, choices[a.random.IntN(len(choices))], 204)
	return err
}

func (a *actor) sendSomething(ctx context.Context) error {
	channel := []string{talkChannel, loadChannel}[a.random.IntN(2)]
	text := fmt.Sprintf("Message %d, **with** some _markdown_ and https://example.org/%d", a.random.Uint32(), a.random.Uint32())
	_, err := a.may(ctx, http.MethodPost, "/send/"+channel, formType, form("text", text), 200)
	return err
}

// onMessage changes one of the newest messages, which may be another's or gone.
func onMessage(path, field, value string, statuses ...int) func(*actor, context.Context) error {
	return func(a *actor, ctx context.Context) error {
		var newest []message
		if err := a.read(ctx, "/messages/"+talkChannel+"?limit=20", &newest); err != nil || len(newest) == 0 {
			return err
		}
		m := newest[a.random.IntN(len(newest))]
		_, err := a.may(ctx, http.MethodPost, fmt.Sprint(path, m.ID), formType, form(field, value), statuses...)
		return err
	}
}

func (a *actor) markRead(ctx context.Context) error {
	channel := []string{talkChannel, loadChannel}[a.random.IntN(2)]
	_, err := a.may(ctx, http.MethodPost, "/mark_read/"+channel, formType, "", 204)
	return err
}

// privateLife is a private channel from its making to its end.
func (a *actor) privateLife(ctx context.Context) error {
	friend := a.mixture.people[a.random.IntN(len(a.mixture.people))]
	got, err := a.may(ctx, http.MethodPost, "/private_channels/create", jsonType,
		toJSON(map[string]any{"name": "Plans", "members": []string{friend.name}}), 200)
	if err != nil {
		return err
	}
	var made struct {
		ID      int64  `json:"id"`
		Channel string `json:"channel"`
		Name    string `json:"name"`
	}
	if err := got.decode(&made); err != nil {
		return err
	}
	path := fmt.Sprintf("/private_channels/%d/", made.ID)
	for _, step := range []struct{ path, contentType, body string }{
		{"/send/" + made.Channel, formType, form("text", "in private")},
		{path + "rename", jsonType, `{"name":"Other plans"}`},
		{path + []string{"leave", "archive"}[a.random.IntN(2)], jsonType, "{}"},
	} {
		if _, err := a.may(ctx, http.MethodPost, step.path, step.contentType, step.body, 200); err != nil {
			return err
		}
	}
	if friend.name == a.name {
		return nil
	}
	_, err = (&actor{person: friend}).may(ctx, http.MethodPost, path+"leave", jsonType, "{}", 200, 403)
	return err
}

func (a *actor) writeDirectly(ctx context.Context) error {
	names := []string{a.name, a.mixture.people[a.random.IntN(len(a.mixture.people))].name}
	if slices.Sort(names); names[0] == names[1] {
		return nil
	}
	_, err := a.may(ctx, http.MethodPost, "/send/dm:"+names[0]+":"+names[1], formType, form("text", "just you"), 200)
	return err
}

func (a *actor) search(ctx context.Context) error {
	_, err := a.may(ctx, http.MethodGet, fmt.Sprintf("/ui/users/search?purpose=dm&q=person%d", a.random.IntN(10)), "", "", 200)
	return err
}

func (a *actor) logInAndOut(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx) // the end of the run leaves nobody logged in
	other := &actor{person: &person{name: a.name, base: a.base, client: a.client}}
	got, err := other.may(ctx, http.MethodPost, "/login", formType, form("username", a.name, "password", somePassword), 302)
	if err != nil {
		return err
	}
	for _, cookie := range (&http.Response{Header: got.header}).Cookies() {
		if cookie.Name == sessionCookie {
			other.cookie = sessionCookie + "=" + cookie.Value
		}
	}
	if _, err := other.may(ctx, http.MethodGet, "/users", "", "", 200); err != nil {
		return err
	}
	if _, err := other.may(ctx, http.MethodPost, "/logout", formType, "", 302, 303); err != nil {
		return err
	}
	_, err = other.may(ctx, http.MethodGet, "/users", "", "", 302)
	return err
}

// askNonsense asks for what is not there, not allowed or not well formed.
func (a *actor) askNonsense(ctx context.Context) error {
	for _, bad := range []struct {
		method, path, contentType, body string
		status                          int
	}{
		{http.MethodGet, fmt.Sprint("/nothing/", a.random.Uint32()), "", "", 404},
		{http.MethodGet, fmt.Sprint("/messages/private:", 1<<40+a.random.IntN(1<<20)), "", "", 403},
		{http.MethodGet, fmt.Sprint("/message/", 1<<40+a.random.IntN(1<<20)), "", "", 404},
		{http.MethodPost, "/presence", jsonType, "{", 204},
		{http.MethodPost, "/send/" + talkChannel, formType, form("text", " "), 400},
		{http.MethodPost, "/private_channels/create", jsonType, `{"name":7}`, 400},
		{http.MethodPost, fmt.Sprint("/typing/", a.random.Uint32(), "x"), "", "", 204},
		{http.MethodPost, "/login", formType, form("username", fmt.Sprint("nobody", a.random.Uint32()), "password", "x"), 422},
	} {
		if _, err := a.may(ctx, bad.method, bad.path, bad.contentType, bad.body, bad.status); err != nil {
			return err
		}
	}
	return nil
}

// longestWatch is how long a stream is held at most.
const longestWatch = 3 * time.Second

// watch opens one event stream after the other and drops it after a while.
func (m *mixture) watch(ctx context.Context, seed int) {
	random := rand.New(rand.NewPCG(uint64(seed), 77))
	for ctx.Err() == nil {
		a := &actor{person: m.people[random.IntN(len(m.people))], mixture: m, random: random}
		m.note(ctx, streamAction, a.watchFor(ctx, time.Duration(random.Int64N(int64(longestWatch)))))
	}
}

func (a *actor) watchFor(ctx context.Context, lasting time.Duration) error {
	if err := a.openPage(ctx); err != nil {
		return err
	}
	watching, drop := context.WithTimeout(ctx, lasting)
	defer drop()
	req, err := http.NewRequestWithContext(watching, http.MethodGet, a.base+"/ui/events/"+talkChannel+"?since="+url.QueryEscape(a.cursor), nil)
	if err != nil {
		return err
	}
	req.Header.Set("Cookie", a.cookie)
	res, err := (&http.Client{Transport: a.client.Transport}).Do(req)
	if watching.Err() != nil {
		return nil //nolint:nilerr // It was dropped before it began.
	}
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("a stream as %s: status %d", a.name, res.StatusCode)
	}
	_, err = io.Copy(io.Discard, res.Body)
	if watching.Err() != nil {
		return nil //nolint:nilerr // This is how it ends.
	}
	return fmt.Errorf("the stream of %s ended by itself: %w", a.name, err)
}
