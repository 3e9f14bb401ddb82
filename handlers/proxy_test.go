package handlers

import (
	"testing"

	"minimost/handlers/web"

	"github.com/valyala/fasthttp"

	"minimost/clientip"
)

func trusting(t testing.TB, proxies ...string) func(*config) {
	t.Helper()
	list, err := clientip.ParseProxies(proxies)
	if err != nil {
		t.Fatal(err)
	}
	return func(c *config) { c.TrustedProxies = list }
}

func TestPeopleBehindAProxyThatIsNotNamedShareOneLimit(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		trusted []string
		apart   bool
	}{"named": {[]string{"127.0.0.1"}, true}, "not named": {nil, false}} {
		w := newWorld(t, limited, trusting(t, try.trusted...), func(c *config) { c.BaseURL = "https://chat.example" })
		status := func(client string) int {
			ctx := new(fasthttp.RequestCtx)
			ctx.Init(new(fasthttp.Request), loopback, nil)
			ctx.Request.Header.SetMethod("POST")
			ctx.Request.SetRequestURI("/reset/none")
			ctx.Request.Header.Set("X-Forwarded-For", client)
			w.app.Handler()(ctx)
			return ctx.Response.StatusCode()
		}
		for range web.Allowances[web.Resetting].Burst {
			if got := status("192.0.2.1"); got != 404 {
				t.Fatalf("%s: %d", name, got)
			}
		}
		if got := status("192.0.2.1"); got != 429 {
			t.Errorf("%s: the first goes on with %d", name, got)
		}
		if got := status("192.0.2.2"); (got == 404) != try.apart {
			t.Errorf("%s: the second gets %d", name, got)
		}
	}
}
