package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("mark unread", []test{
	{"moves what was read back and leaves receipts as they are", testMarkUnreadMovesBack},
	{"holds against pages that were open and ends with one opened anew", testMarkUnreadHolds},
	{"is refused where nothing would count", testMarkUnreadOfNothing},
	{"makes no receipt of what was read unshared", testMarkUnreadMakesNoReceiptLater},
	{"of everything leaves nothing unread", testMarkAllRead},
	{"sidebar settings are one person's and change alone", testSidebarSettings},
})

func markedUnread(t testing.TB, s *fixture, user, channel string) chat.Stamp {
	t.Helper()
	return got(s.ChannelSettings(t.Context(), user))(t)[channel].MarkedUnread
}

func testMarkUnreadMovesBack(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	var sent []chat.Message
	for i := range 4 {
		sent = append(sent, send(t, s, "alice", "general", "x", after(time.Duration(i)*time.Second)))
	}
	markRead(t, s, "bob", "general", sent[2].TS, after(time.Minute))
	must(t, s.MarkUnread(ctx, "bob", sent[1].ID, after(time.Minute)))
	equal(t, "unread", unread(t, s, "bob", "general"), 3)
	equal(t, "read up to", got(s.LastRead(ctx, "bob", "general"))(t), sent[0].TS)
	equal(t, "receipts", readers(t, s, "alice", sent[2]), []string{"bob"})
	// Later than what is unread already it moves nothing.
	must(t, s.MarkUnread(ctx, "bob", sent[3].ID, after(2*time.Minute)))
	equal(t, "unread of a later one", unread(t, s, "bob", "general"), 3)
	markRead(t, s, "bob", "general", 0, after(time.Hour))
	equal(t, "unread once read", unread(t, s, "bob", "general"), 0)
	first := got(s.Receipts(ctx, "alice", "general", sent[1].ID))(t)
	equal(t, "read when it was first", first, []chat.Receipt{{Reader: "bob", ReadTS: chat.StampOf(after(time.Minute))}})
	equal(t, "receipt of the last", readers(t, s, "alice", sent[3]), []string{"bob"})
}

func testMarkUnreadHolds(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "x", noon)
	markRead(t, s, "bob", "general", 0, noon)
	must(t, s.MarkUnread(ctx, "bob", m.ID, noon))
	must(t, s.MarkSeen(ctx, "bob", "general", m.TS, 0, noon))
	equal(t, "of a page that was open", unread(t, s, "bob", "general"), 1)
	earlier := markedUnread(t, s, "bob", "general")
	must(t, s.MarkUnread(ctx, "bob", m.ID, noon))
	must(t, s.MarkSeen(ctx, "bob", "general", m.TS, earlier, noon))
	equal(t, "of a page opened before it was marked again", unread(t, s, "bob", "general"), 1)
	must(t, s.MarkSeen(ctx, "bob", "general", m.TS, markedUnread(t, s, "bob", "general"), noon))
	equal(t, "of a page opened since", unread(t, s, "bob", "general"), 0)
	equal(t, "mark", markedUnread(t, s, "bob", "general"), chat.Stamp(0))
	next := send(t, s, "alice", "general", "y", noon)
	must(t, s.MarkSeen(ctx, "bob", "general", next.TS, 0, noon))
	equal(t, "from then on", unread(t, s, "bob", "general"), 0)
}

func testMarkUnreadOfNothing(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	_, private := newPrivate(t, s, "alice", "bob")
	hidden := send(t, s, "alice", private, "x", noon)
	refused(t, "a stranger", s.MarkUnread(ctx, "carol", hidden.ID, noon), chat.NotFound)
	refused(t, "none", s.MarkUnread(ctx, "carol", 999, noon), chat.NotFound)
	own := send(t, s, "alice", "general", "x", noon)
	refused(t, "one's own", s.MarkUnread(ctx, "alice", own.ID, noon), chat.Conflict)
	equal(t, "rows", db.Count(t, "SELECT count(*) FROM channel_settings"), int64(0))
}

func testMarkUnreadMakesNoReceiptLater(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "x", noon)
	must(t, s.SaveSettings(ctx, "bob", chat.Settings{ShareTyping: true}.All(), noon))
	markRead(t, s, "bob", "general", 0, noon)
	must(t, s.SaveSettings(ctx, "bob", chat.Settings{ShareTyping: true, ShareReceipts: true}.All(), noon))
	must(t, s.MarkUnread(ctx, "bob", m.ID, noon))
	next := send(t, s, "alice", "general", "y", noon)
	markRead(t, s, "bob", "general", 0, noon)
	equal(t, "receipts of what was read unshared", readers(t, s, "alice", m), []string{})
	equal(t, "of what came since", readers(t, s, "alice", next), []string{"bob"})
}

func testMarkAllRead(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	_, private := newPrivate(t, s, "alice", "bob")
	for _, channel := range []string{"general", "random", private, "dm:alice:bob"} {
		send(t, s, "alice", channel, "x", noon)
	}
	last := send(t, s, "alice", "general", "y", noon)
	must(t, s.MarkUnread(ctx, "bob", last.ID, noon))
	must(t, s.MarkAllRead(ctx, "bob", after(time.Minute)))
	for _, c := range got(s.Sidebar(ctx, "bob"))(t) {
		equal(t, c.ID, c.Unread, 0)
		equal(t, c.ID+" is marked", c.Settings.MarkedUnread, chat.Stamp(0))
	}
	equal(t, "receipt", readers(t, s, "alice", last), []string{"bob"})
	must(t, s.MarkAllRead(ctx, "bob", after(time.Hour)))
}

func testSidebarSettings(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	by := chat.SortByName
	must(t, s.SetSidebarSettings(ctx, "alice", chat.SidebarSettingsChange{SortBy: &by}, noon))
	must(t, s.SetSidebarSettings(ctx, "alice", chat.SidebarSettingsChange{Fold: "direct"}, noon))
	must(t, s.SetSidebarSettings(ctx, "alice", chat.SidebarSettingsChange{Fold: "public"}, noon))
	equal(t, "alice's", got(s.SidebarSettings(ctx, "alice"))(t), chat.SidebarSettings{SortBy: by, Folded: "public direct"})
	s.published.forget()
	must(t, s.SetSidebarSettings(ctx, "alice", chat.SidebarSettingsChange{Unfold: "direct"}, noon))
	equal(t, "published", s.published.contain(chat.TopicPerson("alice")), true)
	refused(t, "no section", s.SetSidebarSettings(ctx, "alice", chat.SidebarSettingsChange{Fold: "others"}, noon), chat.Invalid)
	equal(t, "alice's then", got(s.SidebarSettings(ctx, "alice"))(t), chat.SidebarSettings{SortBy: by, Folded: "public"})
	equal(t, "bob's", got(s.SidebarSettings(ctx, "bob"))(t), chat.SidebarSettings{})
}
