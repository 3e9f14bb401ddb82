package handlers

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"minimost/auth"
	"minimost/chat"
)

func FuzzParseNumbers(f *testing.F) {
	for _, seed := range []string{
		"", "0", "1", "-1", "+1", "01", "1_000", "0x1p-2", "1e308", "1e309", "NaN", "-inf", "9223372036854775808", "1716000001.456", "٣", " 1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if id := web.ParseID(raw); id < 0 || id > 0 && strconv.FormatInt(id, 10) != raw {
			t.Errorf("%q is the id %d", raw, id)
		}
		if n := web.ParseLimit(raw, 200); n < 0 || n > 200 {
			t.Errorf("%q is the limit %d", raw, n)
		}
		if s, ok := chat.ParseStamp(raw); ok {
			text, err := json.Marshal(web.Stamp(s))
			if again, fine := chat.ParseStamp(string(text)); err != nil || !fine || again != s {
				t.Errorf("%q is %v, written as %s, %v", raw, s, text, err)
			}
		}
	})
}

// fuzzedRequest is a request on its own, without a server.
func fuzzedRequest(t *testing.T, contentType string, body []byte) *web.Request {
	t.Helper()
	app := fiber.New(fiber.Config{Immutable: true})
	ctx := new(fasthttp.RequestCtx)
	ctx.Request.Header.SetMethod(fiber.MethodPost)
	ctx.Request.Header.SetContentType(contentType)
	ctx.Request.SetBodyRaw(body)
	c := app.AcquireCtx(ctx)
	t.Cleanup(func() { app.ReleaseCtx(c) })
	return &web.Request{HTTP: c}
}

func FuzzJSONBody(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "null", "[]", `{"key":"x"}`, `{"key":null}`, `{"key":["a",null]}`, `{"key":["a","b"],"Key":1}`, `{"key":"a","key":5}`,
		"{\"key\":\"\xff\"}", `{"key":"\ud800"}`, `{"key":"\u0000"}`, `{"key":1e999}`, strings.Repeat("[", 20_000), `{"key":true}`, `{"key":7}{}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		object, err := fuzzedRequest(t, "", body).JSONBody()
		if err != nil {
			if chat.CodeOf(err) != chat.Invalid || object != nil {
				t.Fatalf("%q: %v, %v", body, object, err)
			}
			return
		}
		if !json.Valid(body) || !utf8.Valid(body) {
			t.Fatalf("%q passed", body)
		}
		for key := range object {
			text, err := object.Text(key)
			texts, errs := object.Texts(key)
			n, _, _ := web.Member[int](object, key)
			_, _, _ = web.Member[bool](object, key)
			if err == nil && (errs == nil || n != 0) {
				t.Errorf("%q is %q, %q and %d at once", object[key], text, texts, n)
			}
			if !utf8.ValidString(text + strings.Join(texts, "")) {
				t.Errorf("%q is not text", object[key])
			}
			if err != nil && chat.CodeOf(err) != chat.Invalid || errs != nil && chat.CodeOf(errs) != chat.Invalid {
				t.Errorf("%q: %v, %v", object[key], err, errs)
			}
		}
	})
}

func FuzzFormBody(f *testing.F) {
	multipart := "multipart/form-data; boundary=b"
	part := "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello\r\n"
	for _, seed := range [][2]string{
		{fiber.MIMEApplicationForm, "text=a&text=b"}, {fiber.MIMEApplicationForm, "text=%ff&%=%zz&&=&text"}, {"", "text=a"},
		{multipart, part + "--b--\r\n"}, {multipart, part}, {multipart, "--b\r\n"}, {"multipart/form-data", part}, {"multipart/form-data; boundary=", ""},
		{multipart, strings.Replace(part, `name="text"`, `name="text"; filename="../x"`, 1) + "--b--"}, {"multipart/form-data; boundary=\"\x00\"", part},
		{multipart, strings.Repeat(part, 1_100) + "--b--\r\n"}, {multipart + "; boundary=c", part},
	} {
		f.Add(seed[0], []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		r := fuzzedRequest(t, contentType, body)
		one, err := r.FormBody()
		many, errs := r.BodyFields()
		if (err == nil) != (errs == nil) || err != nil && chat.CodeOf(err) != chat.Invalid {
			t.Fatalf("%v and %v", err, errs)
		}
		if err != nil {
			return
		}
		text, bad := one.Text("text")
		if value, given := one("text"); bad == nil && (!utf8.ValidString(text) || given && value != text) || bad != nil && utf8.ValidString(value) {
			t.Errorf("%q is read as %q, %v", value, text, bad)
		}
		if first, _ := one("text"); first != many.Text("text") {
			t.Errorf("%q and %q", first, many.Text("text"))
		}
	})
}

func FuzzSessionCookie(f *testing.F) {
	fuzzServer := newFuzzServer(f)
	for _, seed := range []string{"", "x", "\"", "a=b; c", "../..", "\x00", strings.Repeat("A", 4_000), fuzzServer.plan.sessions[asMember], "é", ";;=;", ",minimost_session=x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cookie string) {
		fuzzServer.begin(t)
		req := new(fasthttp.Request)
		fill(req, fiber.MethodGet, "/settings", "Cookie: last_channel="+cookie+"; "+auth.Cookie+"="+cookie+"\n", nil)
		ctx := fuzzServer.send(asNobody, req)
		known := false
		for _, session := range fuzzServer.plan.sessions {
			known = known || session != "" && strings.Contains(cookie, session)
		}
		if got := ctx.Response.StatusCode(); !known && got != fiber.StatusFound {
			t.Errorf("%q: status %d", cookie, got)
		}
		if len(ctx.Response.Header.Peek(fiber.HeaderSetCookie)) > 0 {
			t.Errorf("%q is answered with a cookie", cookie)
		}
	})
}
