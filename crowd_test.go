package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"
)

// crowd is a listener with bounds on which connections are taken as they come.
type crowd struct {
	t        *testing.T
	bounds   *boundedListener
	accepted chan net.Conn
}

func newCrowd(t *testing.T, all, ofAddress int, proxies ...netip.Prefix) *crowd {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &crowd{t: t, accepted: make(chan net.Conn, 1000), bounds: &boundedListener{
		Listener: lingeringListener{listener}, all: all, ofAddress: ofAddress, proxies: proxies, plain: true, from: make(map[netip.Prefix]int),
	}}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := c.bounds.Accept()
			if err != nil {
				return
			}
			c.accepted <- conn
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-ended
	})
	return c
}

// dial connects from an address of this machine.
func (c *crowd) dial(from string) net.Conn {
	c.t.Helper()
	dialer := net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(from), 0)), Timeout: patience}
	conn, err := dialer.DialContext(c.t.Context(), "tcp", c.bounds.Addr().String())
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		c.t.Fatal(err)
	}
	return conn
}

// admitted is the server's end of a connection that there is room for.
func (c *crowd) admitted(from string) net.Conn {
	c.t.Helper()
	c.dial(from)
	select {
	case conn := <-c.accepted:
		c.t.Cleanup(func() { _ = conn.Close() })
		return conn
	case <-time.After(patience):
		c.t.Fatalf("no room for %s", from)
		return nil
	}
}

// refused wants the connection to be told why there is no room.
func (c *crowd) refused(from, why string) {
	c.t.Helper()
	conn := c.dial(from)
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		c.t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		c.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusServiceUnavailable || string(body) != why || res.Header.Get("Retry-After") == "" || !res.Close {
		c.t.Errorf("%d %q, %v; want %q", res.StatusCode, body, err, why)
	}
	_ = res.Body.Close()
	if len(c.accepted) > 0 {
		c.t.Error("it was taken all the same")
	}
}

func TestConnectionsBeyondTheBoundAreToldSo(t *testing.T) {
	c := newCrowd(t, 3, 0)
	first := c.admitted("127.0.0.1")
	c.admitted("127.0.0.1")
	c.admitted("127.0.0.2")
	c.refused("127.0.0.1", fullServer)
	c.refused("127.0.0.3", fullServer)
	_ = first.Close()
	c.free(2)
	c.admitted("127.0.0.3")
	c.refused("127.0.0.1", fullServer)
}

// free waits until so many connections are counted. A closed one counts until
// its client has left too.
func (c *crowd) free(open int) {
	c.t.Helper()
	for began := time.Now(); ; time.Sleep(time.Millisecond) {
		c.bounds.mu.Lock()
		now := c.bounds.open
		c.bounds.mu.Unlock()
		if now == open {
			return
		}
		if time.Since(began) > patience {
			c.t.Fatalf("%d are open, not %d", now, open)
		}
	}
}

func TestOneAddressCannotTakeAllConnections(t *testing.T) {
	c := newCrowd(t, 6, 2, netip.MustParsePrefix("127.0.0.9/32"))
	for range 2 {
		c.admitted("127.0.0.1")
	}
	c.refused("127.0.0.1", fullAddress)
	c.admitted("127.0.0.2")
	for range 3 {
		c.admitted("127.0.0.9") // a proxy has everybody's
	}
	c.refused("127.0.0.9", fullServer)
}

func TestClosedConnectionsLeaveNothingBehind(t *testing.T) {
	c := newCrowd(t, 0, 0)
	var open []net.Conn
	for range 50 {
		open = append(open, c.admitted("127.0.0.1"))
	}
	for _, conn := range open {
		_ = conn.Close()
		if err := conn.Close(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("closed twice: %v", err)
		}
	}
	c.free(0)
	if len(c.bounds.from) != 0 {
		t.Errorf("remembers %v", c.bounds.from)
	}
}

func TestTheProgramBoundsItsConnections(t *testing.T) {
	for _, limited := range []bool{true, false} {
		p := program{options: options{RateLimits: limited, TLSCert: "x"}}
		p.proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
		bounds := p.bounded(nil)
		if bounds.all != maxConnections || (bounds.ofAddress == maxAddressConnections) != limited || bounds.plain || len(bounds.proxies) != 1 {
			t.Errorf("limited %v: %+v", limited, bounds)
		}
	}
}
