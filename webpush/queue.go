package webpush

import (
	"context"
	"strings"
	"sync"
	"time"

	"minimost/chat"
)

const (
	// maxWaiting bounds what is to be sent, and maxLane what of it goes to one host.
	maxWaiting = 16_384
	maxLane    = 8_192
	// perHost is how many one host is sent at the same time.
	perHost = 16
)

// push is a message on its way to one browser.
type push struct {
	id      int64
	user    string
	to      chat.PushSubscription
	payload []byte
	made    time.Time // when the payload was so
	until   time.Time // after which nobody needs it
	tries   int
	host    string
	batch   *batch
}

// queue holds what is to be sent by host, so that one that answers slowly holds up
// nobody else.
type queue struct {
	mu      sync.Mutex
	lanes   map[string]*lane
	waiting int // in all lanes, and for another try
	batches []*batch
}

type lane struct {
	pushes  []*push
	senders int
}

// enqueue has something sent, unless too much waits already.
func (s *Service) enqueue(ctx context.Context, p *push) {
	to, err := s.allowed.check(p.to.Endpoint)
	if err != nil {
		s.Count(Failed)
		return
	}
	p.host = strings.ToLower(to.Host)
	q := &s.queue
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.waiting >= maxWaiting || q.lanes[p.host] != nil && len(q.lanes[p.host].pushes) >= maxLane {
		s.Count(Dropped)
		return
	}
	q.waiting++
	p.batch.left++
	s.line(ctx, p)
}

// line puts a push into its lane and sees to it that somebody sends it. q.mu is held.
func (s *Service) line(ctx context.Context, p *push) {
	l := s.queue.lanes[p.host]
	if l == nil {
		l = &lane{}
		s.queue.lanes[p.host] = l
	}
	l.pushes = append(l.pushes, p)
	if l.senders < perHost && ctx.Err() == nil {
		l.senders++
		s.running.Go(func() { s.empty(ctx, p.host, l) })
	}
}

// empty sends what is in a lane until nothing is.
func (s *Service) empty(ctx context.Context, host string, l *lane) {
	for {
		p := s.next(ctx, host, l)
		if p == nil {
			return
		}
		if again := s.send(ctx, p); again > 0 {
			time.AfterFunc(again, func() { s.tryAgain(ctx, p) })
			continue
		}
		s.queue.mu.Lock()
		s.queue.waiting--
		s.queue.mu.Unlock()
		if ctx.Err() == nil {
			s.settle(p.batch)
		}
	}
}

// next is nil where nothing is left for one more sender.
func (s *Service) next(ctx context.Context, host string, l *lane) *push {
	q := &s.queue
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(l.pushes) == 0 || ctx.Err() != nil {
		if l.senders--; l.senders == 0 {
			delete(q.lanes, host)
		}
		return nil
	}
	p := l.pushes[0]
	l.pushes = l.pushes[1:]
	return p
}

func (s *Service) tryAgain(ctx context.Context, p *push) {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	if ctx.Err() == nil {
		s.line(ctx, p)
	}
}

// Waiting is how many wait to be sent, or for another try.
func (s *Service) Waiting() int {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return s.queue.waiting
}
