package webpush

import "context"

// batch is what came of one look for messages.
type batch struct {
	last int64 // the number of the last message
	left int   // how many pushes are neither sent nor given up; queue.mu is held
}

// begin begins a batch, which its maker settles too.
func (q *queue) begin(last int64) *batch {
	b := &batch{last: last, left: 1}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.batches = append(q.batches, b)
	return b
}

// extend has the newest batch, if any, end at a message that nobody is to be told of.
func (q *queue) extend(last int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if n := len(q.batches); n > 0 {
		q.batches[n-1].last = last
	}
}

// settle notes that one of a batch was sent, or given up.
func (s *Service) settle(b *batch) {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	if b.left--; b.left == 0 {
		select {
		case s.settled <- struct{}{}:
		default:
		}
	}
}

// tellSent tells how far everything was sent: a batch counts once those before it do.
func (s *Service) tellSent(ctx context.Context) {
	last := int64(0)
	s.queue.mu.Lock()
	for len(s.queue.batches) > 0 && s.queue.batches[0].left == 0 {
		last = s.queue.batches[0].last
		s.queue.batches = s.queue.batches[1:]
	}
	s.queue.mu.Unlock()
	if last == 0 {
		return
	}
	if err := s.Sent(ctx, last); err != nil && ctx.Err() == nil {
		s.Logger.Error("note what was pushed", "error", err) // the next says it too
	}
}
