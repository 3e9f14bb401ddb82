package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("message", []test{
	{"stamps strictly increase though the clock goes back", testStampsStrictlyIncreaseThoughTheClockGoesBack},
	{"an edit from another version loses nothing", testAnEditFromAnotherVersionLosesNothing},
	{"one clock issues every stamp of a channel", testOneClockIssuesEveryStampOfAChannel},
	{"cursor with a limit misses no change", testCursorWithALimitMissesNoChange},
	{"pages stay in order and in bounds", testPagesStayInOrderAndInBounds},
	{"a page after a stamp continues the one before", testAPageAfterAStampContinuesTheOneBefore},
	{"recent messages are the newest and those that changed last", testRecentMessagesAreTheNewestAndTheChanged},
	{"what changes a message is no new one", testWhatChangesAMessageIsPublishedAsARevision},
	{"pages are capped whatever is asked", testPagesAreCappedWhateverIsAsked},
	{"answers end where their content is enough, and the next goes on", testAnswersEndWhereTheirContentIsEnough},
	{"changing what is not one's own is refused", testChangingWhatIsNotOnesOwnIsRefused},
	{"reply to what cannot be seen is no reply", testReplyToWhatCannotBeSeenIsNoReply},
	{"refused send leaves nothing", testRefusedSendLeavesNothing},
	{"nothing by a member comes after their removal", testNothingByAMemberComesAfterTheirRemoval},
})

func testStampsStrictlyIncreaseThoughTheClockGoesBack(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	var sent atomic.Int64
	together(t, 16, func(i int) error {
		for j := range 8 {
			now := noon
			if sent.Add(1) > 64 {
				now = before(time.Hour)
			}
			if _, err := s.Send(t.Context(), "alice", "general", fmt.Sprint(i, "/", j), 0, now); err != nil {
				return err
			}
		}
		return nil
	})
	messages := got(s.MessagesAfter(t.Context(), "alice", "general", 0, 200))(t)
	equal(t, "messages", len(messages), 16*8)
	for i := 1; i < len(messages); i++ {
		if a, b := messages[i-1], messages[i]; a.ID >= b.ID || a.TS >= b.TS {
			t.Errorf("message %d at %.6f, then %d at %.6f", a.ID, a.TS, b.ID, b.TS)
		}
	}
}

func testOneClockIssuesEveryStampOfAChannel(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob")
	var stamps []chat.Stamp
	for i := range 4 {
		now := before(time.Duration(i) * time.Hour)
		m := send(t, s, "alice", channel, "hello", now)
		must(t, s.EditMessage(ctx, "alice", m.ID, "hello!", now))
		got(s.React(ctx, "bob", m.ID, "👍", now))(t)
		m = got(s.Message(ctx, "alice", m.ID))(t)
		stamps = append(stamps, m.TS, m.EditedTS, m.ReactionsTS)
		must(t, s.AddMember(ctx, "alice", id, "carol", chat.HistoryJoin, now))
		access := got(s.CheckAccess(ctx, "carol", channel))(t)
		added := got(s.MessagesAfter(ctx, "carol", channel, 0, 1))(t)[0]
		stamps = append(stamps, access.JoinedTS, added.TS)
		must(t, s.RemoveMember(ctx, "alice", id, "carol", now))
		must(t, s.DeleteMessage(ctx, "alice", m.ID, now))
		stamps = append(stamps, got(s.Message(ctx, "alice", m.ID))(t).DeletedTS)
	}
	for i := 1; i < len(stamps); i++ {
		if stamps[i-1] >= stamps[i] {
			t.Errorf("stamp %d is %.6f after %.6f", i, stamps[i], stamps[i-1])
		}
	}
	equal(t, "changed_ts is the newest of a message's stamps", count(t, s, `SELECT count(*) FROM messages
		WHERE changed_ts < ts OR changed_ts < edited_ts OR changed_ts < deleted_ts OR changed_ts < reactions_ts
			OR changed_ts NOT IN (ts, coalesce(edited_ts, 0), coalesce(deleted_ts, 0), coalesce(reactions_ts, 0))`), int64(0))
}

// newestStamp is how a reader moves their cursor.
func newestStamp(cursor chat.Stamp, messages []chat.Message) chat.Stamp {
	for _, m := range messages {
		cursor = max(cursor, m.TS, m.EditedTS, m.DeletedTS, m.ReactionsTS)
	}
	return cursor
}

func testCursorWithALimitMissesNoChange(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	live, late := newFollower(s, "carol"), newFollower(s, "bob")
	const each = 20
	var writing atomic.Int64
	writing.Store(4)
	done := make(chan struct{})
	go func() {
		defer close(done)
		together(t, 4, func(i int) error {
			defer writing.Add(-1)
			return converse(t, s, []string{"alice", "bob"}[i%2], each)
		})
	}()
	for writing.Load() > 0 {
		live.follow(t)
	}
	<-done
	for _, f := range []*follower{live, late} {
		for f.follow(t) > 0 {
		}
		for _, m := range got(s.MessagesAfter(ctx, "carol", "general", 0, 0))(t) {
			equal(t, fmt.Sprint(f.user, "'s view of message ", m.ID), f.view[m.ID], m)
		}
		equal(t, f.user+"'s messages", len(f.view), 4*each)
	}
}

// follower is a reader who asks for seven changes at a time.
type follower struct {
	s      *fixture
	user   string
	cursor chat.Stamp
	view   map[int64]chat.Message
}

func newFollower(s *fixture, user string) *follower {
	return &follower{s: s, user: user, cursor: 1, view: make(map[int64]chat.Message)}
}

func (f *follower) follow(t *testing.T) int {
	t.Helper()
	messages := got(f.s.MessagesAfter(t.Context(), f.user, "general", f.cursor, 7))(t)
	for _, m := range messages {
		f.view[m.ID] = m
	}
	f.cursor = newestStamp(f.cursor, messages)
	return len(messages)
}

// converse sends messages and changes some of them and of the others'.
func converse(t *testing.T, s *fixture, user string, n int) error {
	ctx := t.Context()
	for i := range n {
		m, err := s.Send(ctx, user, "general", fmt.Sprint(user, i), 0, noon)
		if err != nil {
			return err
		}
		_, reactErr := s.React(ctx, user, max(1, m.ID-5), "👍", noon)
		if chat.CodeOf(reactErr) == chat.NotFound {
			reactErr = nil
		}
		var changeErr error
		switch i % 3 {
		case 0:
			changeErr = s.EditMessage(ctx, user, m.ID, "changed", noon)
		case 1:
			changeErr = s.DeleteMessage(ctx, user, m.ID, noon)
		}
		if err := errors.Join(reactErr, changeErr); err != nil {
			return err
		}
	}
	return nil
}

func testPagesStayInOrderAndInBounds(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	var sent []chat.Message
	for i := range 6 {
		sent = append(sent, send(t, s, "alice", "general", fmt.Sprint(i), after(time.Duration(i)*time.Second)))
	}
	must(t, s.DeleteMessage(ctx, "alice", sent[3].ID, after(time.Minute)))
	newest := got(s.MessagesAfter(ctx, "alice", "general", 0, 4))(t)
	equal(t, "newest page, tombstone without content", contents(newest), []string{"2", "", "4", "5"})
	equal(t, "tombstone", newest[1].Deleted, true)
	equal(t, "page before", contents(got(s.MessagesBefore(ctx, "alice", "general", sent[5].TS, 3))(t)), []string{"1", "2", "4"})
	equal(t, "everything", len(got(s.MessagesAfter(ctx, "alice", "general", 0, 0))(t)), 6)
	equal(t, "a negative cursor", contents(got(s.MessagesAfter(ctx, "alice", "general", -5, 2))(t)), []string{"4", "5"})
	equal(t, "after the newest message", contents(got(s.MessagesAfter(ctx, "alice", "general", sent[5].TS, 5))(t)), []string{""})
	equal(t, "content of the tombstone", got(s.Message(ctx, "alice", sent[3].ID))(t).Content, "")
}

func testPagesAreCappedWhateverIsAsked(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	db.AddMessages(t, "general", "alice", 1, chat.MaxMessagesPage+100)
	later := chat.StampOf(noon)
	equal(t, "changes", len(got(s.MessagesAfter(t.Context(), "alice", "general", 1, 5000))(t)), chat.MaxMessagesPage)
	equal(t, "before", len(got(s.MessagesBefore(t.Context(), "alice", "general", later, 5000))(t)), chat.MaxMessagesBeforePage)
	equal(t, "before, no limit", len(got(s.MessagesBefore(t.Context(), "alice", "general", later, 0))(t)), chat.MessagesBeforePage)
}

func testAnswersEndWhereTheirContentIsEnough(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	const messages = 70
	largest := strings.Repeat("👍", chat.MaxMessageChars)
	var sent []chat.Message
	for i := range messages {
		sent = append(sent, send(t, s, "alice", "general", largest, after(time.Duration(i)*time.Second)))
	}
	must(t, s.EditMessage(t.Context(), "alice", sent[3].ID, "short", after(time.Hour)))
	fits := chat.MaxAnswerContent/len(largest) + 1

	seen, answers := map[int64]int{}, 0
	for cursor := chat.Stamp(1); ; answers++ {
		list := got(s.MessagesAfter(t.Context(), "alice", "general", cursor, 0))(t)
		if len(list) == 0 {
			break
		}
		if len(list) > fits {
			t.Errorf("%d of the largest messages in an answer, of which %d fit", len(list), fits)
		}
		for _, m := range list {
			seen[m.ID]++
			cursor = max(cursor, m.ChangedTS())
		}
	}
	equal(t, "messages in all answers", len(seen), messages)
	equal(t, "answers", answers, (messages+fits-1)/fits)
	equal(t, "times that the edited one came", seen[sent[3].ID], 1)

	newest := got(s.MessagesBefore(t.Context(), "alice", "general", chat.StampOf(after(2*time.Hour)), chat.MaxMessagesBeforePage))(t)
	equal(t, "a page before, whole", len(newest), chat.MessagesBeforePage)
	equal(t, "ends before the cursor", newest[len(newest)-1].ID, sent[messages-1].ID)
	rest := got(s.MessagesBefore(t.Context(), "alice", "general", newest[0].TS, chat.MaxMessagesBeforePage))(t)
	equal(t, "the rest", len(rest), messages-chat.MessagesBeforePage)
}

func testChangingWhatIsNotOnesOwnIsRefused(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob")
	m := send(t, s, "alice", "general", "hello", noon)
	secret := send(t, s, "bob", channel, "secret", noon)
	must(t, s.AddMember(ctx, "alice", id, "carol", chat.HistoryJoin, noon))
	added := got(s.MessagesAfter(ctx, "alice", channel, secret.TS, 1))(t)[0]
	equal(t, "system message", added.Content, "alice added carol to this channel")
	must(t, s.RemoveMember(ctx, "alice", id, "bob", noon))

	for _, c := range []struct {
		what, user string
		id         int64
	}{
		{"another's message", "bob", m.ID},
		{"no message", "alice", 999},
		{"a message of a channel since left", "bob", secret.ID},
		{"a message from before one joined", "carol", secret.ID},
		{"a system message", chat.SystemSender, added.ID},
	} {
		refused(t, "edit "+c.what, s.EditMessage(ctx, c.user, c.id, "x", noon), chat.Forbidden)
		refused(t, "delete "+c.what, s.DeleteMessage(ctx, c.user, c.id, noon), chat.Forbidden)
	}
	must(t, s.DeleteMessage(ctx, "alice", m.ID, noon))
	refused(t, "edit a deleted one", s.EditMessage(ctx, "alice", m.ID, "x", noon), chat.Conflict)
	refused(t, "delete a deleted one", s.DeleteMessage(ctx, "alice", m.ID, noon), chat.Conflict)
	_, err := s.Message(ctx, "carol", secret.ID)
	refused(t, "read what was before one joined", err, chat.NotFound)
	equal(t, "untouched", count(t, s, "SELECT count(*) FROM messages WHERE edited = 1 OR content = 'x'"), int64(0))
}

func testReplyToWhatCannotBeSeenIsNoReply(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice")
	early := send(t, s, "alice", channel, "early", noon)
	elsewhere := send(t, s, "alice", "general", "elsewhere", noon)
	must(t, s.AddMember(ctx, "alice", id, "bob", chat.HistoryJoin, noon))
	seen := send(t, s, "alice", channel, "seen", noon)
	for replyTo, want := range map[int64]int64{early.ID: 0, elsewhere.ID: 0, 999: 0, -1: 0, seen.ID: seen.ID} {
		m := got(s.Send(ctx, "bob", channel, "reply", replyTo, noon))(t)
		equal(t, fmt.Sprint("reply to ", replyTo), got(s.Message(ctx, "bob", m.ID))(t).ReplyToID, want)
	}
}

func testRefusedSendLeavesNothing(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	for channel, code := range map[string]chat.Code{
		"nowhere": chat.Forbidden, "private:1": chat.Forbidden, "dm:alice:bob": "", "dm:bob:alice": chat.Invalid,
		"dm:alice:zed": chat.Invalid, "dm:Alice:bob": chat.Forbidden, "dm:alice:alice": chat.Invalid, "": chat.Forbidden,
	} {
		_, err := s.Send(t.Context(), "alice", channel, "hello", 0, noon)
		refused(t, channel, err, code)
	}
	_, err := s.Send(t.Context(), "nobody", "general", "hello", 0, noon)
	refused(t, "someone without an account", err, chat.Forbidden)
	equal(t, "messages", count(t, s, "SELECT count(*) FROM messages"), int64(1))
}

func testNothingByAMemberComesAfterTheirRemoval(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice")
	for round := range 8 {
		must(t, s.AddMember(ctx, "alice", id, "bob", chat.HistoryAll, noon))
		var sent atomic.Int64
		done := make(chan error)
		for range 3 {
			go func() {
				for {
					if _, err := s.Send(ctx, "bob", channel, fmt.Sprint("round ", round), 0, noon); err != nil {
						done <- err
						return
					}
					sent.Add(1)
				}
			}()
		}
		eventually(t, "bob posts", func() bool { return sent.Load() >= int64(3+round) })
		must(t, s.RemoveMember(ctx, "alice", id, "bob", noon))
		for range 3 {
			refused(t, "bob's last send", <-done, chat.Forbidden)
		}
		last := got(s.MessagesAfter(ctx, "alice", channel, 0, 1))(t)[0]
		equal(t, "the last message", last.Content, "alice removed bob from this channel")
		equal(t, "bob's messages", count(t, s, fmt.Sprintf("SELECT count(*) FROM messages WHERE content = 'round %d'", round)), sent.Load())
	}
}

func testRecentMessagesAreTheNewestAndTheChanged(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	var sent []chat.Message
	for i := range 6 {
		sent = append(sent, send(t, s, "alice", "general", fmt.Sprint(i), after(time.Duration(i)*time.Second)))
	}
	must(t, s.EditMessage(ctx, "alice", sent[0].ID, "0, edited", after(time.Minute)))
	got(s.React(ctx, "alice", sent[1].ID, "👍", after(2*time.Minute)))(t)
	newest, changed, err := s.RecentMessages(ctx, "general", 3)
	must(t, err)
	equal(t, "newest", contents(newest), []string{"3", "4", "5"})
	equal(t, "changed", contents(changed), []string{"0, edited", "1", "5"})
	equal(t, "reactions", len(changed[1].Reactions), 1)
}

func testAPageAfterAStampContinuesTheOneBefore(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice")
	send(t, s, "alice", channel, "before bob", noon)
	must(t, s.AddMember(ctx, "alice", id, "bob", chat.HistoryJoin, noon))
	var kept []chat.Message
	for i := range 12 {
		m := send(t, s, "alice", channel, fmt.Sprint(i), noon)
		if i%4 == 3 {
			must(t, s.DeleteMessage(ctx, "alice", m.ID, noon))
		} else {
			kept = append(kept, m)
		}
	}
	for i, m := range kept {
		following := got(s.MessagesFollowing(ctx, "bob", channel, m.TS, 4))(t)
		equal(t, "page after", following, append([]chat.Message(nil), kept[i+1:min(i+5, len(kept))]...))
	}
	all := got(s.MessagesFollowing(ctx, "bob", channel, 0, 1_000))(t)
	equal(t, "from the join on, its line first", all[1:], kept)
	refused(t, "a stranger's page", onlyError(s.MessagesFollowing(ctx, "mallory", channel, 0, 4)), chat.Forbidden)
}

func testAnEditFromAnotherVersionLosesNothing(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	m := send(t, s, "alice", "general", "hello", noon)
	edit := func(version chat.Stamp, text string) error {
		return s.EditMessageFrom(t.Context(), "alice", m.ID, version, text, after(time.Second))
	}
	now := func() chat.Message {
		t.Helper()
		return got(s.Message(t.Context(), "bob", m.ID))(t)
	}
	must(t, edit(0, "hello"))
	equal(t, "edited by the same text", now().Edited, false)
	must(t, edit(0, "hello!"))
	first := now()
	refused(t, "an edit of what is there no longer", edit(0, "hello?"), chat.Conflict)
	must(t, edit(0, "hello!"))
	equal(t, "after what changes nothing", now(), first)
	must(t, edit(first.EditedTS, "hello?"))
	equal(t, "text", now().Content, "hello?")
	must(t, s.EditMessage(t.Context(), "alice", m.ID, "whatever", after(time.Second)))
}
