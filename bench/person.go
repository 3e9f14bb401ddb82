package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
)

const (
	sessionCookie = "minimost_session"
	password      = "correct horse battery"
	benchTab      = "bench"
	// askPatience bounds one request.
	askPatience = 10 * time.Second
)

// person is someone with a session, who asks one server.
type person struct {
	name   string
	cookie string
	base   string // the server's address
	client *http.Client
}

func personName(i int) string { return fmt.Sprintf("person%02d", i) }

// newPeople share connections: cookies are their own, and redirects are answers to look at.
func newPeople(n int, base string, connections int) []*person {
	people, client := make([]*person, n), &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true},
		Timeout:       askPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for i := range people {
		people[i] = &person{name: personName(i), base: base, client: client}
	}
	return people
}

// request is what is sent for a person. Its body is JSON or a form, or empty.
type request struct{ method, path, body string }

func (r request) contentType() string {
	switch {
	case r.body == "":
		return ""
	case r.body[0] == '{':
		return "application/json"
	}
	return "application/x-www-form-urlencoded"
}

// wire is the request as it is written to a connection.
func (r request) wire(p *person) []byte {
	text := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n", r.method, r.path, strings.TrimPrefix(p.base, "http://"), p.cookie)
	if r.body != "" {
		text += "Content-Type: " + r.contentType() + "\r\n"
	}
	if r.method != http.MethodGet {
		text += fmt.Sprintf("Content-Length: %d\r\n", len(r.body))
	}
	return []byte(text + "\r\n" + r.body)
}

// answer is a response that was read.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) session() (cookie string) {
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if c.Name == sessionCookie && c.Value != "" {
			cookie = c.Name + "=" + c.Value
		}
	}
	return cookie
}

func (p *person) ask(ctx context.Context, r request) (a answer, err error) {
	req, err := http.NewRequestWithContext(ctx, r.method, p.base+r.path, strings.NewReader(r.body))
	if err != nil {
		return a, err
	}
	req.Header.Set("Cookie", p.cookie)
	if r.body != "" {
		req.Header.Set("Content-Type", r.contentType())
	}
	res, err := p.client.Do(req)
	if err != nil {
		return a, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(body)}, err
}

// script is a number of requests, one after the other, of which the first wrong answer is kept: what comes after it is not
// asked any more.
type script struct {
	context.Context
	err error
}

func (s *script) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf(format, args...)
	}
}

// ask wants one of the statuses.
func (s *script) ask(p *person, r request, statuses ...int) (a answer) {
	if s.err != nil {
		return a
	}
	a, err := p.ask(s, r)
	if err != nil {
		s.fail("%s %s as %s: %w", r.method, r.path, p.name, err)
	} else if !slices.Contains(statuses, a.status) {
		s.fail("%s %s as %s: status %d, want %d; body %.200q", r.method, r.path, p.name, a.status, statuses, a.body)
	}
	return a
}

func (s *script) post(p *person, path, body string, statuses ...int) answer {
	return s.ask(p, request{http.MethodPost, path, body}, statuses...)
}

func (s *script) get(p *person, path string, statuses ...int) answer {
	return s.ask(p, request{http.MethodGet, path, ""}, statuses...)
}

// read decodes the JSON at a path into value.
func (s *script) read(p *person, path string, value any) {
	s.decode("GET "+path+" as "+p.name, s.get(p, path, http.StatusOK).body, value)
}

// decode reads one JSON value, all members of which value has to know.
func (s *script) decode(asked, text string, value any) {
	if s.err != nil {
		return
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil || decoder.More() {
		s.fail("%s: this is not what JSON was expected (%v): %.200q", asked, err, text)
	}
}

// same compares an answer with what must be there.
func same[T any](s *script, asked string, got, want T) {
	if !reflect.DeepEqual(got, want) {
		s.fail("%s: %.300q, want %.300q", asked, fmt.Sprint(got), fmt.Sprint(want))
	}
}

// signUp makes an account and takes the session it begins with.
func (p *person) signUp(s *script) {
	a := s.post(p, "/signup", form("username", p.name, "password", password, "confirm_password", password), http.StatusFound)
	p.cookie = a.session()
}

func (s *script) report(p *person, state string) {
	s.post(p, "/presence", toJSON(map[string]string{"state": state, "tab": benchTab}), http.StatusNoContent)
}

// openPage returns the cursor of the page of a channel.
func (s *script) openPage(p *person, channel string) (cursor string) {
	a := s.get(p, "/c/"+channel, http.StatusOK)
	_, rest, _ := strings.Cut(a.body, `data-since="`)
	if cursor, _, _ = strings.Cut(rest, `"`); cursor == "" {
		s.fail("/c/%s as %s: a page without a cursor", channel, p.name)
	}
	return cursor
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
