package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestASocketOpensThroughCaddyAsInTheExample runs Caddy with the example of deploy/,
// but for its name and its certificate, which it would fetch.
func TestASocketOpensThroughCaddyAsInTheExample(t *testing.T) {
	t.Parallel()
	caddy := newProxy(t, "Caddy")
	server := launch(t, caddy.folder, "--base-url="+caddy.base, "--trusted-proxies=127.0.0.1,::1")
	site := example(t, "Caddyfile",
		"chat.example {", caddy.base+" {\n\ttls "+caddy.certificate+" "+caddy.key, "127.0.0.1:8080", strings.TrimPrefix(server.url, "http://"))
	path := filepath.Join(caddy.folder, "Caddyfile")
	must(t, os.WriteFile(path, []byte("{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n"+site), 0o600))
	opensASocket(t, caddy.run(t, server, "run", "--config", path, "--adapter", "caddyfile"))
}
