package listen

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

// patience bounds every wait: much longer than what is waited for takes, even
// on a busy machine.
const patience = time.Minute

// fixture is a listener with limits on which connections are taken as they come.
type fixture struct {
	t        *testing.T
	listener *limitListener
	accepted chan net.Conn
}

func newFixture(t *testing.T, limits Limits) *fixture {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	limits.Plain = true
	limited, _ := Limit(Lingering(listener), limits).(*limitListener)
	f := &fixture{t: t, accepted: make(chan net.Conn, 1000), listener: limited}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := f.listener.Accept()
			if err != nil {
				return
			}
			f.accepted <- conn
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-ended
	})
	return f
}

// dial connects from an address of this machine.
func (f *fixture) dial(from string) net.Conn {
	f.t.Helper()
	dialer := net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(from), 0)), Timeout: patience}
	conn, err := dialer.DialContext(f.t.Context(), "tcp", f.listener.Addr().String())
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		f.t.Fatal(err)
	}
	return conn
}

// admitted is the server's end of a connection that there is room for.
func (f *fixture) admitted(from string) net.Conn {
	f.t.Helper()
	f.dial(from)
	select {
	case conn := <-f.accepted:
		f.t.Cleanup(func() { _ = conn.Close() })
		return conn
	case <-time.After(patience):
		f.t.Fatalf("no room for %s", from)
		return nil
	}
}

// refused wants the connection to be told why there is no room.
func (f *fixture) refused(from, why string) {
	f.t.Helper()
	conn := f.dial(from)
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		f.t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		f.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusServiceUnavailable || string(body) != why || res.Header.Get("Retry-After") == "" || !res.Close {
		f.t.Errorf("%d %q, %v; want %q", res.StatusCode, body, err, why)
	}
	_ = res.Body.Close()
	if len(f.accepted) > 0 {
		f.t.Error("it was taken all the same")
	}
}

func TestConnectionsBeyondTheBoundAreToldSo(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Limits{All: 3})
	first := f.admitted("127.0.0.1")
	f.admitted("127.0.0.1")
	f.admitted("127.0.0.2")
	f.refused("127.0.0.1", fullServer)
	f.refused("127.0.0.3", fullServer)
	_ = first.Close()
	f.free(2)
	f.admitted("127.0.0.3")
	f.refused("127.0.0.1", fullServer)
}

// free waits until so many connections are counted. A closed one counts until
// its client has left too.
func (f *fixture) free(open int) {
	f.t.Helper()
	for began := time.Now(); ; time.Sleep(time.Millisecond) {
		f.listener.mu.Lock()
		now := f.listener.open
		f.listener.mu.Unlock()
		if now == open {
			return
		}
		if time.Since(began) > patience {
			f.t.Fatalf("%d are open, not %d", now, open)
		}
	}
}

func TestOneAddressCannotTakeAllConnections(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Limits{All: 6, PerAddress: 2, Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.9/32")}})
	for range 2 {
		f.admitted("127.0.0.1")
	}
	f.refused("127.0.0.1", fullAddress)
	f.admitted("127.0.0.2")
	for range 3 {
		f.admitted("127.0.0.9") // a proxy has everybody's
	}
	f.refused("127.0.0.9", fullServer)
}

func TestClosedConnectionsLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Limits{})
	var open []net.Conn
	for range 50 {
		open = append(open, f.admitted("127.0.0.1"))
	}
	for _, conn := range open {
		_ = conn.Close()
		if err := conn.Close(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("closed twice: %v", err)
		}
	}
	f.free(0)
	if len(f.listener.from) != 0 {
		t.Errorf("remembers %v", f.listener.from)
	}
}
