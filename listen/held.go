package listen

import (
	"net/netip"
	"sync"
	"time"

	"minimost/clientip"
)

// HeldLimits are how many bytes of answers may wait for clients to take them, 0 for any number. An answer that finds nothing
// else waiting is never too large.
type HeldLimits struct {
	All int
	// PerAddress counts those of one IPv4 address or one IPv6 network of 64 bits; proxies have no limit of their own.
	PerAddress int
	PerAccount int
}

// held are the answers that wait. Where they are too many, those of whoever has most of them are cut off, the oldest first: a
// client that reads is not the one.
type held struct {
	HeldLimits
	proxies clientip.Proxies

	mu      sync.Mutex
	waiting []*waiting // oldest first
}

// waiting is the answer that a connection waits with.
type waiting struct {
	conn    *lingeringConn
	network netip.Prefix
	account string
	bytes   int
}

// scope is a part of the answers with a limit of its own.
type scope struct {
	limit int
	has   func(*waiting) bool
}

// add counts an answer and returns those to cut off for it.
func (h *held) add(w *waiting) (cut []*waiting) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(w.conn)
	scopes := []scope{
		{h.PerAccount, func(o *waiting) bool { return o.account == w.account }},
		{h.PerAddress, func(o *waiting) bool {
			return o.network == w.network && o.network.IsValid() && !h.proxies.Contain(o.network.Addr())
		}},
		{h.All, func(*waiting) bool { return true }},
	}
	for _, s := range scopes {
		for s.limit > 0 && s.has(w) && h.bytes(s)+w.bytes > s.limit {
			victim := h.heaviest(s)
			if victim == nil {
				break
			}
			h.drop(victim.conn)
			cut = append(cut, victim)
		}
	}
	h.waiting = append(h.waiting, w)
	return cut
}

func (h *held) bytes(s scope) (sum int) {
	for _, w := range h.waiting {
		if s.has(w) {
			sum += w.bytes
		}
	}
	return sum
}

// heaviest is the oldest answer of the account that has most bytes in a scope, nil without any.
func (h *held) heaviest(s scope) (oldest *waiting) {
	bytes := map[string]int{}
	for _, w := range h.waiting {
		if s.has(w) {
			bytes[w.account] += w.bytes
		}
	}
	for _, w := range h.waiting {
		if s.has(w) && (oldest == nil || bytes[w.account] > bytes[oldest.account]) {
			oldest = w
		}
	}
	return oldest
}

// release is told that nothing waits on a connection any more.
func (h *held) release(c *lingeringConn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(c)
}

func (h *held) drop(c *lingeringConn) {
	for i, w := range h.waiting {
		if w.conn == c {
			h.waiting = append(h.waiting[:i], h.waiting[i+1:]...)
			return
		}
	}
}

// Hold says how many bytes an answer has that is about to be written to the connection, and whose it is. It counts until the connection is read again, or closed.
func (c *lingeringConn) Hold(account string, bytes int) {
	if c.held == nil {
		return
	}
	c.holds.Store(true)
	for _, w := range c.held.add(&waiting{conn: c, network: c.network, account: account, bytes: bytes}) {
		w.conn.cut()
	}
}

// letGo is called when the last answer has been written or given up.
func (c *lingeringConn) letGo() {
	if c.holds.Load() {
		c.holds.Store(false)
		c.held.release(c)
	}
}

// cut ends what is being written, or about to be. Whoever writes closes the connection then: fasthttp does not expect that of
// others.
func (c *lingeringConn) cut() {
	c.isCut.Store(true)
	_ = c.stream.SetDeadline(passed)
}

// passed is a deadline that is over.
var passed = time.Unix(1, 0)

// SetWriteDeadline moves the deadline unless the connection was cut.
func (c *lingeringConn) SetWriteDeadline(at time.Time) error {
	err := c.stream.SetWriteDeadline(at)
	if c.isCut.Load() {
		err = c.stream.SetWriteDeadline(passed)
	}
	return err
}
