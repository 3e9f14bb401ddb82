package cache

import "minimost/chat"

// Seat is what somebody who has a channel open asks for at each look, where it was found before. The
// zero Seat has found nothing yet. It is of one reader and channel, and for one goroutine at a time.
type Seat struct {
	access     Held[readerOfChannel, chat.Access]
	messages   heldMessages
	watermarks Held[string, map[string]chat.Stamp]
	members    Held[string, []string]
}
