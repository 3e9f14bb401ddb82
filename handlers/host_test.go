package handlers

import (
	"net/http"
	"strings"
	"testing"

	"minimost/handlers/web"

	"github.com/valyala/fasthttp"
)

func TestTheServerAnswersToItsNamesAndToAddressesAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *config) {
		c.BaseURL, c.Hosts = "https://Chat.Example:8443", []string{"intra.example", "Other"}
	})
	for host, own := range map[string]bool{
		"chat.example": true, "chat.example:8443": true, "CHAT.example": true, "chat.example.": true, "localhost": true, "localhost:8080": true,
		"intra.example": true, "other:80": true, "127.0.0.1": true, "127.0.0.1:7331": true, "192.0.2.7": true, "[::1]": true, "[2001:db8::1]:80": true, "": true,
		"evil.example": false, "evil.example:8443": false, "localhost.evil.example": false, "chat.example.evil.example": false,
		"127.0.0.1.evil.example": false, "sub.chat.example": false, "127.1": false, "2130706433": false,
		"chat.example,evil.example": false, ":80:": false,
	} {
		for path, exempt := range map[string]bool{"/login": false, "/users": false, "/static/none.css": false, "/nothing": false, "/livez": true, "/readyz": true} {
			ctx := new(fasthttp.RequestCtx)
			ctx.Init(new(fasthttp.Request), loopback, nil)
			ctx.Request.SetRequestURI(path)
			ctx.Request.Header.SetHost(host)
			ctx.Request.Header.Set("Accept", "text/html")
			w.app.Handler()(ctx)
			status, body := ctx.Response.StatusCode(), string(ctx.Response.Body())
			if refused := status == http.StatusMisdirectedRequest; refused == (own || exempt) {
				t.Errorf("%s of %q: %d", path, host, status)
			} else if refused && (body != web.OtherHost || !strings.Contains(body, "--hosts")) {
				t.Errorf("%s of %q: %q", path, host, body)
			}
		}
	}
}
