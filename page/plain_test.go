package page

import (
	"reflect"
	"slices"
	"testing"

	"minimost/chat"
)

// TestAPlainMessageHasNothingThatLooksDifferentToSome: whatever of a message may look
// different to some readers, or change without an edit, is in the key of its row or
// keeps it from being plain. Name a new field here once plainRow heeds it.
func TestAPlainMessageHasNothingThatLooksDifferentToSome(t *testing.T) {
	inKey := []string{"ID", "Channel", "Sender", "Content", "TS", "SentTS", "Edited", "EditedTS", "EditedAtTS"} // by the ID and the edit
	for field := range reflect.TypeFor[chat.Message]().Fields() {
		name := field.Name
		if slices.Contains(inKey, name) || slices.Contains([]string{"DeletedTS", "DeletedBy", "DeletedAs", "ReactionsTS"}, name) {
			continue // those come with a field that is looked at, or say when one changed
		}
		m := chat.Message{ContentType: chat.ContentText}
		switch name {
		case "ContentType":
			m.ContentType = chat.ContentSystem
		case "Deleted":
			m.Deleted = true
		case "ReplyToID":
			m.ReplyToID = 1
		case "Reactions":
			m.Reactions = []chat.Reaction{{}}
		case "Mentions":
			m.Mentions = []string{"@here"}
		case "Files":
			m.Files = []chat.File{{}}
		case "PinnedBy":
			m.PinnedBy = "alice"
		default:
			t.Errorf("Message.%s may look different to some, and isPlain does not heed it", name)
			continue
		}
		if isPlain(&m) {
			t.Errorf("a message with %s is plain", name)
		}
	}
	if !isPlain(&chat.Message{ContentType: chat.ContentText}) {
		t.Error("no message is plain")
	}
}
