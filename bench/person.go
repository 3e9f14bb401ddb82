package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/valyala/fasthttp"
	"golang.org/x/sync/errgroup"
)

const (
	sessionCookie = "minimost_session"
	password      = "correct horse battery"
	benchTab      = "bench"
	askPatience   = 10 * time.Second // bounds one request
	atOnce        = 8                // people are prepared side by side
)

// person is someone with a session, who asks one server.
type person struct {
	name, cookie string
	cursor       string // of the page that is open
	client       *fasthttp.HostClient
}

// newClient keeps the connections to a server, as many as there are requests at once. It asks once, and follows no redirect.
func newClient(address string) *fasthttp.HostClient {
	return &fasthttp.HostClient{Addr: address, MaxConns: 1 << 16, MaxIdemponentCallAttempts: 1, ReadTimeout: askPatience, WriteTimeout: askPatience,
		NoDefaultUserAgentHeader: true}
}

// clients are one for each server.
func (f *fixture) clients() (list []*fasthttp.HostClient) {
	for _, p := range f.processes() {
		list = append(list, newClient(p.address))
	}
	return list
}

// request is what is sent for a person. Its body is JSON or a form, or empty.
type request struct{ method, path, body string }

func get(path string) request        { return request{"GET", path, ""} }
func post(path, body string) request { return request{"POST", path, body} }

// prepare is a request as it is sent for a person. Only one goroutine at a time can send it.
func (p *person) prepare(r request) *fasthttp.Request {
	prepared := &fasthttp.Request{}
	prepared.SetRequestURI("http://" + p.client.Addr + r.path)
	prepared.Header.SetMethod(r.method)
	prepared.Header.SetNoDefaultContentType(true)
	prepared.Header.Set("Cookie", p.cookie)
	if prepared.SetBodyString(r.body); strings.HasPrefix(r.body, "{") {
		prepared.Header.SetContentType("application/json")
	} else if r.body != "" {
		prepared.Header.SetContentType("application/x-www-form-urlencoded")
	}
	return prepared
}

func (p *person) ask(r request, statuses ...int) *fasthttp.Response {
	answer := &fasthttp.Response{}
	if err := p.client.Do(p.prepare(r), answer); err != nil {
		fail("%s %s as %s: %w", r.method, r.path, p.name, err)
	}
	if !slices.Contains(statuses, answer.StatusCode()) {
		fail("%s %s as %s: status %d, want %d; body %.200q", r.method, r.path, p.name, answer.StatusCode(), statuses, answer.Body())
	}
	return answer
}

func (p *person) post(path, body string, statuses ...int) *fasthttp.Response {
	return p.ask(post(path, body), statuses...)
}

func (p *person) read(path string, value any) {
	decode("GET "+path+" as "+p.name, string(p.ask(get(path), 200).Body()), value)
}

func decode(asked, text string, value any) {
	if err := json.Unmarshal([]byte(text), value); err != nil {
		fail("%s: %w: %.200q", asked, err, text)
	}
}

func same[T any](asked string, got, want T) {
	if !reflect.DeepEqual(got, want) {
		fail("%s: %.300q, want %.300q", asked, fmt.Sprint(got), fmt.Sprint(want))
	}
}

// enter signs up or logs in by a form, and goes on with the session that begins.
func (p *person) enter(path string) {
	answer := p.post(path, form("username", p.name)+"&"+form("password", password)+"&"+form("confirm_password", password), 302)
	var session fasthttp.Cookie
	if session.SetKey(sessionCookie); !answer.Header.Cookie(&session) {
		fail("POST %s as %s begins no session", path, p.name)
	}
	p.cookie = sessionCookie + "=" + string(session.Value())
}

func (p *person) report(state string) {
	p.post("/presence", toJSON(map[string]string{"state": state, "tab": benchTab}), 204)
}

// openPage opens the page of a channel at its end, where new messages are shown: nobody here has read what there is.
func (p *person) openPage(channel string) {
	_, rest, _ := strings.Cut(string(p.ask(get("/c/"+channel+"?newest=1"), 200).Body()), `data-since="`)
	if p.cursor, _, _ = strings.Cut(rest, `"`); p.cursor == "" {
		fail("/c/%s as %s: a page without a cursor", channel, p.name)
	}
}

func (p *person) pollRequest() request { return get("/ui/live/" + talkChannel + "?since=" + p.cursor) }

// poll asks what has changed on the page, which is opened if need be, and goes on from there.
func (p *person) poll() {
	if p.cursor == "" {
		p.openPage(talkChannel)
	}
	if cursor := p.ask(p.pollRequest(), 200, 204).Header.Peek("Live-Since"); len(cursor) > 0 {
		p.cursor = string(cursor)
	}
}

func each(people []*person, do func(*person)) {
	var all errgroup.Group
	all.SetLimit(atOnce)
	for _, p := range people {
		all.Go(func() error { return try(func() { do(p) }) })
	}
	require(all.Wait())
}

func form(field, value string) string { return url.Values{field: {value}}.Encode() }

func toJSON(value any) string { return string(required(json.Marshal(value))) }
