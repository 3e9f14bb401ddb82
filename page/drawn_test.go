package page

import (
	"reflect"
	"slices"
	"testing"

	"minimost/views"
)

// TestANewMessageIsDrawnOnceOnlyForThoseItLooksAlikeTo: whatever a message is drawn
// from is in the key of what was drawn, or has it drawn for one reader alone. Name a
// new field here once newMessage heeds it.
func TestANewMessageIsDrawnOnceOnlyForThoseItLooksAlikeTo(t *testing.T) {
	heeded := []string{
		"ID", "Channel", "Sender", "SenderState", "SenderShown", "SenderPicture", "SenderHue", "SenderStatus", "Body", "TS", "Sent", "Mine", "Line", "Deleted", "DeletedBy", "Blocked", "Moderates",
		"CountsAsUnread", "EditedAt", "Grouped", "Quote", "Reactions", "Receipts", "Copied", "MentionsReader", "Long", "PinnedBy", "Closed",
		"Files",                       // the same for everyone
		"Marked", "OOB", "PastUnread", // of messages that are not new
	}
	for i := range reflect.TypeFor[views.MessageProps]().NumField() {
		if name := reflect.TypeFor[views.MessageProps]().Field(i).Name; !slices.Contains(heeded, name) {
			t.Errorf("MessageProps.%s may make a message look different to others, and newMessage does not heed it", name)
		}
	}
	if n := reflect.TypeFor[views.MessageRow]().NumField(); n != 4 {
		t.Errorf("MessageRow has %d fields, newMessage heeds 4", n)
	}
}
