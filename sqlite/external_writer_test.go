package sqlite

import (
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

// The tests of this file write as an external writer does: in a process of its
// own, with the original's columns alone.

func TestExternalPresenceShowsForOneLease(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	now := noon.Unix()
	shell(t, s.file(), fmt.Sprintf("INSERT INTO presence(user, last_seen, state) VALUES ('bob', %d, 'idle');", now))
	equal(t, "bob", seen(t, s, "bob", noon), chat.Idle)
	equal(t, "at the end of the lease", seen(t, s, "bob", after(chat.Lease)), chat.Idle)
	equal(t, "past it", seen(t, s, "bob", after(chat.Lease+time.Second)), chat.Offline)
	must(t, s.Sweep(t.Context(), noon, after(chat.Lease+time.Second)))
	equal(t, "swept", got(s.Presence(t.Context(), "bob"))(t).State, chat.Offline)

	report(t, s, "alice", "s", "a", chat.Active, noon)
	shell(t, s.file(), fmt.Sprintf("INSERT OR REPLACE INTO presence(user, last_seen, state, override) VALUES ('alice', %d, 'hidden', 'idle');", now+1))
	equal(t, "alice's override", seen(t, s, "alice", after(time.Second)), chat.Idle)
	shell(t, s.file(), "UPDATE presence SET override = NULL WHERE user = 'alice';")
	equal(t, "alice's row stands", seen(t, s, "alice", after(time.Second)), chat.Hidden)
	report(t, s, "alice", "s", "a", chat.Active, after(2*time.Second))
	equal(t, "until her page reports", seen(t, s, "alice", after(2*time.Second)), chat.Active)
}

func TestExternalTypingShows(t *testing.T) {
	s := newTestStore(t, "alice", "bob", "carol")
	must(t, s.StartTyping(t.Context(), "bob", "general", after(time.Second)))
	shell(t, s.file(), fmt.Sprintf("INSERT OR REPLACE INTO typing(user, channel, ts) VALUES ('carol', 'general', %d);", noon.Unix()))
	equal(t, "typists", typists(t, s, "alice", "general", after(2*time.Second)), []string{"carol", "bob"})
	shell(t, s.file(), fmt.Sprintf("INSERT OR REPLACE INTO typing(user, channel, ts) VALUES ('bob', 'general', %d);", noon.Unix()-1))
	equal(t, "replaced", typists(t, s, "alice", "general", after(2*time.Second)), []string{"bob", "carol"})
	must(t, s.StartTyping(t.Context(), "carol", "general", after(3*time.Second)))
	equal(t, "carol's start is kept", typists(t, s, "alice", "general", after(4*time.Second)), []string{"bob", "carol"})
}

func TestExternalReceiptShows(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello", noon)
	shell(t, s.file(), fmt.Sprintf("INSERT INTO read_receipts(channel, msg_ts, reader) VALUES ('general', %.7f, 'bob');", m.TS))
	equal(t, "watermarks", got(s.Watermarks(ctx, "general"))(t), map[string]chat.Stamp{"bob": m.TS})
	equal(t, "receipts", got(s.Receipts(ctx, "alice", "general", m.ID))(t), []chat.Receipt{{Reader: "bob"}})
	must(t, s.MarkRead(ctx, "bob", "general", 0, noon))
	equal(t, "no second triple", count(t, s, "SELECT count(*) FROM read_receipts"), int64(1))
}

func TestExternalReactionReachesACursor(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello", noon)
	later := send(t, s, "alice", "general", "later", after(time.Minute))
	key := fmt.Sprintf("channel = 'general' AND msg_ts = %.7f AND emoji = '👍' AND reactor = 'bob'", m.TS)
	cursor := later.TS
	for i, statement := range []string{
		fmt.Sprintf("INSERT INTO message_reactions(channel, msg_ts, emoji, reactor) VALUES ('general', %.7f, '👍', 'bob');", m.TS),
		"DELETE FROM message_reactions WHERE " + key + ";",
		fmt.Sprintf("INSERT OR IGNORE INTO message_reactions VALUES ('general', %.7f, '👍', 'bob', NULL, NULL);", m.TS),
	} {
		shell(t, s.file(), statement)
		changed := got(s.MessagesAfter(ctx, "bob", "general", cursor, 10))(t)
		if len(changed) != 1 || changed[0].ID != m.ID {
			t.Fatalf("changed by %s: %v", statement, changed)
		}
		equal(t, "has the reaction", len(changed[0].Reactions) == 1, i%2 == 0)
		next := newestChange(changed)
		equal(t, "cursor is past it", len(got(s.MessagesAfter(ctx, "bob", "general", next, 10))(t)), 0)
		cursor = next
	}
	equal(t, "bob takes it back here", len(got(s.React(ctx, "bob", m.ID, "👍", after(2*time.Minute)))(t)), 0)
}

func TestExternalPrivateChannelIsOpen(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	shell(t, s.file(), `PRAGMA foreign_keys = ON;
		INSERT INTO private_channels(name, created_by, created_ts) VALUES ('plans', 'bob', 1716000000.1234567);
		INSERT INTO private_channel_members(channel_id, username, joined_ts, history_start_ts) VALUES
			(1, 'bob', 1716000000.1234567, NULL), (1, 'alice', 1716000001.7654321, 1716000001.7654321);`)
	list := got(s.PrivateChannels(t.Context(), "alice"))(t)
	if len(list) != 1 || list[0].Owner() != "bob" {
		t.Fatalf("alice's private channels: %v", list)
	}
	send(t, s, "alice", "private:1", "hello", noon)
	must(t, s.LeavePrivateChannel(t.Context(), "bob", 1, noon))
	equal(t, "owner", got(s.PrivateChannel(t.Context(), "alice", 1))(t).Owner(), "alice")
	shell(t, s.file(), "DELETE FROM private_channel_members WHERE username = 'alice';")
	refused(t, "removed elsewhere", onlyError(s.CheckAccess(t.Context(), "alice", "private:1")), chat.Forbidden)
}

// The original leaves the name of a creator who was deleted on record.
func TestWhoSignsUpByTheNameOfACreatorOfOldIsNoOwner(t *testing.T) {
	s := newTestStore(t, "alice", "bob", "ghost")
	shell(t, s.file(), `INSERT INTO private_channels(name, created_by, created_ts) VALUES ('plans', 'ghost', 1716000000);
		INSERT INTO private_channel_members(channel_id, username, joined_ts) VALUES (1, 'alice', 1716000001), (1, 'bob', 1716000002);`)
	must(t, s.AddMember(t.Context(), "bob", 1, "ghost", chat.HistoryJoin, noon))
	equal(t, "owner", got(s.PrivateChannel(t.Context(), "ghost", 1))(t).Owner(), "alice")
	refused(t, "ghost removes", s.RemoveMember(t.Context(), "ghost", 1, "bob", noon), chat.Forbidden)
}

func TestExternalMessageShowsAndMovesTheClock(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	ctx := t.Context()
	ahead := chat.StampOf(after(time.Hour))
	shell(t, s.file(), fmt.Sprintf(`INSERT INTO messages(channel, sender, content, ts) VALUES
		('general', 'bob', 'from elsewhere', %.6f), ('dm:alice:bob', 'bob', 'psst', %.6f);`, ahead, ahead))
	m := got(s.MessagesAfter(ctx, "alice", "general", chat.StampOf(noon), 10))(t)
	equal(t, "page", contents(m), []string{"from elsewhere"})
	equal(t, "unread", unread(t, s, "alice", "general"), 1)
	equal(t, "direct channels", got(s.DirectChannels(ctx, "alice"))(t), []chat.DirectChannel{{Channel: "dm:alice:bob", Users: []string{"bob"}, Unread: 1}})
	mine := send(t, s, "alice", "general", "here", noon)
	if mine.TS <= ahead {
		t.Errorf("%v is not after %v", mine.TS, ahead)
	}
}

func TestExternalEditReachesACursor(t *testing.T) {
	s := newTestStore(t, "alice")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello", noon)
	cursor := send(t, s, "alice", "general", "newest", after(time.Minute)).TS
	for _, set := range []string{
		"content = 'changed'", "deleted = 1", "deleted = 0", "edited = 1, edited_ts = 1",
		fmt.Sprintf("edited_ts = %d", after(time.Hour).Unix()), "reply_to_id = 2",
	} {
		shell(t, s.file(), fmt.Sprintf("UPDATE messages SET %s WHERE id = %d;", set, m.ID))
		changed := got(s.MessagesAfter(ctx, "alice", "general", cursor, 10))(t)
		equal(t, set, len(changed), 1)
		cursor = newestChange(changed)
		equal(t, "cursor is past "+set, len(got(s.MessagesAfter(ctx, "alice", "general", cursor, 10))(t)), 0)
	}
	equal(t, "content", got(s.Message(ctx, "alice", m.ID))(t).Content, "changed")
}

func TestExternalOldMessagesReachACursorInPages(t *testing.T) {
	s := newTestStore(t, "alice")
	ctx := t.Context()
	cursor := send(t, s, "alice", "general", "newest", noon).TS
	shell(t, s.file(), `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
		INSERT INTO messages(channel, sender, content, ts, edited_ts)
		SELECT 'general', 'bob', 'old ' || i, 1716000000 + i, iif(i % 3 = 0, 1716000100 + i, NULL) FROM n;`)
	var sizes []int
	for range 4 {
		page := got(s.MessagesAfter(ctx, "alice", "general", cursor, 7))(t)
		sizes = append(sizes, len(page))
		cursor = max(cursor, newestChange(page))
	}
	equal(t, "pages", sizes, []int{7, 7, 6, 0})
}

func TestExternalReactionsFromBeforeTheirMessageShow(t *testing.T) {
	s := newTestStore(t, "alice")
	shell(t, s.file(), `INSERT INTO message_reactions(channel, msg_ts, emoji, reactor) VALUES ('general', 1716000000.5, '👍', 'bob');
		INSERT INTO messages(channel, sender, content, ts) VALUES ('general', 'bob', 'hi', 1716000000.5);`)
	page := got(s.MessagesAfter(t.Context(), "alice", "general", 0, 10))(t)
	equal(t, "reactions", page[0].Reactions, []chat.Reaction{{Emoji: "👍", Reactors: []string{"bob"}}})
}
