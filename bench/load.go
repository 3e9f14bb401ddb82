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
	"sync"
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
	latencies      []time.Duration
	usage          usage // of processors, in the round
}

func (t tally) perSecond() float64 { return float64(t.answers) / t.took.Seconds() }

func (t *tally) fail(err error) {
	t.wrong++
	if t.reason == nil {
		t.reason = err
	}
}

// generator keeps connections busy from one thread: it waits for any of them with epoll, reads its answer, and writes its
// next request, so that little of the processors is its own. Each connection has one request under way.
type generator struct {
	source
	tally
	// every is 0 to send as fast as answers come; otherwise each connection sends once in that time, in even steps, and the
	// latency counts from when a request was due.
	every time.Duration
	epoll int
	conns []*connection
	sent  int // in even steps
}

type connection struct {
	fd     int
	in     []byte // what has come of an answer
	began  time.Time
	owed   time.Time // when a request was due that waits for the answer before; zero: none does
	busy   bool
	closed bool
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
	began, events, wait := time.Now(), make([]syscall.EpollEvent, 512), 100
	if g.every > 0 {
		wait = 1
	} else {
		for i := range g.conns {
			g.send(i, began)
		}
	}
	for now := began; ; now = time.Now() {
		sending := now.Sub(began) < lasting && ctx.Err() == nil
		if sending && g.every > 0 {
			g.sendDue(now, now.Sub(began))
		}
		if !sending && !slices.ContainsFunc(g.conns, func(c *connection) bool { return c.busy }) || now.Sub(began) > lasting+drainPatience {
			break
		}
		n, err := syscall.EpollWait(g.epoll, events, wait)
		if err != nil && !errors.Is(err, syscall.EINTR) {
			return err
		}
		for _, e := range events[:max(n, 0)] {
			g.receive(int(e.Fd), sending)
		}
	}
	g.took = time.Since(began)
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
		i := g.sent % len(g.conns)
		switch c := g.conns[i]; {
		case !c.busy:
			g.send(i, now)
		case c.owed.IsZero():
			c.owed = now
		default:
			g.fail(fmt.Errorf("no answer within %s", g.every))
		}
	}
}

func (g *generator) send(i int, began time.Time) {
	c := g.conns[i]
	if c.closed {
		return
	}
	request := g.next(i)
	c.began, c.busy, c.owed = began, true, time.Time{}
	if n, err := syscall.Write(c.fd, request); err != nil || n < len(request) {
		g.drop(c, fmt.Errorf("a request was not written: %w", cmp.Or(err, io.ErrShortWrite)))
	}
}

func (g *generator) drop(c *connection, err error) {
	g.fail(err)
	_ = syscall.Close(c.fd)
	c.busy, c.closed = false, true
}

// receive reads what has come and, when that is a whole answer, sends the next request.
func (g *generator) receive(i int, sending bool) {
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
		return
	}
	if !whole {
		return
	}
	now := time.Now()
	g.answers++
	g.latencies = append(g.latencies, now.Sub(c.began))
	if err := g.check(i, status, head, body); err != nil {
		g.fail(err)
	}
	c.in, c.busy = c.in[:0], false
	switch {
	case sending && g.every == 0:
		g.send(i, now)
	case sending && !c.owed.IsZero():
		g.send(i, c.owed)
	}
}

// parseAnswer takes an answer apart, which says how long it is or has no body.
func parseAnswer(in []byte) (status int, head, body []byte, whole bool, err error) {
	head, body, found := bytes.Cut(in, []byte("\r\n\r\n"))
	if !found {
		return 0, nil, nil, false, nil
	}
	if len(head) < len("HTTP/1.1 200") {
		return 0, nil, nil, false, fmt.Errorf("no HTTP: %q", head)
	}
	if status, err = strconv.Atoi(string(head[9:12])); err != nil {
		return 0, nil, nil, false, fmt.Errorf("no HTTP: %q", head)
	}
	length := 0
	if value := headerIn(head, "Content-Length"); value != "" {
		length, err = strconv.Atoi(value)
	} else if status != 204 && status != 304 {
		err = fmt.Errorf("an answer that does not say how long it is: %q", head)
	}
	if err == nil && len(body) > length {
		err = fmt.Errorf("more than an answer: %q", body[length:])
	}
	return status, head, body, len(body) == length, err
}

// headerIn is a header's value in the head of an answer, "" without it. Go's servers write canonical names.
func headerIn(head []byte, name string) string {
	_, rest, _ := bytes.Cut(head, []byte("\r\n"+name+": "))
	value, _, _ := bytes.Cut(rest, []byte("\r\n"))
	return string(value)
}

// send sends requests to a process for a time, over connections shared by some threads.
func (r *run) send(ctx context.Context, p *process, requests [][]byte, status int, seconds float64) (all tally, err error) {
	generators, failed := make([]*generator, min(r.threads, r.connections)), make([]error, r.threads)
	for i := range generators {
		from := &rotation{requests: requests, at: i * len(requests) / len(generators), status: status}
		if generators[i], err = newGenerator(from, p.url, r.connections/len(generators)); err != nil {
			return all, err
		}
		defer generators[i].close()
	}
	before, err := p.usageNow()
	if err != nil {
		return all, err
	}
	var threads sync.WaitGroup
	for i, g := range generators {
		threads.Go(func() { failed[i] = g.run(ctx, time.Duration(seconds*float64(time.Second))) })
	}
	threads.Wait()
	after, usageErr := p.usageNow()
	for _, g := range generators {
		all.answers, all.wrong, all.took = all.answers+g.answers, all.wrong+g.wrong, max(all.took, g.took)
		all.reason, all.latencies = errors.Join(all.reason, g.reason), append(all.latencies, g.latencies...)
	}
	all.usage = after.since(before)
	slices.Sort(all.latencies)
	if all.answers == 0 {
		failed = append(failed, fmt.Errorf("nothing was answered: %w", all.reason))
	}
	return all, errors.Join(append(failed, usageErr)...)
}
