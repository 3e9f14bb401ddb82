package main

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"

	"minimost/clientip"
)

const (
	// maxConnections is how many connections are open at once, event streams
	// included: 10,000 people with two pages each, and as many again. Each takes a
	// file descriptor and some 10 to 26 KB.
	maxConnections = 50_000
	// maxAddressConnections is how many of them one address has: never all, and
	// enough for an office of 10,000 behind one address.
	maxAddressConnections = maxConnections / 2
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

// boundedListener refuses connections beyond what the server, or one address,
// may have. An address is an IPv4 address or an IPv6 network of 64 bits.
type boundedListener struct {
	net.Listener // of lingering connections

	all, ofAddress int            // 0: without a bound
	proxies        []netip.Prefix // whose connections are many people's
	plain          bool           // a refusal can be read: it is no TLS

	refusals atomic.Int32
	mu       sync.Mutex
	open     int
	from     map[netip.Prefix]int
}

// Accept returns the next connection that there is room for.
func (l *boundedListener) Accept() (net.Conn, error) {
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
func (l *boundedListener) admit(network netip.Prefix) (refusal string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all > 0 && l.open >= l.all {
		return fullServer
	}
	if l.ofAddress > 0 && l.from[network] >= l.ofAddress && !l.trusts(network.Addr()) {
		return fullAddress
	}
	l.open++
	l.from[network]++
	return ""
}

func (l *boundedListener) trusts(addr netip.Addr) bool {
	return slices.ContainsFunc(l.proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

func (l *boundedListener) leave(network netip.Prefix) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open--
	if l.from[network]--; l.from[network] == 0 {
		delete(l.from, network)
	}
}

// refuse says why and closes. Beyond some refusals at once it just closes.
func (l *boundedListener) refuse(conn *lingeringConn, why string) {
	if l.refusals.Add(1) > maxRefusals || !l.plain {
		l.refusals.Add(-1)
		_ = conn.tcp.SetLinger(0)
		_ = conn.tcp.Close()
		return
	}
	conn.ended = func() { l.refusals.Add(-1) }
	// It fits what the system keeps for a new connection: nobody waits for it.
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n"+
		"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nRetry-After: %d\r\nConnection: close\r\n\r\n%s",
		http.StatusServiceUnavailable, http.StatusText(http.StatusServiceUnavailable), len(why), refusalSeconds, why)
	_ = conn.Close()
}
