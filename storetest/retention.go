package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("retention", []test{
	{"old messages go with what refers to them and nothing else does", testOldMessagesGoWithWhatRefersToThemAndNothingElseDoes},
	{"unread counts follow what is there", testUnreadCountsFollowWhatIsThere},
	{"other writes get in between the steps of a removal", testOtherWritesGetInBetweenTheStepsOfARemoval},
	{"removal that was cut short is finished by the next", testRemovalThatWasCutShortIsFinishedByTheNext},
	{"removal does not break the cursor of who has seen a later change", testRemovalDoesNotBreakTheCursorOfWhoHasSeenALaterChange},
	{"numbers of removed messages are not given again", testNumbersOfRemovedMessagesAreNotGivenAgain},
	{"removal is published once it is made", testRemovalIsPublishedOnceItIsMade},
})

const keptDays = 30

// old is a moment that is past keeping at noon.
func old(d time.Duration) time.Time { return noon.AddDate(0, 0, -keptDays-1).Add(d) }

func noPause(context.Context) error { return nil }

func removeOld(t testing.TB, s *fixture) int {
	t.Helper()
	return got(s.RemoveMessages(t.Context(), chat.KeptSince(noon, keptDays), noPause))(t)
}

func rowsOf(t testing.TB, s *fixture, table string) int {
	t.Helper()
	return int(count(t, s, "SELECT count(*) FROM "+table))
}

func newOldStore(t testing.TB, db Database, users ...string) *fixture {
	t.Helper()
	s := newStore(t, db)
	for _, name := range users {
		must(t, s.CreateUser(t.Context(), chat.User{
			Username: name, PasswordHash: "hash", CreatedTS: chat.StampOf(old(-time.Hour)),
		}))
	}
	return s
}

func testOldMessagesGoWithWhatRefersToThemAndNothingElseDoes(t *testing.T, db Database) {
	s := newOldStore(t, db, "alice", "bob")
	ctx := t.Context()
	for _, channel := range []string{"general", "dm:alice:bob"} {
		gone := send(t, s, "alice", channel, "old", old(0))
		got(s.React(ctx, "bob", gone.ID, "👍", old(time.Minute)))(t)
		stays := send(t, s, "alice", channel, "new", before(time.Hour))
		got(s.React(ctx, "bob", stays.ID, "👍", before(time.Minute)))(t)
		markRead(t, s, "bob", channel, stays.TS, noon)
		reply := got(s.Send(ctx, "bob", channel, "a reply", gone.ID, noon))(t)

		removeOld(t, s)
		if _, err := s.Message(ctx, "alice", gone.ID); chat.CodeOf(err) != chat.NotFound {
			t.Errorf("%s: the old message is answered %v", channel, err)
		}
		if m := got(s.Message(ctx, "alice", reply.ID))(t); m.ReplyToID != gone.ID || m.Content != "a reply" {
			t.Errorf("%s: the reply is %+v", channel, m)
		}
		if m := got(s.Message(ctx, "alice", stays.ID))(t); len(m.Reactions) != 1 {
			t.Errorf("%s: the new message lost its reaction: %+v", channel, m)
		}
		if names := readers(t, s, "alice", stays); len(names) != 1 {
			t.Errorf("%s: read by %q", channel, names)
		}
		if ts := got(s.LastRead(ctx, "bob", channel))(t); ts != stays.TS {
			t.Errorf("%s: read up to %v, not %v", channel, ts, stays.TS)
		}
	}
	for table, want := range map[string]int{"messages": 4, "message_reactions": 2, "read_receipts": 2, "read_state": 2} {
		if n := rowsOf(t, s, table); n != want {
			t.Errorf("%d rows of %s, want %d", n, table, want)
		}
	}
}

func testUnreadCountsFollowWhatIsThere(t *testing.T, db Database) {
	s := newOldStore(t, db, "alice", "bob")
	for i := range 3 {
		send(t, s, "alice", "general", "old", old(time.Duration(i)*time.Minute))
	}
	send(t, s, "alice", "general", "new", noon)
	if n := unread(t, s, "bob", "general"); n != 4 {
		t.Fatalf("%d unread before", n)
	}
	removeOld(t, s)
	if n := unread(t, s, "bob", "general"); n != 1 {
		t.Errorf("%d unread, and one is there", n)
	}
}

func testOtherWritesGetInBetweenTheStepsOfARemoval(t *testing.T, db Database) {
	s := newOldStore(t, db, "alice", "bob")
	ctx := t.Context()
	const messages, reactions = 3*chat.RetentionStep + 7, 3
	db.AddMessages(t, "general", "alice", chat.StampOf(old(0)), messages)
	for id := range reactions {
		got(s.React(ctx, "bob", int64(id+1), "👍", old(time.Minute)))(t)
	}
	markRead(t, s, "bob", "general", 0, old(time.Hour))
	var left []int
	pause := func(context.Context) error {
		left = append(left, rowsOf(t, s, "messages")+rowsOf(t, s, "read_receipts")+rowsOf(t, s, "message_reactions"))
		send(t, s, "alice", "random", "in between", noon)
		left[len(left)-1] -= len(left) - 1 // what was sent in the pauses before
		return nil
	}
	removed := got(s.RemoveMessages(t.Context(), chat.KeptSince(noon, keptDays), pause))(t)
	if removed != messages {
		t.Errorf("removed %d of %d", removed, messages)
	}
	last := messages + messages + reactions
	for i, rows := range left {
		if last-rows > chat.RetentionStep || rows > last {
			t.Errorf("step %d took %d rows", i, last-rows)
		}
		last = rows
	}
	if last != 0 || len(left) < 8 {
		t.Errorf("%d rows left after %d steps", last, len(left))
	}
}

func testRemovalThatWasCutShortIsFinishedByTheNext(t *testing.T, db Database) {
	s := newOldStore(t, db, "alice", "bob")
	m := send(t, s, "alice", "general", "old", old(0))
	got(s.React(t.Context(), "bob", m.ID, "👍", old(time.Minute)))(t)
	markRead(t, s, "bob", "general", m.TS, old(time.Minute))
	stopped := errors.New("stopped")
	if _, err := s.RemoveMessages(t.Context(), chat.KeptSince(noon, keptDays), func(context.Context) error { return stopped }); !errors.Is(err, stopped) {
		t.Fatal(err)
	}
	if rowsOf(t, s, "messages") != 0 || rowsOf(t, s, "read_receipts") != 1 {
		t.Fatal("it was not cut short")
	}
	removeOld(t, s)
	if n := rowsOf(t, s, "read_receipts") + rowsOf(t, s, "message_reactions"); n != 0 {
		t.Errorf("%d rows refer to nothing", n)
	}
}

// The channel's clock goes on from the newest change that is there.
func testRemovalDoesNotBreakTheCursorOfWhoHasSeenALaterChange(t *testing.T, db Database) {
	s := newOldStore(t, db, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "old", old(0))
	send(t, s, "alice", "general", "old too", old(time.Second))
	got(s.React(ctx, "bob", m.ID, "👍", noon))(t)
	cursor := got(s.Message(ctx, "bob", m.ID))(t).ReactionsTS
	removeOld(t, s)
	// The machine's clock was set back by an hour.
	fresh := send(t, s, "alice", "general", "new", before(time.Hour))
	if fresh.TS <= cursor {
		t.Errorf("sent at %v, the cursor stands at %v", fresh.TS, cursor)
	}
	if page := got(s.MessagesAfter(ctx, "bob", "general", cursor, 0))(t); len(page) != 1 || page[0].ID != fresh.ID {
		t.Errorf("after the cursor: %+v", page)
	}
	// Now that there is a later change, the first message goes too.
	if removed := removeOld(t, s); removed != 1 {
		t.Errorf("removed %d", removed)
	}
}

func testNumbersOfRemovedMessagesAreNotGivenAgain(t *testing.T, db Database) {
	s := newOldStore(t, db, "alice")
	gone := send(t, s, "alice", "general", "old", old(0))
	removeOld(t, s)
	if m := send(t, s, "alice", "general", "new", noon); m.ID <= gone.ID {
		t.Errorf("number %d after %d", m.ID, gone.ID)
	}
}

func testRemovalIsPublishedOnceItIsMade(t *testing.T, db Database) {
	s := newOldStore(t, db, "alice")
	send(t, s, "alice", "general", "old", old(0))
	s.published.forget()
	s.published.observe(func() {
		if rowsOf(t, s, "messages") != 0 {
			t.Error("published too early")
		}
	})
	removeOld(t, s)
	equal(t, "published", s.published.all(), []chat.Topic{chat.TopicRevisions("general"), chat.TopicMessages("general"), chat.TopicRemovals("general"), chat.TopicReceipts("general"), chat.TopicLists})
	s.published.forget()
	removeOld(t, s)
	equal(t, "published though nothing was removed", len(s.published.all()), 0)
}
