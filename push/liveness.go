package push

import (
	"context"
	"time"

	"minimost/chat"
)

// Holder is the page that holds a socket.
type Holder struct {
	User string
	// Session is the hash of the session's id, as presence knows it.
	Session string
	// Cookie is the session's own: whether it still holds is asked with it.
	Cookie string
	// Tab is the id that the page made for itself, at most chat.MaxTabBytes long,
	// and "" when it named none.
	Tab string
	// Follows is the tab of the page that this one has taken the place of, "" for none
	// that is known.
	Follows string
	// Number tells the sockets of one tab apart: a newer one has a higher number.
	// A tab that opens anew may have two for a moment, and the end of the older one
	// may be told after the newer one was opened.
	Number uint64
}

// End is why a socket has ended.
type End int

// The ends of sockets.
const (
	// Broken is an end that the server did not ask for: a close frame of the
	// browser, whatever its status, a reset, a client that does not read. Without a
	// word before it the page is lost.
	Broken End = iota
	// Refused is one that the server asked for: the session or the access has
	// ended, the client broke the protocol.
	Refused
	// Stopped is one with which the server stops.
	Stopped
)

// Liveness is told which pages are open, as their sockets show it. Of one socket
// its methods are called one after the other, Opened first and Ended last, but
// for Heard, which may come at any time between. They may wait for the store,
// as long as ctx lets them; Heard and Overdue return at once. word is the number
// that the page gives each thing it says of itself, 0 where it gives none.
type Liveness interface {
	// Opened is told of a socket that has just opened, and in which state its page
	// is: active, idle or hidden.
	Opened(ctx context.Context, page Holder, state chat.State, word int64, now time.Time)
	// Reported is told what a page says that its state is now. It takes back a
	// word: the page stands after all.
	Reported(ctx context.Context, page Holder, state chat.State, word int64, now time.Time)
	// Said is told that a page goes.
	Said(ctx context.Context, page Holder, goes chat.Word, word int64, now time.Time)
	// Heard is told of each sign of life: a pong, or anything else from the
	// browser.
	Heard(page Holder, now time.Time)
	// Overdue is told once that the answer to a ping is overdue, by
	// chat.PongVisible or chat.PongHidden. Heard follows if it comes after all.
	Overdue(page Holder, now time.Time)
	// Ended is told once that the socket has ended.
	Ended(ctx context.Context, page Holder, end End, now time.Time)
}
