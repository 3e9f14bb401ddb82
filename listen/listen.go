// Package listen accepts connections: as many as there is room for, with answers that can be read to their end, and with
// TLS. It knows nothing of the chat.
package listen

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
)

// Error is one plain sentence about why it is not possible to listen, with the cause.
type Error struct {
	sentence string
	cause    error
}

func (e *Error) Error() string { return e.sentence }
func (e *Error) Unwrap() error { return e.cause }

// On listens on a TCP address, of which port 0 picks a free one: on IPv4 alone for 0.0.0.0, on both for an empty host or ::.
// What goes wrong is an *Error.
func On(ctx context.Context, addr string) (net.Listener, error) {
	network := "tcp"
	if strings.HasPrefix(addr, "0.0.0.0:") {
		network = "tcp4"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, network, addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, &Error{fmt.Sprintf("Another program listens on %s already; stop it, or choose another address.", addr), err}
	case err != nil:
		return nil, &Error{fmt.Sprintf("It is not possible to listen on %s: %v; choose another address.", addr, Cause(err)), err}
	}
	return listener, nil
}

// Cause is the innermost error, without the addresses that the net package puts before it.
func Cause(err error) error {
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		err = cause
	}
	return err
}
