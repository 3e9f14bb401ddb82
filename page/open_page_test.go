package page

import (
	"strings"
	"testing"
	"time"

	"minimost/chat"
	"minimost/pubsub"
)

// TestNamesOfNoChannelAreNotCached: what a client makes up is as long as it
// likes.
func TestNamesOfNoChannelAreNotCached(t *testing.T) {
	pages := New(nil, nil, pubsub.NewHub(), nil, "")
	long := strings.Repeat("x", chat.MaxChannelBytes+1)
	if pages.Fresh("alice", long, Position{"token", 1}, time.Now()) || pages.open.Len() != 0 {
		t.Errorf("%d pages are cached", pages.open.Len())
	}
}
