package handlers

import (
	"context"

	"minimost/cache"
	"minimost/page"
)

// Store is everything the handlers ask of the store, for themselves, the cache and
// the pages. Each further part is declared beside the handlers that use it. Errors
// that are for people are *chat.Error.
type Store interface {
	cache.Store
	page.Store

	accountStore
	signupStore
	auditStore
	administratorStore
	inviteStore
	resetStore
	tokenStore
	botStore
	hookStore
	presenceStore
	profileStore
	pictureStore
	livenessStore
	typingStore
	channelStore
	channelSettingsStore
	dayStore
	directChannelStore
	privateChannelStore
	mentionStore
	activityStore
	messageStore
	fileStore
	searchStore
	reactionStore
	receiptStore
	blockStore
	notificationStore
	pushStore
	pinStore
	savedStore
	aboutStore
	publicChannelStore
	healthStore
}

type healthStore interface {
	// Ready reports whether the database answers.
	Ready(ctx context.Context) error
}
