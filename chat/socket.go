package chat

import "time"

// What a page's socket does by the clock.
const (
	// PingVisible is how often the server pings the browser of a visible page, and
	// sends the page a frame of data, as scripts do not see pings. PingHidden is
	// how often that of a hidden page is pinged.
	PingVisible = 5 * time.Second
	PingHidden  = 15 * time.Second
	// PongVisible and PongHidden are how long an answer to a ping may take until
	// the page counts as lost.
	PongVisible = 5 * time.Second
	PongHidden  = 15 * time.Second
	// Silence is after how long without a frame of data a visible page no longer
	// knows how others are.
	Silence = 10 * time.Second
)

// Word is what a page says of itself before it ends.
type Word int

// The words of pages.
const (
	// Leaving says that the page goes: closed, or on to another site.
	Leaving Word = iota
	// GoingOn says that it goes on to another page of the chat.
	GoingOn
)
