package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

// openSpelling opens a store that knows the heart by both its spellings and its
// name.
func openSpelling(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "presence.db"), Options{
		PublicChannels: []string{"general"},
		CanonicalEmoji: func(stored string) string {
			if stored == heartName {
				return heart
			}
			return strings.TrimSuffix(stored, "\ufe0f") + "\ufe0f"
		},
	})
	must(t, err)
	t.Cleanup(func() { closeStore(t, s) })
	addUsers(t, s, "alice", "bob")
	return s
}

const (
	bareHeart = "\u2764"
	heart     = "\u2764\ufe0f"
	heartName = "heart"
)

func TestAnEmojiInSeveralSpellingsIsOneReaction(t *testing.T) {
	s := openSpelling(t)
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello", noon)
	react := func(emoji, user string) {
		shell(t, s.file(), "INSERT INTO message_reactions (channel, msg_ts, emoji, reactor) SELECT channel, ts, '"+emoji+"', '"+user+"' FROM messages;")
	}
	react(bareHeart, "bob")
	got(s.React(ctx, "alice", m.ID, heart, after(time.Second)))(t)
	react(heart, "bob")
	react(heartName, "bob")
	both := []chat.Reaction{{Emoji: heart, Reactors: []string{"bob", "alice"}}}
	equal(t, "one reaction", got(s.Message(ctx, "alice", m.ID))(t).Reactions, both)

	taken := got(s.React(ctx, "bob", m.ID, heart, after(2*time.Second)))(t)
	equal(t, "bob took it back", taken, []chat.Reaction{{Emoji: heart, Reactors: []string{"alice"}}})
	equal(t, "as stored", got(s.Message(ctx, "alice", m.ID))(t).Reactions, taken)
	equal(t, "rows", len(cells(t, s.file(), "SELECT * FROM message_reactions")), 1)
}
