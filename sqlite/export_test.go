package sqlite

import (
	"strings"
	"testing"
)

// exportedTables are the tables whose rows belong to somebody, by the list of an export
// that has theirs, or the reason why there is none, which ends with a full stop.
var exportedTables = map[string]string{
	"users": "profile", "messages": "messages", "files": "files", "message_reactions": "reactions", "read_receipts": "read_receipts",
	"read_state": "read_positions", "private_channel_members": "private_channels", "private_channels": "private_channels",
	"dm_participants": "conversations", "dm_hidden": "conversations", "mentions": "mentions", "blocks": "blocks",
	"logins": "sessions", "tokens": "tokens", "hooks": "webhooks", "invites": "invites", "declined_channels": "declined_channels", "pins": "pins", "saved": "saved", "public_channels": "public_channels", "public_channel_members": "public_channels",
	"channel_settings": "channel_settings", "sidebar_settings": "sidebar_settings", "drafts": "drafts",
	"notification_settings": "notification_settings", "push_subscriptions": "push_subscriptions",

	"pictures":               "It is a file of its own.",
	"presence":               "It is what shows now.",
	"presence_tabs":          "It is what shows now.",
	"typing":                 "It is what shows now.",
	"private_channel_former": "It says what comes back to one who returns.",
	"reset_tokens":           "They are hashes, for an hour.",
	"known_devices":          "They are hashes.",
	"idempotency_keys":       "They are kept for a day.",
	"imported_members":       "It is kept for the next import.",
	"imported_accounts":      "It is kept for the next import.",
}

// TestEverythingOfAPersonIsExportedOrSaysWhyNot: whoever stores something new about
// people adds a statement to sql/export.sql and to exports, or a reason here.
func TestEverythingOfAPersonIsExportedOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	lists := make(map[string]string)
	for _, e := range exports {
		lists[e.name] = e.text
	}
	for c, become := range removedColumns {
		if become != forgotten && become != renamed && become != inSteps {
			continue
		}
		to, known := exportedTables[c.table]
		switch {
		case !known:
			t.Errorf("%s.%s names people: add %s to exportedTables, with its list or a reason", c.table, c.name, c.table)
		case !strings.HasSuffix(to, ".") && !strings.Contains(lists[to], c.table):
			t.Errorf("the list %q does not read %s", to, c.table)
		}
	}
}
