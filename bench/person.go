package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	sessionCookie = "minimost_session"
	somePassword  = "correct horse battery"
	formType      = "application/x-www-form-urlencoded"
	jsonType      = "application/json"
	// askPatience bounds one request of our own.
	askPatience = 10 * time.Second
)

// newClient is a client for any number of people: cookies are theirs, and
// redirects are answers to look at.
func newClient(connections int) *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true},
		Timeout:       askPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// person is someone with a session.
type person struct {
	name   string
	cookie string
	base   string // the server's address
	client *http.Client
}

// answer is a response that was read.
type answer struct {
	asked  string
	status int
	header http.Header
	body   string
}

func (p *person) ask(ctx context.Context, method, path, contentType, body string) (answer, error) {
	asked := method + " " + path + " as " + p.name
	req, err := http.NewRequestWithContext(ctx, method, p.base+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if p.cookie != "" {
		req.Header.Set("Cookie", p.cookie)
	}
	res, err := p.client.Do(req)
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", asked, err)
	}
	defer func() { _ = res.Body.Close() }()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", asked, err)
	}
	return answer{asked, res.StatusCode, res.Header, string(content)}, nil
}

// must asks and takes any other status for an error.
func (p *person) must(ctx context.Context, status int, method, path, contentType, body string) (answer, error) {
	a, err := p.ask(ctx, method, path, contentType, body)
	if err != nil {
		return a, err
	}
	return a, a.want(status)
}

func (p *person) post(ctx context.Context, status int, path, contentType, body string) error {
	_, err := p.must(ctx, status, http.MethodPost, path, contentType, body)
	return err
}

// read decodes the JSON at path into value.
func (p *person) read(ctx context.Context, path string, value any) error {
	a, err := p.must(ctx, http.StatusOK, http.MethodGet, path, "", "")
	if err != nil {
		return err
	}
	return a.decode(value)
}

func (a answer) want(status int) error {
	if a.status != status {
		return fmt.Errorf("%s: status %d, want %d; body %.200q", a.asked, a.status, status, a.body)
	}
	return nil
}

// decode reads an answer that is one JSON value, all members of which value
// has to know.
func (a answer) decode(value any) error {
	decoder := json.NewDecoder(strings.NewReader(a.body))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(value)
	if err == nil && decoder.More() {
		err = fmt.Errorf("more than one value")
	}
	if err != nil {
		return fmt.Errorf("%s: %w in %.200q", a.asked, err, a.body)
	}
	return nil
}

// signUp makes an account and takes the session it begins with.
func (p *person) signUp(ctx context.Context) error {
	a, err := p.must(ctx, http.StatusFound, http.MethodPost, "/signup", formType,
		form("username", p.name, "password", somePassword, "confirm_password", somePassword))
	if err != nil {
		return err
	}
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		if cookie.Name == sessionCookie && cookie.Value != "" {
			p.cookie = sessionCookie + "=" + cookie.Value
			return nil
		}
	}
	return fmt.Errorf("%s: no session", a.asked)
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
