package postgres

import (
	"errors"
	"net"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

func newDialer() *net.Dialer {
	return &net.Dialer{KeepAliveConfig: alive, Control: func(network, _ string, c syscall.RawConn) (err error) {
		if !strings.HasPrefix(network, "tcp") {
			return nil
		}
		raw := c.Control(func(fd uintptr) {
			err = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(unansweredFor.Milliseconds())) //nolint:gosec // it is a descriptor
		})
		return errors.Join(raw, err)
	}}
}
