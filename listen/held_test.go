package listen

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"testing"
	"time"
)

const tenth = 100 // bytes of an answer, of limits that are multiples of it

// answers are connections that each wait with an answer.
func (f *fixture) answers(n int, from, account string) (conns []*lingeringConn) {
	f.t.Helper()
	for range n {
		conn, ok := f.admitted(from).(*lingeringConn)
		if !ok {
			f.t.Fatal("the connection is of another kind")
		}
		conn.Hold(account, tenth)
		conns = append(conns, conn)
	}
	return conns
}

// cutOff counts the connections that were.
func cutOff(conns []*lingeringConn) (n int) {
	for _, conn := range conns {
		if conn.isCut.Load() {
			n++
		}
	}
	return n
}

func wantCut(t *testing.T, what string, conns []*lingeringConn, want int) {
	t.Helper()
	if n := cutOff(conns); n != want {
		t.Errorf("%s: %d of %d are cut off, not %d", what, n, len(conns), want)
	}
	if n := cutOff(conns[:want]); n != want {
		t.Errorf("%s: they are not the oldest", what)
	}
}

func TestAnswersThatWaitAreBoundedForAnAccount(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Limits{Held: HeldLimits{PerAccount: 3 * tenth}})
	mallory := f.answers(5, "127.0.0.1", "mallory")
	alice := f.answers(3, "127.0.0.1", "alice")
	wantCut(t, "beyond the bound", mallory, 2)
	wantCut(t, "within it", alice, 0)
}

func TestAnswersThatWaitAreBoundedForAnAddress(t *testing.T) {
	t.Parallel()
	proxy := netip.MustParsePrefix("127.0.0.9/32")
	f := newFixture(t, Limits{Proxies: []netip.Prefix{proxy}, Held: HeldLimits{PerAddress: 3 * tenth}})
	mallory := f.answers(3, "127.0.0.1", "mallory")
	alice := f.answers(1, "127.0.0.1", "alice")
	wantCut(t, "who has most", mallory, 1)
	wantCut(t, "who has less, at the same address", alice, 0)
	wantCut(t, "elsewhere", f.answers(3, "127.0.0.2", "carol"), 0)
	wantCut(t, "at a proxy", f.answers(5, "127.0.0.9", "many"), 0)
}

func TestAnswersThatWaitAreBoundedInAll(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Limits{Held: HeldLimits{All: 4 * tenth}})
	alice := f.answers(1, "127.0.0.1", "alice")
	mallory := f.answers(6, "127.0.0.2", "mallory")
	wantCut(t, "who has most", mallory, 3)
	wantCut(t, "the oldest of all, which is another's", alice, 0)
	large := f.answers(1, "127.0.0.3", "carol")
	large[0].Hold("carol", 100*tenth)
	wantCut(t, "larger than the bound", large, 0)
	wantCut(t, "the others then", alice, 1)
}

func TestAnAnswerThatWasTakenWaitsNoMore(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Limits{Held: HeldLimits{All: tenth}})
	first := f.answers(1, "127.0.0.1", "alice")[0]
	_ = first.stream.SetReadDeadline(time.Unix(1, 0))
	_, _ = first.Read(make([]byte, 1)) // for the next request
	second := f.answers(1, "127.0.0.1", "alice")[0]
	_ = second.Close()
	wantCut(t, "answers that were taken", []*lingeringConn{first}, 0)
	if n := len(f.listener.held.waiting); n != 0 {
		t.Errorf("%d are counted", n)
	}
}

func TestACutEndsWhatIsWrittenAndCannotBePutOff(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Limits{Held: HeldLimits{All: tenth}})
	first := f.answers(1, "127.0.0.1", "mallory")[0]
	written := make(chan error, 1)
	go func() {
		_, err := first.Write(make([]byte, 64<<20)) // more than the system keeps
		written <- err
	}()
	second := f.answers(1, "127.0.0.1", "mallory")[0]
	if err := <-written; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("what is written ends with %v", err)
	}
	if err := first.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		t.Error(err)
	}
	if _, err := first.Write([]byte("x")); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the next write ends with %v", err)
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	if _, err := first.stream.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("it lingers: %v", err)
	}
	if second.isCut.Load() {
		t.Error("the newest is cut off")
	}
}
