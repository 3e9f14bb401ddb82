package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// haproxyBefore runs HAProxy with the example of deploy/, but for its addresses and its
// certificate, before three servers, and returns a person who goes through it.
func haproxyBefore(t *testing.T, launchAt func(base string) []*process) *person {
	t.Helper()
	haproxy := newProxy(t, "HAProxy")
	var pem []byte
	for _, name := range []string{haproxy.certificate, haproxy.key} {
		part, err := os.ReadFile(name)
		must(t, err)
		pem = append(pem, part...)
	}
	both := filepath.Join(haproxy.folder, "chat.pem")
	must(t, os.WriteFile(both, pem, 0o600))
	nodes := launchAt(haproxy.base)
	changes := []string{"maxconn 60000", "maxconn 1000", "bind :443", "bind 127.0.0.1:" + haproxy.port, "/etc/haproxy/chat.example.pem", both}
	for i, n := range nodes {
		changes = append(changes, fmt.Sprintf("10.0.0.1%d:8080", i+1), strings.TrimPrefix(n.url, "http://"))
	}
	path := filepath.Join(haproxy.folder, "haproxy.cfg")
	must(t, os.WriteFile(path, []byte(example(t, "haproxy.cfg", changes...)), 0o600))
	if out, err := exec.CommandContext(t.Context(), haproxy.program, "-c", "-f", path).CombinedOutput(); err != nil || bytes.Contains(out, []byte("WARNING")) {
		t.Fatalf("HAProxy does not take the example: %v\n%s", err, out)
	}
	return haproxy.run(t, nodes[0], "-db", "-f", path)
}

// TestASocketOpensThroughHAProxyAsInTheExample: before one server on a file, as that is
// all the same to a proxy.
func TestASocketOpensThroughHAProxyAsInTheExample(t *testing.T) {
	t.Parallel()
	opensASocket(t, haproxyBefore(t, func(base string) []*process {
		one := launch(t, t.TempDir(), "--base-url="+base, "--trusted-proxies=127.0.0.1")
		return []*process{one, one, one}
	}))
}
