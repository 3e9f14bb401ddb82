package e2e

import (
	"net/http"
	"testing"
)

// A name that a proxy gives a request comes back only where the proxy is named.
func TestProxiesAreBelievedOnlyByName(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		flags    []string
		believed bool
	}{
		"no flag":                 {nil, false},
		"a base URL alone":        {[]string{"--base-url=https://chat.example"}, false},
		"another network":         {[]string{"--trusted-proxies=10.0.0.0/8"}, false},
		"this machine":            {[]string{"--trusted-proxies=10.0.0.0/8,127.0.0.1"}, true},
		"this machine, by subnet": {[]string{"--trusted-proxies=127.0.0.0/8"}, true},
	} {
		server := launch(t, t.TempDir(), try.flags...)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.url+"/livez", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Request-ID", "the-proxys-own")
		res, err := server.person("anyone").client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if believed := res.Header.Get("X-Request-Id") == "the-proxys-own"; believed != try.believed {
			t.Errorf("%s: believed %v", name, believed)
		}
	}
}
