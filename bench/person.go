package main

import (
	"encoding/json"
	"fmt"
	"net/http"
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
	// askPatience bounds one request.
	askPatience = 10 * time.Second
	// atOnce is how many people are prepared side by side.
	atOnce = 8
)

// person is someone with a session, who asks one server.
type person struct {
	name   string
	cookie string
	cursor string // of the page that is open
	client *fasthttp.HostClient
}

func personName(i int) string { return fmt.Sprintf("person%02d", i) }

// newClient keeps the connections to a server, as many as there are requests at once. It asks once, and follows no redirect.
func newClient(address string) *fasthttp.HostClient {
	return &fasthttp.HostClient{Addr: address, MaxConns: 1 << 16, MaxIdemponentCallAttempts: 1, ReadTimeout: askPatience, WriteTimeout: askPatience,
		NoDefaultUserAgentHeader: true}
}

// request is what is sent for a person. Its body is JSON or a form, or empty.
type request struct{ method, path, body string }

func get(path string) request        { return request{http.MethodGet, path, ""} }
func post(path, body string) request { return request{http.MethodPost, path, body} }

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

// script is a number of requests, one after the other, of which the first wrong answer is kept: what comes after it is not
// asked any more.
type script struct{ err error }

func (s *script) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf(format, args...)
	}
}

// ask wants one of the statuses. The answer is empty after an error.
func (s *script) ask(p *person, r request, statuses ...int) *fasthttp.Response {
	answer := &fasthttp.Response{}
	if s.err != nil {
		return answer
	}
	if err := p.client.Do(p.prepare(r), answer); err != nil {
		s.fail("%s %s as %s: %w", r.method, r.path, p.name, err)
	} else if !slices.Contains(statuses, answer.StatusCode()) {
		s.fail("%s %s as %s: status %d, want %d; body %.200q", r.method, r.path, p.name, answer.StatusCode(), statuses, answer.Body())
	}
	return answer
}

func (s *script) post(p *person, path, body string, statuses ...int) *fasthttp.Response {
	return s.ask(p, post(path, body), statuses...)
}

func (s *script) get(p *person, path string, statuses ...int) *fasthttp.Response {
	return s.ask(p, get(path), statuses...)
}

// read decodes the JSON at a path into value.
func (s *script) read(p *person, path string, value any) {
	s.decode("GET "+path+" as "+p.name, string(s.get(p, path, http.StatusOK).Body()), value)
}

// decode reads one JSON value.
func (s *script) decode(asked, text string, value any) {
	if s.err != nil {
		return
	}
	if err := json.Unmarshal([]byte(text), value); err != nil {
		s.fail("%s: %w: %.200q", asked, err, text)
	}
}

// same compares an answer with what must be there.
func same[T any](s *script, asked string, got, want T) {
	if !reflect.DeepEqual(got, want) {
		s.fail("%s: %.300q, want %.300q", asked, fmt.Sprint(got), fmt.Sprint(want))
	}
}

// enter signs up or logs in by a form, and goes on with the session that begins.
func (s *script) enter(p *person, path string) {
	answer := s.post(p, path, form("username", p.name, "password", password, "confirm_password", password), http.StatusFound)
	var session fasthttp.Cookie
	if session.SetKey(sessionCookie); !answer.Header.Cookie(&session) {
		s.fail("POST %s as %s begins no session", path, p.name)
	}
	p.cookie = sessionCookie + "=" + string(session.Value())
}

func (s *script) report(p *person, state string) {
	s.post(p, "/presence", toJSON(map[string]string{"state": state, "tab": benchTab}), http.StatusNoContent)
}

// openPage opens the page of a channel.
func (s *script) openPage(p *person, channel string) {
	page := string(s.get(p, "/c/"+channel, http.StatusOK).Body())
	_, rest, _ := strings.Cut(page, `data-since="`)
	if p.cursor, _, _ = strings.Cut(rest, `"`); p.cursor == "" {
		s.fail("/c/%s as %s: a page without a cursor", channel, p.name)
	}
}

func (p *person) pollRequest() request { return get("/ui/live/" + talkChannel + "?since=" + p.cursor) }

// poll asks what has changed on the page, and goes on from there.
func (s *script) poll(p *person) {
	answer := s.ask(p, p.pollRequest(), http.StatusOK, http.StatusNoContent)
	if cursor := answer.Header.Peek("Live-Since"); len(cursor) > 0 {
		p.cursor = string(cursor)
	}
}

// each does something for everybody, a few at a time.
func each[T any](list []T, do func(*script, T)) error {
	var all errgroup.Group
	all.SetLimit(atOnce)
	for _, one := range list {
		all.Go(func() error {
			s := &script{}
			do(s, one)
			return s.err
		})
	}
	return all.Wait()
}

// form encodes pairs of a field and its value.
func form(pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values.Encode()
}

func toJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // what is sent here is plain data
	}
	return string(text)
}

// inScript does something in a script of its own.
func inScript(do func(*script)) error {
	s := &script{}
	do(s)
	return s.err
}
