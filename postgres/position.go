package postgres

import (
	"context"
	"math"
	"strconv"
	"strings"
	"sync"
)

// mark is a change by which the table is known again: one that took its place after a
// failover, at which the newest were lost, differs.
type mark struct {
	seq  int64
	node string
	at   float64
}

// remembered is how many of the newest changes are: those of the half minute for which browsers say what they have
// made, at some hundred a second.
const remembered = 1 << 14

// history is the newest changes that were published here.
type history struct {
	mu   sync.RWMutex
	ring [remembered]mark
}

func (h *history) add(m mark) {
	if m.seq <= 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ring[m.seq%remembered] = m
}

func (h *history) has(m mark) bool {
	if m.seq <= 0 {
		return true
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.ring[m.seq%remembered] == m
}

// What stands between the parts of a position: node, time, number. Servers of earlier versions
// take what is before the number for the node.
const (
	atSeparator       = "-"
	positionSeparator = "."
	atBase            = 36
)

// Position is where the newest change stands that this process has made, for Reach of
// any other.
func (n *Node) Position() string {
	own := n.engine.changes.own.Load()
	return n.engine.changes.node + atSeparator + strconv.FormatUint(math.Float64bits(own.at), atBase) + positionSeparator + strconv.FormatInt(own.seq, 10)
}

// Reach returns once what another process changed up to a position was published here.
// It never waits for what is not there, and what is no position is reached. It is
// Unavailable where the table cannot be read.
func (n *Node) Reach(ctx context.Context, position string) error {
	m, ok := parsePosition(position)
	if !ok || m.node == n.engine.changes.node {
		return nil
	}
	return n.Fault(n.engine.changes.reach(ctx, m))
}

// parsePosition reads a position; the time of one that a server of an earlier version has made is 0.
func parsePosition(position string) (m mark, ok bool) {
	node, number, _ := strings.Cut(position, positionSeparator)
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return m, false
	}
	node, at, _ := strings.Cut(node, atSeparator)
	bits, err := strconv.ParseUint(at, atBase, 64)
	if err != nil {
		bits = 0
	}
	return mark{seq, node, math.Float64frombits(bits)}, true
}

// reach returns once a change was published here, if it is there: it reads the table at once
// instead of waiting to be told. Another change of that number is none: it was lost with a primary, though
// the listener may not know yet.
func (c *changes) reach(ctx context.Context, m mark) error {
	if c.history.has(m) {
		return nil
	}
	conn, release, err := c.engine.borrow(ctx)
	if err != nil {
		return err
	}
	defer release()
	return c.look(ctx, conn)
}
