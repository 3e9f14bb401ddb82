package handlers

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
)

// attempt is one request that the contract refuses or takes for nothing.
type attempt struct {
	method, target, contentType, body string
	status                            int
}

// wantNothingDone makes the attempt as the owner and wants its status, one
// plain sentence for an error, and every row as it was.
func (p *roleServer) wantNothingDone(a attempt) {
	p.t.Helper()
	p.wantChanged(a, "")
}

// wantChanged is wantNothingDone for an attempt of which something is noted.
func (p *roleServer) wantChanged(a attempt, want string) {
	p.t.Helper()
	before := p.dump()
	b := p.as(asOwner)
	var header []string
	if a.contentType != "" {
		header = []string{"Content-Type", a.contentType}
	}
	got := b.do(a.method, a.target, a.body, header...)
	body := a.body
	if len(body) > 60 {
		body = body[:60] + "…"
	}
	if got.status != a.status {
		p.t.Errorf("%.120s with %q: %d %.120q, want %d", got.asked, body, got.status, got.body, a.status)
		return
	}
	switch {
	case got.status == 204 && got.body != "":
		p.t.Errorf("%.120s with %q: body %q", got.asked, body, got.body)
	case got.status >= 400 && got.status != 422:
		wantSentence(p.t, got)
	}
	if internals.MatchString(got.body) {
		p.t.Errorf("%.120s with %q tells %q", got.asked, body, got.body)
	}
	if tables := changes(before, p.dump()); tables != want {
		p.t.Fatalf("%.120s with %q changed %s", got.asked, body, tables)
	}
}

// oddNames are no channel, message, private channel, token or file, in path
// encoding. Those that begin with "dm:" are misspelled.
var oddNames = []string{
	"%00", "%ff", "%2e", "%2e%2e", "%2e%2e%5c", "%20", "general%00", "%20general", "General", "general.", "%C3%A9", "%E2%80%AE",
	"dm:", "dm:alice", "dm::alice", "dm:alice:", "dm:alice:alice", "dm:bob:alice", "dm:alice:bob%ff", "dm%3Abob%3Aalice",
	"private:", "private:0", "private:01", "private:+1", "private:-1", "private:1.0", "private:1%00", "private:%D9%A1", "PRIVATE:1",
	"private:9223372036854775808", "private:18446744073709551617", "private:" + strings.Repeat("1", 2000),
	"0", "-1", "+1", "01", "1.0", "1e0", "0x1", "1%00", "1%20", "%D9%A1", "9223372036854775807", "9223372036854775808", "18446744073709551617",
	"null", "undefined", "NaN", "%27%20OR%201=1%20--", "1;DROP%20TABLE%20users", "{channel}", strings.Repeat("x", 5000), strings.Repeat("%ff", 2000),
}

// absent is what a route answers about what does not exist.
func absent(route web.Route, name string) int {
	switch param := route.Path[strings.LastIndexAny(route.Path, ":*"):]; {
	case route.Guard == web.Silent && route.Method == fiber.MethodGet:
		return 200
	case route.Guard == web.Silent, route.Path == "/drafts/:channel":
		return 204
	case strings.HasSuffix(route.Path, "/send/:channel") && strings.HasPrefix(strings.ToLower(strings.ReplaceAll(name, "%3A", ":")), "dm:"):
		return 400
	case route.Path == "/ui/live/:channel":
		return 204 // and HX-Redirect: nothing of it may stay on the page
	case strings.HasPrefix(route.Path, "/edit/"), strings.HasPrefix(route.Path, "/delete/"),
		strings.HasPrefix(route.Path, "/ui/edit/"), strings.HasPrefix(route.Path, "/ui/delete/"), strings.HasPrefix(route.Path, "/ui/private_channels/"):
		return 403
	case strings.HasPrefix(route.Path, "/ui/") && strings.HasSuffix(route.Path, "/:id"),
		strings.HasPrefix(route.Path, "/files/"), strings.HasPrefix(route.Path, "/thumbnails/"), strings.HasPrefix(route.Path, "/ui/file/"),
		strings.HasSuffix(route.Path, "tokens/:id/end"), strings.HasSuffix(route.Path, "webhooks/:id/end"),
		strings.HasPrefix(route.Path, "/administration/"), strings.HasPrefix(route.Path, "/invite_links/"), route.Path == "/hooks/:secret":
		return 404
	case route.Path == "/m/:id", strings.Contains(route.Path, "/people/:name"):
		return 404
	case strings.HasPrefix(param, ":msg_id"), strings.HasPrefix(param, ":token"), param == "*":
		return 404
	}
	return 403
}

func TestOddPathsAreWhatDoesNotExist(t *testing.T) {
	t.Parallel()
	p, cases := newRoleFixture(t).open(t), roleCases(t)
	for _, route := range Routes() {
		if !strings.ContainsAny(route.Path, ":*") {
			continue
		}
		s := firstCase(cases, route)
		contentType := ""
		if s.body != "" && s.body[0] != '{' {
			contentType = formType(s.body)
		}
		_, query, _ := strings.Cut(s.path, "?")
		for _, name := range oddNames {
			path := route.Path
			for _, param := range []string{":id", ":msg_id", ":token", ":secret", ":username", ":name", "*"} {
				path = strings.Replace(path, param, name, 1)
			}
			path = strings.Replace(path, "/:channel/"+name, "/general/"+name, 1)
			path = strings.Replace(strings.Replace(path, ":channel", name, 1), ":name", "x", 1)
			p.wantNothingDone(attempt{route.Method, path + "?" + query, contentType, s.body, absent(route, name)})
		}
	}
	for _, name := range oddNames {
		p.wantNothingDone(attempt{"GET", "/read_receipts/" + name + "/1", "", "", 403})
	}
}

func TestPathsThatAreNoRoute(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	for target, status := range map[string]int{
		"/nothing": 404, "/messages": 404, "/messages/": 404, "/messages/a/b": 404, "/messages/a%2fb": 404, "//users": 404, "/Users": 404,
		"/send/general": 405, "/dms/close": 405, "/private_channels/1/leave": 405, "/static/abc/%2e%2e/%2e%2e/go.mod": 404, "/reset": 404,
	} {
		p.wantNothingDone(attempt{"GET", target, "", "", status})
	}
	for _, method := range []string{"PUT", "PATCH", "POST", "DELETE", "TRACE", "CONNECT", "PROPFIND"} {
		req := httptest.NewRequestWithContext(t.Context(), method, "http://chat.example/users", nil)
		res, err := p.app.Test(req, -1)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains([]int{400, 405, 501}, res.StatusCode) {
			t.Errorf("%s /users: %d", method, res.StatusCode)
		}
		_ = res.Body.Close()
	}
}

func TestRawPathsThatNoClientLibrarySends(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	for target, status := range map[string]int{
		"/messages/%zz": 403, "/messages/%": 403, "/messages/%f": 403, "/messages/%u0041": 403, "/message/%zz": 404,
		"/messages/\xff": 403, "/reset/%": 404, "/messages/general?after=%zz&limit=%": 200, "/messages_before/general?before=%zz": 400,
	} {
		req := httptest.NewRequestWithContext(t.Context(), fiber.MethodGet, "http://chat.example/", nil)
		req.RequestURI = target
		req.Header.Set("Cookie", auth.Cookie+"="+p.plan.sessions[asOwner])
		res, err := p.app.Test(req, -1)
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != status {
			t.Errorf("%q: %d, want %d", target, res.StatusCode, status)
		}
		_ = res.Body.Close()
	}
}

func TestCursorsAndLimitsOfAnyKind(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	odd := []string{"x", "", "NaN", "Inf", "-Inf", "%2BInf", "1e400", "0x1p-2x", "%ff", "%00", "1%00", "1,5", "null", strings.Repeat("9", 4000) + "x"}
	for _, value := range odd {
		p.wantNothingDone(attempt{"GET", "/messages/general?after=" + value, "", "", 200})
		p.wantNothingDone(attempt{"GET", "/messages/general?limit=" + value, "", "", 200})
		p.wantNothingDone(attempt{"GET", "/messages_before/general?before=" + value, "", "", 400})
		p.wantNothingDone(attempt{"GET", "/messages_before/general?before=1&limit=" + value, "", "", 200})
		if got := p.as(asOwner).get("/messages/general?after=" + value); ids(got) != listed(aliceInGeneral, malloryInGeneral) {
			t.Errorf("after=%.20q: %s", value, ids(got))
		}
	}
	for _, value := range []string{"0", "-1", "-0", "1", "1e300", "99999999999999999999999", "9223372036854775808", "1&after=2", "1&before=2"} {
		p.wantNothingDone(attempt{"GET", "/messages/general?after=" + value + "&limit=" + value, "", "", 200})
		p.wantNothingDone(attempt{"GET", "/messages_before/general?before=" + value + "&limit=" + value, "", "", 200})
	}
}

func TestTooMuchIsRefusedEverywhere(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	before := p.dump()
	for _, route := range Routes() {
		if route.Method == fiber.MethodGet || route.Streams() { // upload_test.go has the bounds of those
			continue
		}
		path := strings.NewReplacer(":channel", "general", ":msg_id", "1", ":id", "1", ":token", "token").Replace(route.Path)
		for _, contentType := range []string{fiber.MIMEApplicationForm, fiber.MIMEApplicationJSON, "multipart/form-data; boundary=b", "text/plain"} {
			wantSentence(t, p.announces(route.Method, path, contentType, web.BodyLimit+1).want(413))
		}
	}
	if tables := changes(before, p.dump()); tables != "" {
		t.Errorf("changed %s", tables)
	}
	for _, target := range []string{"/send/general", "/edit/1"} {
		for _, text := range []string{
			strings.Repeat("x", chat.MaxMessageChars+1), strings.Repeat("👍", chat.MaxMessageChars+1), strings.Repeat("x", web.BodyLimit-len("text=")),
		} {
			p.wantNothingDone(attempt{"POST", target, fiber.MIMEApplicationForm, "text=" + text, 413})
		}
	}
	largest := "up_to=1&x=" + strings.Repeat("x", web.BodyLimit-len("up_to=1&x="))
	p.wantNothingDone(attempt{"POST", "/mark_read/random", fiber.MIMEApplicationForm, largest, 204})
}

// announces sends the head of a request whose body is to have size bytes, and
// nothing of the body.
func (p *roleServer) announces(method, target, contentType string, size int) answer {
	p.t.Helper()
	p.app.Handler() // makes the router ready, as listening does
	client, server := net.Pipe()
	defer func() { _ = client.Close() }()
	served := make(chan error, 1)
	go func() { served <- p.app.Server().ServeConn(server) }()
	if err := client.SetDeadline(time.Now().Add(patience)); err != nil {
		p.t.Fatal(err)
	}
	_, err := fmt.Fprintf(client, "%s %s HTTP/1.1\r\nHost: chat.example\r\nCookie: %s=%s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
		method, target, auth.Cookie, p.plan.sessions[asOwner], contentType, size)
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(client), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = client.Close()
	<-served
	return answer{p.t, method + " " + target, res.StatusCode, res.Header, string(body)}
}
