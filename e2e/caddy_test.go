package e2e

import (
	"bytes"
	"crypto/tls"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestASocketOpensThroughCaddyAsInTheExample runs Caddy with the example of deploy/,
// but for its name and its certificate, which it would fetch.
func TestASocketOpensThroughCaddyAsInTheExample(t *testing.T) {
	t.Parallel()
	caddy, err := exec.LookPath("caddy")
	if err != nil {
		t.Fatalf("%v: scripts/debian-packages.sh installs caddy", err)
	}
	folder, port := t.TempDir(), freePort(t)
	cert, key, pool := certificate(t, folder)
	server := launch(t, folder, "--base-url=https://127.0.0.1:"+port, "--trusted-proxies=127.0.0.1,::1")
	example, err := os.ReadFile("../deploy/Caddyfile")
	must(t, err)
	site := strings.NewReplacer(
		"chat.example {", "https://127.0.0.1:"+port+" {\n\ttls "+cert+" "+key, "127.0.0.1:8080", strings.TrimPrefix(server.url, "http://"),
	).Replace(string(example))
	path := filepath.Join(folder, "Caddyfile")
	must(t, os.WriteFile(path, []byte("{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n"+site), 0o600))
	var said bytes.Buffer
	proxy := exec.CommandContext(t.Context(), caddy, "run", "--config", path, "--adapter", "caddyfile")
	proxy.Stderr, proxy.Dir, proxy.Env = &said, folder, append(os.Environ(), "HOME="+folder, "XDG_DATA_HOME="+folder, "XDG_CONFIG_HOME="+folder)
	must(t, proxy.Start())
	t.Cleanup(func() {
		_ = proxy.Process.Kill()
		_ = proxy.Wait()
		if t.Failed() {
			t.Logf("Caddy said:\n%s", said.String())
		}
	})
	alice := server.person("alice")
	alice.base = "https://127.0.0.1:" + port
	alice.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	t.Cleanup(alice.client.CloseIdleConnections)
	eventually(t, "Caddy answers", func() bool { return alice.get("/readyz").status == http.StatusOK })
	alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
	page := alice.socket("general")
	alice.must(200, alice.form("/send/general", "text", "through Caddy"))
	for !strings.Contains(page.Text(), ">through Caddy</p>") {
		if !page.Scan() {
			t.Fatal("the message does not come")
		}
	}
	if sessions := alice.must(200, alice.get("/account/sessions")).body; !strings.Contains(sessions, "127.0.0.1") {
		t.Errorf("the client's address does not come through: %s", sessions)
	}
}
