package e2e

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptrace"
	"net/url"
	"strings"
	"syscall"
	"testing"
)

// person is someone's browser.
type person struct {
	t      *testing.T
	name   string
	client *http.Client
	base   string
	key    string // under which they ask, "" for none
}

func (p *process) person(name string) *person {
	p.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	transport := &http.Transport{}
	p.t.Cleanup(transport.CloseIdleConnections)
	someone := &person{t: p.t, name: name, client: &http.Client{
		Jar: jar, Transport: transport, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	someone.moveTo(p)
	return someone
}

// moveTo lets the person ask another server, with the same cookies: they are for
// the host, whatever its port.
func (b *person) moveTo(p *process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b.base = p.url
	p.people = append(p.people, b)
}

// reply is an answer that was read, or why there is none.
type reply struct {
	asked  string
	status int
	header http.Header
	body   string
	err    error
	reused bool // the connection had carried another request
	closes bool // the connection is to carry no other
}

func (b *person) do(method, target, contentType, body string) reply {
	r := reply{asked: method + " " + target}
	ctx := httptrace.WithClientTrace(b.t.Context(), &httptrace.ClientTrace{GotConn: func(c httptrace.GotConnInfo) { r.reused = c.Reused }})
	req, err := http.NewRequestWithContext(ctx, method, b.base+target, strings.NewReader(body))
	if err != nil {
		r.err = err
		return r
	}
	if b.name != "" {
		req.Header.Set("X-MiniMost-User", b.name)
	}
	if b.key != "" {
		req.Header.Set("Idempotency-Key", b.key)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	res, err := b.client.Do(req)
	if err != nil {
		r.err = err
		return r
	}
	defer func() { _ = res.Body.Close() }()
	content, err := io.ReadAll(res.Body)
	r.status, r.header, r.body, r.err, r.closes = res.StatusCode, res.Header, string(content), err, res.Close
	return r
}

func (b *person) get(target string) reply { return b.do(http.MethodGet, target, "", "") }

func (b *person) json(target, body string) reply {
	return b.do(http.MethodPost, target, "application/json", body)
}

func (b *person) form(target string, pairs ...string) reply {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return b.do(http.MethodPost, target, "application/x-www-form-urlencoded", values.Encode())
}

func (b *person) must(status int, r reply) reply {
	b.t.Helper()
	if r.err != nil || r.status != status {
		b.t.Fatalf("%s as %s: %d %q, %v; want %d", r.asked, b.name, r.status, r.body, r.err, status)
	}
	return r
}

// read decodes the JSON at target into value.
func (b *person) read(target string, value any) {
	b.t.Helper()
	if err := json.Unmarshal([]byte(b.must(200, b.get(target)).body), value); err != nil {
		b.t.Fatalf("%s: %v", target, err)
	}
}

// refused reports whether nobody listens any more. A connection that comes as
// the listener closes is reset by the system; the server never saw it.
func (r reply) refused() bool {
	return errors.Is(r.err, syscall.ECONNREFUSED) || !r.reused && errors.Is(r.err, syscall.ECONNRESET)
}

// signUp is a person with a new account, logged in.
func (p *process) signUp(name string) *person {
	p.t.Helper()
	b := p.person(name)
	b.must(302, b.form("/signup", "username", name, "password", somePassword, "confirm_password", somePassword))
	return b
}
