package handlers

import (
	"context"
	"crypto/tls"
	"runtime"

	"github.com/gofiber/fiber/v2"
)

// heldFrom is how many bytes an answer has that may wait for its client; the
// system takes a shorter one at once.
const heldFrom = 16 << 10

// slots bound how many answers with messages are made at once: each takes some
// megabytes meanwhile, and more at a time than processors work on none is done
// sooner.
type slots chan struct{}

func newSlots() slots { return make(slots, runtime.GOMAXPROCS(0)+1) }

// take waits for a slot until the answer is due.
func (s slots) take(ctx context.Context) (release func(), err error) {
	select {
	case s <- struct{}{}:
	default:
		select {
		case s <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return func() { <-s }, nil
}

// holdAnswer tells the connection what is about to be written to it, so that those
// who do not read are cut off before too much waits for them. Without an account
// it is their address that it waits for.
func (s *server) holdAnswer(c *fiber.Ctx) {
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
	account, _ := c.Locals(userKey).(string)
	if account == "" {
		account = "at " + s.clientAddress(c)
	}
	holder.Hold(account, len(c.Response().Body()))
}
