package e2e

import (
	"strings"
	"testing"
)

func TestHealthAsksTheServer(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	addr := "--addr=" + strings.TrimPrefix(server.url, "http://")
	if got := execute(t, server.folder, "health", addr); got.status != 0 || got.stdout != "" || got.stderr != "" {
		t.Errorf("%d %q %q", got.status, got.stdout, got.stderr)
	}
	server.stop()
	if got := execute(t, server.folder, "health", addr); got.status != 1 || strings.Count(got.stderr, "\n") != 1 {
		t.Errorf("stopped: %d %q", got.status, got.stderr)
	}
	folder := t.TempDir()
	cert, key, _ := certificate(t, folder)
	secure := launch(t, folder, "--tls-cert="+cert, "--tls-key="+key)
	addr = "--addr=" + strings.TrimPrefix(secure.url, "https://")
	if got := execute(t, folder, "health", addr, "--tls-cert="+cert, "--tls-key="+key); got.status != 0 {
		t.Errorf("with TLS: %d %q", got.status, got.stderr)
	}
}
