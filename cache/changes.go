// Package cache keeps what was read from the store with the topics and the
// expiry that say until when it is so.
package cache

import "minimost/chat"

// Changes says what has changed lately, without asking the store.
type Changes interface {
	// Offset is that of the newest change. What was changed up to it can be read
	// from the store.
	Offset() uint64
	// Changed reports whether one of the topics has changed after offset.
	Changed(offset uint64, topics ...chat.Topic) bool
	// ChangedIn is Changed for the topics whose Slots these are.
	ChangedIn(offset uint64, slots ...chat.Slot) bool
	// Slots are those of topics, for whoever asks about the same ones often.
	Slots(topics ...chat.Topic) []chat.Slot
	// PresenceLog lists whose appearance has changed after offset and up to upTo.
	// It is not complete when that is too long ago.
	PresenceLog(offset uint64) (users []string, upTo uint64, complete bool)
	// Subscribe has notify called, with the offset of a change, after each change of
	// one of the topics, until cancel is called. notify returns at once and calls
	// neither Subscribe nor cancel.
	Subscribe(notify func(offset uint64), topics ...chat.Topic) (cancel func())
}
