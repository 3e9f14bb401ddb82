package web

import (
	"context"
	"crypto/tls"
	"sync"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

// heldFrom is how many bytes an answer has that may wait for its client; the
// system takes a shorter one at once.
const heldFrom = 16 << 10

// slots bound how many answers with messages are made at once: each takes some
// megabytes meanwhile, and more at a time than processors work on none is done
// sooner. An account has one of them at most: whoever asks for a lot waits for
// itself, and others do not.
type slots struct {
	all chan struct{}

	mu    sync.Mutex
	turns map[string]*turn // by account
}

// turn is held by whichever request of an account has a slot, or waits for one.
type turn struct {
	taken chan struct{}
	users int // who hold it or wait for it
}

func newSlots(n int) *slots {
	return &slots{all: make(chan struct{}, n), turns: make(map[string]*turn)}
}

// Take waits for the account's turn, then for a slot, until the answer is due.
func (s *slots) Take(ctx context.Context, account string) (release func(), err error) {
	own := s.join(account)
	if err := enter(ctx, own.taken); err != nil {
		s.leave(account)
		return nil, err
	}
	end := func() {
		<-own.taken
		s.leave(account)
	}
	if err := enter(ctx, s.all); err != nil {
		end()
		return nil, err
	}
	return func() {
		<-s.all
		end()
	}, nil
}

func (s *slots) join(account string) *turn {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := s.turns[account]
	if own == nil {
		own = &turn{taken: make(chan struct{}, 1)}
		s.turns[account] = own
	}
	own.users++
	return own
}

func (s *slots) leave(account string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := s.turns[account]
	if own.users--; own.users == 0 {
		delete(s.turns, account)
	}
}

// enter takes a place. It asks for the end of the context only where none is
// free: that starts a timer.
func enter(ctx context.Context, places chan struct{}) error {
	select {
	case places <- struct{}{}:
		return nil
	default:
	}
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// holdAnswer tells the connection what is about to be written to it, so that those
// who do not read are cut off before too much waits for them. Without an account
// it is their address that it waits for.
func (s *Server) holdAnswer(c *fiber.Ctx) {
	if c.Response().IsBodyStream() || len(c.Response().Body()) < heldFrom {
		return
	}
	conn := c.Context().Conn()
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	holder, ok := conn.(interface {
		Hold(account string, bytes int)
	})
	if !ok {
		return
	}
	account := "at " + s.ClientAddress(c)
	if user, known := c.Locals(userKey).(*chat.User); known {
		account = user.Username
	}
	holder.Hold(account, len(c.Response().Body()))
}
