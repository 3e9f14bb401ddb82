package handlers

import "context"

// Store is everything the handlers ask of the store. Each part is declared
// beside the handlers that use it. Errors that are for people are *chat.Error.
type Store interface {
	accountStore
	resetStore
	presenceStore
	typingStore
	channelStore
	directChannelStore
	privateChannelStore
	messageStore
	reactionStore
	receiptStore
	healthStore
}

type healthStore interface {
	// Ready reports whether the database answers.
	Ready(ctx context.Context) error
}
