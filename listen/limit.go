package listen

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"

	"minimost/clientip"
)

const (
	// maxRefusals is how many of those who are refused are waited for at once, so
	// that they can read why.
	maxRefusals = 64
	// refusalSeconds is after how long they may try again.
	refusalSeconds = 5
)

const (
	fullServer  = "The server has too many connections right now. Try again in a moment."
	fullAddress = "Your network has too many connections right now. Try again in a moment."
)

// Limits are how many connections may be open at once, 0 for any number.
type Limits struct {
	All int
	// PerAddress counts those of one IPv4 address or one IPv6 network of 64 bits.
	PerAddress int
	// Proxies have no limit of their own, nor have Unix sockets: their connections
	// are many people's.
	Proxies clientip.Proxies
	// Held bounds the answers that wait for clients to take them.
	Held HeldLimits
	// Plain says that a refusal can be read: the connections are not for TLS.
	Plain bool
}

// limitListener refuses the connections beyond its limits.
type limitListener struct {
	net.Listener // of lingering connections
	Limits
	held *held

	refusals atomic.Int32
	mu       sync.Mutex
	open     int
	from     map[netip.Prefix]int
}

// Limit refuses connections of a lingering listener beyond the limits, and tells the client so where it can.
func Limit(lingering net.Listener, limits Limits) net.Listener {
	return &limitListener{
		Listener: lingering, Limits: limits, from: make(map[netip.Prefix]int), held: &held{HeldLimits: limits.Held, proxies: limits.Proxies},
	}
}

// Accept returns the next connection that there is room for.
func (l *limitListener) Accept() (net.Conn, error) {
	for {
		accepted, err := l.Listener.Accept()
		conn, ok := accepted.(*lingeringConn)
		if err != nil || !ok {
			return accepted, err
		}
		network := networkOf(conn)
		refusal := l.admit(network)
		if refusal == "" {
			conn.ended = func() { l.leave(network) }
			conn.network, conn.held = network, l.held
			return conn, nil
		}
		l.refuse(conn, refusal)
	}
}

func networkOf(conn net.Conn) netip.Prefix {
	tcp, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Prefix{}
	}
	return clientip.Network(tcp.AddrPort().Addr())
}

// admit counts a connection, or says why there is no room for it.
func (l *limitListener) admit(network netip.Prefix) (refusal string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.All > 0 && l.open >= l.All {
		return fullServer
	}
	if l.PerAddress > 0 && network.IsValid() && l.from[network] >= l.PerAddress && !l.Proxies.Contain(network.Addr()) {
		return fullAddress
	}
	l.open++
	l.from[network]++
	return ""
}

func (l *limitListener) leave(network netip.Prefix) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open--
	if l.from[network]--; l.from[network] == 0 {
		delete(l.from, network)
	}
}

// refuse says why and closes. Beyond some refusals at once it just closes.
func (l *limitListener) refuse(conn *lingeringConn, why string) {
	if l.refusals.Add(1) > maxRefusals || !l.Plain {
		l.refusals.Add(-1)
		_ = conn.SetLinger(0)
		_ = conn.stream.Close()
		return
	}
	conn.ended = func() { l.refusals.Add(-1) }
	// It fits what the system keeps for a new connection: nobody waits for it.
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n"+
		"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nRetry-After: %d\r\nConnection: close\r\n\r\n%s",
		http.StatusServiceUnavailable, http.StatusText(http.StatusServiceUnavailable), len(why), refusalSeconds, why)
	_ = conn.Close()
}
