package e2e

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gobwas/ws"
)

// freePort is a port on which nobody listens at the moment.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// nginxBefore runs nginx with the example of deploy/, changed, before a server,
// and returns a person who goes through it.
func nginxBefore(t *testing.T, change ...string) *person {
	t.Helper()
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		t.Fatalf("%v: scripts/debian-packages.sh installs nginx", err)
	}
	folder, port := t.TempDir(), freePort(t)
	cert, key, pool := certificate(t, folder)
	server := launch(t, folder, "--base-url=https://127.0.0.1:"+port, "--trusted-proxies=127.0.0.1")
	example, err := os.ReadFile("../deploy/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	site, _, _ := strings.Cut(string(example), "\nserver {\n    listen 80;")
	site = strings.NewReplacer(append([]string{
		"listen 443 ssl", "listen 127.0.0.1:" + port + " ssl", "    listen [::]:443 ssl http2;\n", "",
		"/etc/ssl/chat.example/fullchain.pem", cert, "/etc/ssl/chat.example/key.pem", key,
		"127.0.0.1:8080", strings.TrimPrefix(server.url, "http://"), "/var/log/nginx/minimost.log", folder + "/access.log",
	}, change...)...).Replace(site)
	var temporary strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temporary, "%s_temp_path %s/%s;\n", kind, folder, kind)
	}
	config := fmt.Sprintf("daemon off; master_process off; pid %[1]s/nginx.pid; error_log stderr;\nevents {}\nhttp {\n%[2]s%[3]s\n}\n",
		folder, temporary.String(), site)
	path := filepath.Join(folder, "nginx.conf")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	proxy := exec.CommandContext(t.Context(), nginx, "-e", "stderr", "-p", folder, "-c", path)
	proxy.Stderr = &said
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = proxy.Process.Kill()
		_ = proxy.Wait()
		if t.Failed() {
			t.Logf("nginx said:\n%s", said.String())
		}
	})
	alice := server.person("alice")
	alice.base = "https://127.0.0.1:" + port
	alice.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	t.Cleanup(alice.client.CloseIdleConnections)
	eventually(t, "nginx answers", func() bool { return alice.get("/readyz").status == http.StatusOK })
	alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
	return alice
}

func TestASocketOpensThroughNginxAsInTheExample(t *testing.T) {
	t.Parallel()
	alice := nginxBefore(t)
	page := alice.socket("general")
	alice.must(200, alice.form("/send/general", "text", "through nginx"))
	for !strings.Contains(page.Text(), ">through nginx</p>") {
		if !page.Scan() {
			t.Fatal("the message does not come")
		}
	}
}

// A page learns at once that there is no socket: it is closed before it opens.
func TestANginxThatForwardsNoUpgradesLeavesThePoll(t *testing.T) {
	t.Parallel()
	alice := nginxBefore(t, "proxy_set_header Upgrade $http_upgrade;", "", "$minimost_connection;\n", "\"\";\n")
	since := alice.cursorOf("general")
	address, err := url.Parse(alice.base + "/ui/socket/general?since=" + since)
	if err != nil {
		t.Fatal(err)
	}
	dialer := ws.Dialer{Header: ws.HandshakeHeaderHTTP(alice.socketHeader(address)), Timeout: patience}
	dialer.TLSConfig = alice.client.Transport.(*http.Transport).TLSClientConfig //nolint:forcetypeassert // as nginxBefore makes it
	conn, _, _, err := dialer.Dial(t.Context(), strings.Replace(address.String(), "https", "wss", 1))
	if err == nil {
		_ = conn.Close()
	}
	if status, refused := err.(ws.StatusError); !refused || int(status) != http.StatusUpgradeRequired { //nolint:errorlint // it is not wrapped
		t.Errorf("the socket: %v", err)
	}
	alice.must(200, alice.form("/send/general", "text", "without a socket"))
	if polled := alice.must(200, alice.get("/ui/live/general?since="+since)); !strings.Contains(polled.body, ">without a socket</p>") {
		t.Errorf("a poll brings %q", polled.body)
	}
}
