package cli

import (
	"net"
	"strconv"

	"minimost/listen"
)

// baseURL is where people reach the server that listens on addr, "" where that
// is a Unix socket and nobody has said.
func (o *options) baseURL(addr string) string {
	if o.BaseURL != "" {
		return o.BaseURL
	}
	if _, ok := listen.UnixPath(addr); ok {
		return ""
	}
	return o.listenURL(addr)
}

// listenURL is the address of a server that listens on addr. One that listens
// on every interface is reached through the loopback one.
func (o *options) listenURL(addr string) string {
	if _, ok := listen.UnixPath(addr); ok {
		return addr
	}
	scheme := "http"
	if o.TLSCert != "" {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return scheme + "://" + addr
	}
	switch host {
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// reachable is the address that was asked for, with the port that was picked.
func reachable(asked string, addr net.Addr) string {
	host, _, _ := net.SplitHostPort(asked)
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return asked
	}
	return net.JoinHostPort(host, strconv.Itoa(tcp.Port))
}
