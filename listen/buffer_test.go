//go:build linux

package listen

import (
	"syscall"
	"testing"
)

func TestTheSystemKeepsLittleForClientsThatDoNotRead(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Limits{})
	conn, ok := f.admitted("127.0.0.1").(*lingeringConn)
	if !ok {
		t.Fatal("the connection is of another kind")
	}
	tcp, ok := conn.stream.(syscall.Conn)
	if !ok {
		t.Fatal("it has no descriptor")
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var kept int
	if failed := raw.Control(func(fd uintptr) {
		kept, err = syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF)
	}); failed != nil || err != nil {
		t.Fatal(failed, err)
	}
	if kept > 2*writeBuffer { // it counts its own records as well
		t.Errorf("it keeps %d bytes", kept)
	}
}
