package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gobwas/ws"
)

// nginxBefore runs nginx with the example of deploy/, changed, before a server,
// and returns a person who goes through it.
func nginxBefore(t *testing.T, change ...string) *person {
	t.Helper()
	nginx := newProxy(t, "nginx")
	server := launch(t, nginx.folder, "--base-url="+nginx.base, "--trusted-proxies=127.0.0.1")
	site, _, _ := strings.Cut(example(t, "nginx.conf", append([]string{
		"listen 443 ssl", "listen 127.0.0.1:" + nginx.port + " ssl", "    listen [::]:443 ssl http2;\n", "",
		"/etc/ssl/chat.example/fullchain.pem", nginx.certificate, "/etc/ssl/chat.example/key.pem", nginx.key,
		"127.0.0.1:8080", strings.TrimPrefix(server.url, "http://"), "/var/log/nginx/minimost.log", nginx.folder + "/access.log",
	}, change...)...), "\nserver {\n    listen 80;")
	var temporary strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temporary, "%s_temp_path %s/%s;\n", kind, nginx.folder, kind)
	}
	config := fmt.Sprintf("daemon off; master_process off; pid %[1]s/nginx.pid; error_log stderr;\nevents {}\nhttp {\n%[2]s%[3]s\n}\n",
		nginx.folder, temporary.String(), site)
	path := filepath.Join(nginx.folder, "nginx.conf")
	must(t, os.WriteFile(path, []byte(config), 0o600))
	return nginx.run(t, server, "-e", "stderr", "-p", nginx.folder, "-c", path)
}

func TestASocketOpensThroughNginxAsInTheExample(t *testing.T) {
	t.Parallel()
	opensASocket(t, nginxBefore(t))
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
