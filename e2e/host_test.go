package e2e

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestOtherNamesThanTheServersAreRefused(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir(), "--base-url=https://chat.example", "--hosts=one.example,two.example", "--hosts=three.example")
	for target, status := range map[string]int{
		"chat.example/login": 200, "one.example/login": 200, "two.example:80/login": 200, "three.example/login": 200, "localhost/login": 200,
		"192.0.2.1/login": 200, "evil.example/login": http.StatusMisdirectedRequest, "evil.example/livez": 200, "evil.example/readyz": 200,
	} {
		host, path, _ := strings.Cut(target, "/")
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.url+"/"+path, nil)
		must(t, err)
		req.Host = host
		res, err := server.person("").client.Do(req)
		must(t, err)
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if res.StatusCode != status || status == http.StatusMisdirectedRequest && !strings.Contains(string(body), "--hosts") {
			t.Errorf("%s: %d %.200q", target, res.StatusCode, body)
		}
	}
	server.signUp("alice")
	made := execute(t, server.folder, "reset-password", "alice", "--base-url=https://chat.example")
	path, found := strings.CutPrefix(strings.TrimSpace(made.stdout), "https://chat.example")
	if b := server.person(""); !found || b.get(path).status != 200 {
		t.Errorf("a reset link: %q", made.stdout)
	}
}
