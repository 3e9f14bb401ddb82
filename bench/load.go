package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// source is what a generator sends. One goroutine calls it.
type source interface {
	// next is the next request of a connection, as it is written.
	next(connection int) []byte
	// check returns what is wrong with the answer to it; head ends before the empty line.
	check(connection, status int, head, body []byte) error
}

// rotation sends requests in turn, whichever connection is free, and wants one status of all answers.
type rotation struct {
	requests [][]byte
	at       int
	status   int
}

func (r *rotation) next(int) []byte {
	r.at = (r.at + 1) % len(r.requests)
	return r.requests[r.at]
}

func (r *rotation) check(_, status int, _, body []byte) error {
	if status != r.status {
		return fmt.Errorf("status %d, want %d; body %.200q", status, r.status, body)
	}
	return nil
}

// tally is what was counted in one round.
type tally struct {
	answers, wrong int
	reason         error // the first wrong answer
	took           time.Duration
	latencies      []time.Duration // sorted when the round is over
	usage          usage           // of processors, in the round
}

func (t tally) perSecond() float64 { return float64(t.answers) / t.took.Seconds() }

func (t *tally) fail(err error) {
	t.wrong++
	t.reason = cmp.Or(t.reason, err)
}

// generator keeps connections busy from one thread: it waits for any of them with epoll, reads its answer, and writes its
// next request, so that little of the processors is its own. Each connection has one request under way.
type generator struct {
	source
	tally
	every time.Duration // 0: as fast as answers come; otherwise each connection sends once in that time, in even steps
	epoll int
	conns []*connection
	sent  int // in even steps
}

type connection struct {
	fd           int
	in           []byte // what has come of an answer
	began        time.Time
	busy, closed bool
}

const (
	// drainPatience is how long after a round its last answers may take.
	drainPatience = 10 * time.Second
	// addresses are how many loopback addresses connections come from: each has ports for some 28,000.
	addresses = 8
)

func newGenerator(source source, url string, connections int) (*generator, error) {
	address, err := netip.ParseAddrPort(strings.TrimPrefix(url, "http://"))
	if err != nil {
		return nil, err
	}
	g := &generator{source: source}
	if g.epoll, err = syscall.EpollCreate1(syscall.EPOLL_CLOEXEC); err != nil {
		return nil, err
	}
	for i := range connections {
		if err := g.connect(i, address); err != nil {
			g.close()
			return nil, fmt.Errorf("connection %d to %s: %w", i, address, err)
		}
	}
	return g, nil
}

func (g *generator) connect(i int, to netip.AddrPort) error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	g.conns = append(g.conns, &connection{fd: fd, in: make([]byte, 0, 2<<10)})
	return errors.Join(
		syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1),
		syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, byte(2 + i%addresses)}}),
		syscall.Connect(fd, &syscall.SockaddrInet4{Addr: to.Addr().As4(), Port: int(to.Port())}),
		syscall.SetNonblock(fd, true),
		syscall.EpollCtl(g.epoll, syscall.EPOLL_CTL_ADD, fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(i)}))
}

func (g *generator) close() {
	for _, c := range g.conns {
		if !c.closed {
			_ = syscall.Close(c.fd)
		}
	}
	_ = syscall.Close(g.epoll)
}

// run sends for some time, and returns when all that was sent is answered.
func (g *generator) run(ctx context.Context, lasting time.Duration) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began, events := time.Now(), make([]syscall.EpollEvent, 512)
	for i := range g.conns {
		if g.every == 0 {
			g.send(i, began)
		}
	}
	busy := func(c *connection) bool { return c.busy }
	for now := began; now.Sub(began) < lasting+drainPatience; now = time.Now() {
		sending := now.Sub(began) < lasting && ctx.Err() == nil
		if sending && g.every > 0 {
			g.sendDue(now, now.Sub(began))
		}
		if !sending && !slices.ContainsFunc(g.conns, busy) {
			break
		}
		n, err := syscall.EpollWait(g.epoll, events, 1)
		if err != nil && !errors.Is(err, syscall.EINTR) {
			return err
		}
		for _, e := range events[:max(n, 0)] {
			g.receive(int(e.Fd), sending && g.every == 0)
		}
	}
	g.took = time.Since(began)
	slices.Sort(g.latencies)
	for _, c := range g.conns {
		if c.busy {
			g.fail(fmt.Errorf("no answer within %s of the end", drainPatience))
		}
	}
	return ctx.Err()
}

// sendDue sends what is due by now, elapsed after the start.
func (g *generator) sendDue(now time.Time, elapsed time.Duration) {
	for due := int(float64(len(g.conns)) * float64(elapsed) / float64(g.every)); g.sent < due; g.sent++ {
		if i := g.sent % len(g.conns); g.conns[i].busy {
			g.fail(fmt.Errorf("no answer within %s, when the next request was due", g.every))
		} else {
			g.send(i, now)
		}
	}
}

func (g *generator) send(i int, began time.Time) {
	c := g.conns[i]
	if c.closed {
		return
	}
	request := g.next(i)
	c.began, c.busy = began, true
	if n, err := syscall.Write(c.fd, request); err != nil || n < len(request) {
		g.drop(c, fmt.Errorf("a request was not written: %w", cmp.Or(err, io.ErrShortWrite)))
	}
}

func (g *generator) drop(c *connection, err error) {
	g.fail(err)
	_ = syscall.Close(c.fd)
	c.busy, c.closed = false, true
}

// receive reads what has come and, when that is a whole answer, may send the next request.
func (g *generator) receive(i int, again bool) {
	c := g.conns[i]
	if len(c.in) == cap(c.in) {
		c.in = slices.Grow(c.in, cap(c.in))
	}
	n, err := syscall.Read(c.fd, c.in[len(c.in):cap(c.in)])
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) {
		return
	}
	if err != nil || n <= 0 {
		g.drop(c, fmt.Errorf("the connection ended: %w", cmp.Or(err, io.EOF)))
		return
	}
	c.in = c.in[:len(c.in)+n]
	status, head, body, whole, err := parseAnswer(c.in)
	if err != nil {
		g.drop(c, err)
	}
	if err != nil || !whole {
		return
	}
	now := time.Now()
	g.answers++
	g.latencies = append(g.latencies, now.Sub(c.began))
	if err := g.check(i, status, head, body); err != nil {
		g.fail(err)
	}
	if c.in, c.busy = c.in[:0], false; again {
		g.send(i, now)
	}
}

// parseAnswer takes an answer apart, which says how long it is or has no body.
func parseAnswer(in []byte) (status int, head, body []byte, whole bool, err error) {
	head, body, found := bytes.Cut(in, []byte("\r\n\r\n"))
	if !found {
		return 0, nil, nil, false, nil
	}
	status, err = strconv.Atoi(string(head[min(9, len(head)):min(12, len(head))]))
	length, lengthErr := strconv.Atoi(headerIn(head, "Content-Length"))
	if status == 204 || status == 304 {
		length, lengthErr = 0, nil
	}
	if err != nil || lengthErr != nil || len(body) > length {
		err = fmt.Errorf("this is no HTTP, or not one answer that says how long it is: %.300q", in)
	}
	return status, head, body, len(body) == length, err
}

// headerIn is a header's value in the head of an answer, "" without it. Go's servers write canonical names.
func headerIn(head []byte, name string) string {
	_, rest, _ := bytes.Cut(head, []byte("\r\n"+name+": "))
	value, _, _ := bytes.Cut(rest, []byte("\r\n"))
	return string(value)
}

// send sends requests to a process for a time.
func (r *run) send(ctx context.Context, p *process, requests [][]byte, status int, seconds float64) (tally, error) {
	g, err := newGenerator(&rotation{requests: requests, status: status}, p.url, r.connections)
	if err != nil {
		return tally{}, err
	}
	defer g.close()
	before := p.usageNow()
	err = g.run(ctx, time.Duration(seconds*float64(time.Second)))
	g.usage = p.since(before)
	if err == nil && g.answers == 0 {
		err = fmt.Errorf("nothing was answered: %w", g.reason)
	}
	return g.tally, err
}
