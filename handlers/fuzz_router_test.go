package handlers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
	"golang.org/x/net/html"
)

// answersWell checks what holds for every answer whatever was asked.
func (s *fuzzServer) answersWell(ctx *fasthttp.RequestCtx, asked string) {
	s.t.Helper()
	answer := &ctx.Response
	if answer.StatusCode() >= 500 || answer.StatusCode() < 200 {
		s.t.Errorf("status %d %q\n%q", answer.StatusCode(), answer.Body(), asked)
	}
	for _, h := range s.server.EveryAnswer {
		if len(answer.Header.PeekBytes(h.Key)) == 0 {
			s.t.Errorf("no %s on %d\n%q", h.Key, answer.StatusCode(), asked)
		}
	}
	if len(answer.Header.PeekBytes(web.RequestIDHeader)) == 0 {
		s.t.Errorf("an answer without a name\n%q", asked)
	}
	if ctx.Hijacked() {
		if answer.StatusCode() != fiber.StatusSwitchingProtocols {
			s.t.Errorf("a socket with status %d\n%q", answer.StatusCode(), asked)
		}
		return
	}
	if kind := string(answer.Header.ContentType()); answer.IsBodyStream() && kind != "application/zip" && !bytes.HasPrefix(ctx.Path(), []byte("/files/")) {
		s.t.Errorf("a stream of %s\n%q", kind, asked)
	}
	if answer.IsBodyStream() {
		return
	}
	if body := plainBody(ctx); len(body) > 0 {
		if err := wellTyped(string(answer.Header.ContentType()), body); err != nil {
			s.t.Errorf("%v\n%q\n%q", err, body, asked)
		}
	}
}

// wellTyped says what is wrong with a body of that type.
func wellTyped(contentType string, body []byte) error {
	switch contentType {
	case fiber.MIMETextPlainCharsetUTF8, "text/css; charset=utf-8":
		return nil
	case "image/jpeg", "image/png":
		return nil
	case fiber.MIMEApplicationJSON, "application/manifest+json":
		if !json.Valid(body) {
			return fmt.Errorf("no JSON")
		}
		return nil
	case fiber.MIMETextHTMLCharsetUTF8:
		return inert(body)
	case "text/javascript; charset=utf-8": // the service worker's, which is the same for everyone
		return nil
	}
	return fmt.Errorf("an answer of type %q", contentType)
}

// inert says what in HTML a browser could run that is not our own.
func inert(page []byte) error {
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return nil
		case html.CommentToken:
			return fmt.Errorf("a comment: %s", tokens.Raw())
		case html.StartTagToken, html.SelfClosingTagToken:
			if err := inertTag(tokens.Token()); err != nil {
				return err
			}
		}
	}
}

var (
	neverSent = []string{"iframe", "object", "embed", "base", "style", "template", "math", "img", "video", "audio", "frame", "frameset", "applet", "noembed", "xmp", "plaintext"}
	addresses = []string{"href", "src", "action", "formaction", "data", "xlink:href", "hx-get", "hx-post", "poster", "background"}
)

func inertTag(tag html.Token) error {
	ours := slices.ContainsFunc([]html.Token{
		{Data: "template", Attr: []html.Attribute{{Key: "id", Val: "message-actions"}}},
		{Data: "template", Attr: []html.Attribute{{Key: "id", Val: "own-message-actions"}}},
		{Data: "template", Attr: []html.Attribute{{Key: "id", Val: "attachment-template"}}},
		{Data: "template", Attr: []html.Attribute{{Key: "id", Val: "viewer-template"}}},
		{Data: "img", Attr: []html.Attribute{{Key: "class", Val: "viewer__picture"}}},
		{Data: "img", Attr: []html.Attribute{{Key: "loading", Val: "lazy"}}},
		{Data: "img", Attr: []html.Attribute{{Key: "class", Val: "attachment__picture"}}},
		{Data: "video", Attr: []html.Attribute{{Key: "class", Val: "player"}}},
		{Data: "audio", Attr: []html.Attribute{{Key: "class", Val: "player"}}},
	}, func(known html.Token) bool { return known.Data == tag.Data && slices.Contains(tag.Attr, known.Attr[0]) })
	if tag.Data == "img" && !ours {
		// The pictures of people are of our own making.
		picture := regexp.MustCompile(`^<img class="avatar__face" src="/people/[\w-]+/picture\?v=\d+" alt="" width="\d+" height="\d+"`)
		ours = picture.MatchString(tag.String())
	}
	if slices.Contains(neverSent, tag.Data) && !ours {
		return fmt.Errorf("an element %s", tag)
	}
	src := ""
	for _, a := range tag.Attr {
		value := strings.ToLower(strings.TrimSpace(a.Val))
		switch {
		case strings.HasPrefix(a.Key, "on"), strings.HasPrefix(a.Key, "hx-on"), strings.HasPrefix(a.Key, "data-hx"), a.Key == "srcdoc", a.Key == "style":
			return fmt.Errorf("an attribute %s in %s", a.Key, tag)
		case a.Key == "src":
			src = value
		}
		scheme, _, _ := strings.Cut(value, ":")
		if slices.Contains(addresses, a.Key) && slices.Contains([]string{"javascript", "data", "vbscript", "blob", "file"}, strings.Trim(scheme, "\t\n\r \x00\x01")) {
			return fmt.Errorf("an address %s in %s", a.Val, tag)
		}
	}
	if tag.Data == "script" && !strings.HasPrefix(src, "/static/") {
		return fmt.Errorf("a script %s", tag)
	}
	return nil
}

// fill makes a request of parts that may be anything.
func fill(req *fasthttp.Request, method, target, head string, body []byte) {
	req.Header.SetMethod(method)
	req.Header.SetHost("chat.example")
	req.SetRequestURI(target)
	for line := range strings.Lines(head) {
		name, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		req.Header.Add(name, strings.TrimSpace(value))
	}
	req.SetBodyRaw(body)
}

// FuzzRouter asks anything of every route as anyone.
func FuzzRouter(f *testing.F) {
	fuzzServer := newFuzzServer(f)
	form, htmx := "Content-Type: application/x-www-form-urlencoded\n", "HX-Request: true\nAccept: text/html\n"
	for i, route := range Routes() {
		for _, values := range []*strings.Replacer{
			strings.NewReplacer(":channel", "private:1", ":id", "1", ":msg_id", "6", ":token", "x", "*", "app.css"),
			strings.NewReplacer(":channel", "dm:alice:bob", ":id", "9", ":msg_id", "9", ":token", "%ff", "*", "../x"),
			strings.NewReplacer(":channel", "dm%3aalice%3Abob", ":id", "-1", ":msg_id", "%00", ":token", "", "*", "%2e%2e/"),
		} {
			target := values.Replace(route.Path)
			f.Add(byte(i), route.Method, target+"?since=0&after=0&before=9e9&q=a&username=bob", htmx, []byte(`{"name":"x","state":"active","override":"idle","members":["bob"],"username":"bob"}`))
			f.Add(byte(i+1), route.Method, target, form+"Accept-Encoding: gzip\n", []byte("text=hello&username=bob&name=y&reaction=%F0%9F%91%8D&channel=dm:alice:bob&override=idle&members=alice"))
			f.Add(byte(i+2), route.Method, target, "Accept: text/html\nReferer: http://chat.example/c/private:1\nContent-Type: multipart/form-data; boundary=b\n",
				[]byte("--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n<script>\xff\r\n--b--\r\n"))
		}
	}
	f.Add(byte(2), "BREW", "//../%zz\x00", "Origin: null\nX-Forwarded-For: ,,::1%eth0\n", []byte("{"))
	f.Add(byte(0), "OPTIONS", "*", "Cookie: minimost_session=x; minimost_session=\"\n", []byte(nil))
	f.Fuzz(func(t *testing.T, who byte, method, target, head string, body []byte) {
		fuzzServer.begin(t)
		req := new(fasthttp.Request)
		fill(req, method, target, head, body)
		fuzzServer.send(role(who)%roleCount, req)
	})
}
