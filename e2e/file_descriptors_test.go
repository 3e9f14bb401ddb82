package e2e

import (
	"net"
	"os/exec"
	"strings"
	"testing"
)

// Each connection takes a file descriptor, and the process may have few.
func TestServerOutlivesALackOfFileDescriptors(t *testing.T) {
	t.Parallel()
	server := launchAs(t, t.TempDir(), nil, func(cmd *exec.Cmd) {
		cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh", "-c", `ulimit -n 60; exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
	}, "--addr=127.0.0.1:0")
	var open []net.Conn
	for range 100 {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(server.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, conn)
	}
	late := server.person("late")
	answered := make(chan reply, 1)
	go func() { answered <- late.get("/livez") }()
	for _, conn := range open {
		_ = conn.Close()
	}
	late.must(200, <-answered)
	if status := server.stop(); status != 0 {
		t.Errorf("status %d: %s", status, server.stderr)
	}
}
