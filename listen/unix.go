package listen

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
)

// unixPrefix begins the address of a Unix socket, which is a path.
const unixPrefix = "unix:"

// UnixPath is the path of an address such as "unix:/run/minimost/socket".
func UnixPath(addr string) (path string, ok bool) { return strings.CutPrefix(addr, unixPrefix) }

// Unix listens on a socket at path that those may connect to whom mode lets write. One that a killed process has left is
// replaced, one on which somebody listens is not. What goes wrong is an *Error.
func Unix(ctx context.Context, path string, mode fs.FileMode) (net.Listener, error) {
	if err := clear(ctx, path); err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "unix", path)
	if err == nil {
		if err = os.Chmod(path, mode); err == nil {
			return listener, nil
		}
		_ = listener.Close()
	}
	return nil, &Error{fmt.Sprintf("It is not possible to listen on %s: %v; choose another path.", path, Cause(err)), err}
}

// clear makes room for a socket.
func clear(ctx context.Context, path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return nil //nolint:nilerr // There is nothing, or listening says better what is wrong.
	}
	if info.Mode().Type() != fs.ModeSocket {
		return &Error{fmt.Sprintf("%s is there already and no socket; choose another path.", path), fs.ErrExist}
	}
	conn, err := new(net.Dialer).DialContext(ctx, "unix", path)
	switch {
	case err == nil:
		_ = conn.Close()
		return &Error{fmt.Sprintf("Another program listens on %s already; stop it, or choose another path.", path), syscall.EADDRINUSE}
	case errors.Is(err, syscall.ECONNREFUSED):
		if err = os.Remove(path); err == nil {
			return nil
		}
	}
	return &Error{fmt.Sprintf("It is not possible to listen on %s: %v; choose another path.", path, Cause(err)), err}
}
