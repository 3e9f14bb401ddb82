package storetest

import (
	"testing"

	"minimost/chat"
)

var _ = addTests("channel settings", []test{
	{"a change keeps what it does not name, and is one person's", testAChangeOfChannelSettings},
	{"what is as without a row has none", testChannelSettingsOfNothingHaveNoRow},
	{"are refused without access", testChannelSettingsWithoutAccess},
	{"of a muted channel mentions alone count", testOfAMutedChannelMentionsAloneCount},
})

func setChannel(t testing.TB, s *fixture, user, channel string, change chat.ChannelSettingsChange) {
	t.Helper()
	must(t, s.SetChannelSettings(t.Context(), user, channel, change, noon))
}

func testAChangeOfChannelSettings(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	yes, no, level := true, false, chat.NotifyNone
	setChannel(t, s, "alice", "general", chat.ChannelSettingsChange{Muted: &yes})
	setChannel(t, s, "alice", "general", chat.ChannelSettingsChange{Favourite: &yes, Notify: &level})
	setChannel(t, s, "alice", "random", chat.ChannelSettingsChange{Favourite: &yes})
	s.published.forget()
	setChannel(t, s, "alice", "random", chat.ChannelSettingsChange{Favourite: &yes})
	equal(t, "published by a change of nothing", s.published.contain(chat.TopicPerson("alice")), false)
	setChannel(t, s, "alice", "general", chat.ChannelSettingsChange{Muted: &no})
	equal(t, "published", s.published.contain(chat.TopicPerson("alice")), true)
	want := map[string]chat.ChannelSettings{"general": {Favourite: true, Notify: chat.NotifyNone}, "random": {Favourite: true}}
	equal(t, "alice's", got(s.ChannelSettings(t.Context(), "alice"))(t), want)
	equal(t, "bob's", got(s.ChannelSettings(t.Context(), "bob"))(t), map[string]chat.ChannelSettings{})
	for _, c := range got(s.Sidebar(t.Context(), "alice"))(t) {
		equal(t, c.ID+" in the sidebar", c.Settings, want[c.ID])
	}
}

func testChannelSettingsOfNothingHaveNoRow(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	yes, no := true, false
	setChannel(t, s, "alice", "general", chat.ChannelSettingsChange{Muted: &yes})
	equal(t, "rows", db.Count(t, "SELECT count(*) FROM channel_settings"), int64(1))
	setChannel(t, s, "alice", "general", chat.ChannelSettingsChange{Muted: &no})
	equal(t, "rows afterwards", db.Count(t, "SELECT count(*) FROM channel_settings"), int64(0))
}

func testChannelSettingsWithoutAccess(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	_, private := newPrivate(t, s, "alice", "bob")
	yes := true
	for _, channel := range []string{private, "private:99", "dm:alice:bob", "nowhere", ""} {
		err := s.SetChannelSettings(t.Context(), "carol", channel, chat.ChannelSettingsChange{Muted: &yes}, noon)
		refused(t, channel, err, chat.Forbidden)
	}
	setChannel(t, s, "bob", private, chat.ChannelSettingsChange{Muted: &yes})
	equal(t, "rows", db.Count(t, "SELECT count(*) FROM channel_settings"), int64(1))
}

func testOfAMutedChannelMentionsAloneCount(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	yes := true
	setChannel(t, s, "alice", "general", chat.ChannelSettingsChange{Muted: &yes})
	send(t, s, "bob", "general", "anybody?", noon)
	send(t, s, "bob", "random", "anybody?", noon)
	counted := func() (counts []int) {
		for _, c := range got(s.Sidebar(t.Context(), "alice"))(t) {
			counts = append(counts, c.Counted())
		}
		return counts
	}
	equal(t, "counted", counted(), []int{0, 1})
	send(t, s, "bob", "general", "@alice?", noon)
	equal(t, "with a mention", counted(), []int{1, 1})
	equal(t, "unread all the same", unread(t, s, "alice", "general"), 2)
}
