package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minimost/chat"
	"minimost/testkit"
)

var _ = addTests("receipt", []test{
	{"what is marked read in many steps is not given up for how many they are", testMarkingMuchReadOutlastsItsDeadline},
	{"who gives up marks no more of it read", testMarkingMuchReadEndsWithWhoAsked},
	{"marking read while messages arrive leaves every triple once", testMarkingReadWhileMessagesArriveLeavesEveryTripleOnce},
	{"reading up to a later stamp does not pass later messages", testReadingUpToALaterStampDoesNotPassLaterMessages},
	{"what was there before the person gets no receipt", testWhatWasThereBeforeThePersonGetsNoReceipt},
	{"what is read unshared never gets a receipt", testWhatIsReadUnsharedNeverGetsAReceipt},
	{"who does not share is in no list and sees the others", testWhoDoesNotShareIsInNoListAndSeesTheOthers},
	{"receipts of what cannot be seen are refused", testReceiptsOfWhatCannotBeSeenAreRefused},
	{"unread counts no own deleted or system messages", testUnreadCountsNoOwnDeletedOrSystemMessages},
	{"what is unread is one rule, counted and found", testWhatIsUnreadIsOneRule},
	{"recent channels are those read, the newest first", testRecentChannelsAreThoseRead},
})

func markRead(t testing.TB, s *fixture, user, channel string, upTo chat.Stamp, now time.Time) {
	t.Helper()
	must(t, s.MarkRead(t.Context(), user, channel, upTo, now))
}

// readers are who left a receipt for the message, as others see it.
func readers(t testing.TB, s *fixture, user string, m chat.Message) []string {
	t.Helper()
	names := []string{}
	for _, r := range got(s.Receipts(t.Context(), user, m.Channel, m.ID))(t) {
		names = append(names, r.Reader)
	}
	return names
}

func unread(t testing.TB, s *fixture, user, channel string) int {
	t.Helper()
	for _, u := range got(s.ChannelUnreads(t.Context(), user))(t) {
		if u.Channel == channel {
			return u.Unread
		}
	}
	t.Fatalf("%s is not listed", channel)
	return 0
}

func testMarkingReadWhileMessagesArriveLeavesEveryTripleOnce(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	var writing atomic.Int64
	writing.Store(3)
	together(t, 7, func(i int) error {
		if i < 3 {
			defer writing.Add(-1)
			for j := range 40 {
				if _, err := s.Send(ctx, []string{"alice", "bob", "carol"}[i], "general", fmt.Sprint(j), 0, noon); err != nil {
					return err
				}
			}
			return nil
		}
		for writing.Load() > 0 {
			if err := s.MarkRead(ctx, "carol", "general", 0, noon); err != nil {
				return err
			}
		}
		return nil
	})
	markRead(t, s, "carol", "general", 0, noon)
	equal(t, "receipts", count(t, s, "SELECT count(*) FROM read_receipts"), int64(80))
	equal(t, "messages of others without one", count(t, s, `SELECT count(*) FROM messages AS m WHERE sender <> 'carol'
		AND NOT EXISTS (SELECT 1 FROM read_receipts WHERE msg_ts = m.ts AND channel = 'general' AND reader = 'carol')`), int64(0))
	equal(t, "receipts for own messages", count(t, s, `SELECT count(*) FROM read_receipts JOIN messages ON ts = msg_ts WHERE sender = 'carol'`), int64(0))
	equal(t, "unread", unread(t, s, "carol", "general"), 0)
}

// limit is a context whose deadline comes when it is asked to.
type limit struct {
	context.Context
	come  sync.Once
	ended chan struct{}
}

func (l *limit) Deadline() (time.Time, bool) {
	if l.Err() != nil {
		return time.Now(), true
	}
	return time.Now().Add(testkit.Patience), true
}

func (l *limit) Done() <-chan struct{} { return l.ended }

func (l *limit) Err() error {
	select {
	case <-l.ended:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// mostAtOnce is how many messages are marked as read before anything of that is published, and much is more.
const mostAtOnce, much = 500, 3 * mostAtOnce / 2

func testMarkingMuchReadOutlastsItsDeadline(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	db.AddMessages(t, "general", "alice", chat.StampOf(noon), much)
	db.AddMessages(t, "random", "alice", chat.StampOf(noon), much)
	key := chat.Once{Account: "carol", Method: "POST", Route: "/mark_all_read", Key: "key"}
	markAll := func(ctx context.Context) error {
		return s.MarkAllRead(chat.WithOnce(ctx, key), "carol", after(time.Hour))
	}
	for _, c := range []struct {
		reader string
		many   int64
		mark   func(context.Context) error
	}{
		{"bob", much, func(ctx context.Context) error { return s.MarkRead(ctx, "bob", "general", 0, after(time.Hour)) }},
		{"carol", 2 * much, markAll},
	} {
		receipts := fmt.Sprintf("SELECT count(*) FROM read_receipts WHERE reader = '%s'", c.reader)
		ctx := &limit{Context: t.Context(), ended: make(chan struct{})}
		var first int64
		s.published.observe(func() {
			if n := count(t, s, receipts); n > 0 {
				ctx.come.Do(func() {
					first = n
					close(ctx.ended)
				})
			}
		})
		must(t, c.mark(ctx))
		s.published.observe(nil)
		equal(t, c.reader+"'s first step", first, int64(mostAtOnce))
		equal(t, c.reader+"'s receipts", count(t, s, receipts), c.many)
		equal(t, c.reader+" has unread", unread(t, s, c.reader, "general"), 0)
	}
	db.AddMessages(t, "general", "alice", chat.StampOf(after(time.Hour)), much)
	must(t, markAll(t.Context()))
	equal(t, "receipts after the key was used again", count(t, s, "SELECT count(*) FROM read_receipts WHERE reader = 'carol'"), int64(2*much))
}

func testMarkingMuchReadEndsWithWhoAsked(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	db.AddMessages(t, "general", "alice", chat.StampOf(noon), much)
	ctx, cancel := context.WithTimeout(t.Context(), testkit.Patience)
	defer cancel()
	const receipts = "SELECT count(*) FROM read_receipts"
	s.published.observe(func() {
		if count(t, s, receipts) > 0 {
			cancel()
		}
	})
	refused(t, "marking", s.MarkRead(ctx, "bob", "general", 0, after(time.Hour)), chat.Unavailable)
	equal(t, "receipts", count(t, s, receipts), int64(mostAtOnce))
	equal(t, "unread", unread(t, s, "bob", "general"), much-mostAtOnce)
}

func testReadingUpToALaterStampDoesNotPassLaterMessages(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	first := send(t, s, "alice", "general", "1", noon)
	second := send(t, s, "alice", "general", "2", noon)
	markRead(t, s, "bob", "general", first.TS, noon)
	equal(t, "read up to the first", got(s.LastRead(ctx, "bob", "general"))(t), first.TS)
	equal(t, "unread", unread(t, s, "bob", "general"), 1)
	markRead(t, s, "bob", "general", chat.StampOf(after(time.Hour)), noon)
	equal(t, "read up to the second", got(s.LastRead(ctx, "bob", "general"))(t), second.TS)
	markRead(t, s, "bob", "general", first.TS, noon)
	equal(t, "never back", got(s.LastRead(ctx, "bob", "general"))(t), second.TS)
	third := send(t, s, "alice", "general", "3", noon)
	equal(t, "unread again", unread(t, s, "bob", "general"), 1)
	equal(t, "readers of the third", readers(t, s, "alice", third), []string{})
	equal(t, "when the first was read", got(s.Receipts(ctx, "alice", "general", first.ID))(t),
		[]chat.Receipt{{Reader: "bob", ReadTS: chat.StampOf(noon)}})
	markRead(t, s, "bob", "random", 0, noon)
	equal(t, "an empty channel", got(s.LastRead(ctx, "bob", "random"))(t), chat.Stamp(0))
}

func testWhatWasThereBeforeThePersonGetsNoReceipt(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	old := send(t, s, "alice", "general", "before bob had an account", before(48*time.Hour))
	id, channel := newPrivate(t, s, "alice")
	early := send(t, s, "alice", channel, "before bob joined", noon)
	must(t, s.AddMember(ctx, "alice", id, "bob", chat.HistoryAll, noon))
	late := send(t, s, "alice", channel, "after", noon)
	equal(t, "unread in general", unread(t, s, "bob", "general"), 0)
	equal(t, "unread", got(s.PrivateChannels(ctx, "bob"))(t)[0].Unread, 1)
	markRead(t, s, "bob", "general", 0, noon)
	markRead(t, s, "bob", channel, 0, noon)
	equal(t, "before the account", readers(t, s, "alice", old), []string{})
	equal(t, "before joining", readers(t, s, "alice", early), []string{})
	equal(t, "after joining", readers(t, s, "alice", late), []string{"bob"})
	equal(t, "visible all the same", got(s.Message(ctx, "bob", early.ID))(t).Content, "before bob joined")
	equal(t, "unread now", got(s.PrivateChannels(ctx, "bob"))(t)[0].Unread, 0)
}

func testWhatIsReadUnsharedNeverGetsAReceipt(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	quietly := []struct {
		what       string
		hide, show func()
	}{
		{"receipts off", func() { must(t, s.SaveSettings(ctx, "bob", chat.Settings{ShareTyping: true}.All(), noon)) },
			func() {
				must(t, s.SaveSettings(ctx, "bob", chat.Settings{ShareReceipts: true, ShareTyping: true}.All(), noon))
			}},
		{"invisible", func() { must(t, s.ChooseOverride(ctx, "bob", chat.OverrideOffline, 0, noon)) },
			func() { must(t, s.ChooseOverride(ctx, "bob", chat.Automatic, 0, noon)) }},
	}
	for _, q := range quietly {
		m := send(t, s, "alice", "general", "hello", noon)
		q.hide()
		markRead(t, s, "bob", "general", 0, noon)
		equal(t, q.what+": unread", unread(t, s, "bob", "general"), 0)
		q.show()
		markRead(t, s, "bob", "general", 0, noon)
		equal(t, q.what+": readers", readers(t, s, "alice", m), []string{})
	}
	m := send(t, s, "alice", "general", "hello", noon)
	markRead(t, s, "bob", "general", 0, noon)
	equal(t, "shared again", readers(t, s, "alice", m), []string{"bob"})
}

func testWhoDoesNotShareIsInNoListAndSeesTheOthers(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello", noon)
	markRead(t, s, "bob", "general", 0, noon)
	markRead(t, s, "carol", "general", 0, after(time.Second))
	equal(t, "both share", readers(t, s, "alice", m), []string{"bob", "carol"})
	must(t, s.SaveSettings(ctx, "bob", chat.Settings{}.All(), noon))
	equal(t, "readers", readers(t, s, "bob", m), []string{"carol"})
	equal(t, "watermarks", got(s.Watermarks(ctx, "general"))(t), map[string]chat.Stamp{"carol": m.TS})
}

func testReceiptsOfWhatCannotBeSeenAreRefused(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice")
	secret := send(t, s, "alice", channel, "secret", noon)
	_, err := s.Receipts(ctx, "bob", channel, secret.ID)
	refused(t, "no access", err, chat.Forbidden)
	_, err = s.Receipts(ctx, "bob", "general", secret.ID)
	refused(t, "another channel's message", err, chat.NotFound)
	must(t, s.AddMember(ctx, "alice", id, "bob", chat.HistoryJoin, noon))
	_, err = s.Receipts(ctx, "bob", channel, secret.ID)
	refused(t, "from before joining", err, chat.NotFound)
	_, err = s.Receipts(ctx, "bob", channel, 999)
	refused(t, "no message", err, chat.NotFound)
	for what, err := range map[string]error{
		"mark read": s.MarkRead(ctx, "bob", "private:99", 0, noon),
		"last read": onlyError(s.LastRead(ctx, "bob", "private:99")),
	} {
		refused(t, what, err, chat.Forbidden)
	}
}

func testUnreadCountsNoOwnDeletedOrSystemMessages(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob")
	send(t, s, "bob", channel, "own", noon)
	gone := send(t, s, "alice", channel, "oops", noon)
	send(t, s, "alice", channel, "stays", noon)
	must(t, s.RenamePrivateChannel(ctx, "alice", id, "new name", noon))
	must(t, s.DeleteMessage(ctx, "alice", gone.ID, noon))
	equal(t, "unread", got(s.PrivateChannels(ctx, "bob"))(t)[0].Unread, 1)
	markRead(t, s, "bob", channel, 0, noon)
	equal(t, "read", got(s.PrivateChannels(ctx, "bob"))(t)[0].Unread, 0)
	equal(t, "the deleted one has no receipt", count(t, s, fmt.Sprintf("SELECT count(*) FROM read_receipts WHERE msg_ts = %.7f", gone.TS)), int64(0))
}

// testWhatIsUnreadIsOneRule compares what the store counts and finds with the rule
// in package chat, from every point of a history with something of each kind in it.
func testWhatIsUnreadIsOneRule(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob")
	for i := range 4 {
		send(t, s, "alice", channel, "hers", noon)
		send(t, s, "bob", channel, "his", noon)
		must(t, s.RenamePrivateChannel(ctx, "alice", id, fmt.Sprint("plan ", i), noon)) // a system message
		must(t, s.DeleteMessage(ctx, "alice", send(t, s, "alice", channel, "a mistake", noon).ID, noon))
	}
	access := got(s.CheckAccess(ctx, "bob", channel))(t)
	messages := got(s.MessagesAfter(ctx, "bob", channel, 0, 200))(t)
	equal(t, "first unread", got(s.FirstUnread(ctx, "bob", channel))(t), firstUnread(messages, "bob", access.UnreadFloor(0)))
	for _, read := range messages {
		markRead(t, s, "bob", channel, read.TS, noon)
		floor := access.UnreadFloor(read.TS)
		equal(t, "first unread", got(s.FirstUnread(ctx, "bob", channel))(t), firstUnread(messages, "bob", floor))
		equal(t, "unread", got(s.PrivateChannels(ctx, "bob"))(t)[0].Unread, countUnread(messages, "bob", floor))
		for _, after := range messages {
			equal(t, "unread after a message", got(s.UnreadAfter(ctx, "bob", channel, after.TS))(t),
				countUnread(messages, "bob", max(floor, after.TS)))
		}
	}
	refused(t, "a stranger's first", onlyError(s.FirstUnread(ctx, "carol", channel)), chat.Forbidden)
	refused(t, "a stranger's count", onlyError(s.UnreadAfter(ctx, "carol", channel, 0)), chat.Forbidden)
}

func firstUnread(messages []chat.Message, reader string, floor chat.Stamp) chat.Stamp {
	for _, m := range messages {
		if m.CountsAsUnread(reader, floor) {
			return m.TS
		}
	}
	return 0
}

func countUnread(messages []chat.Message, reader string, floor chat.Stamp) (n int) {
	for _, m := range messages {
		if m.CountsAsUnread(reader, floor) {
			n++
		}
	}
	return n
}

func testRecentChannelsAreThoseRead(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	recent := func(limit int) []string { return got(s.RecentChannels(ctx, "bob", limit))(t) }
	equal(t, "nothing read", len(recent(10)), 0)
	for i, channel := range []string{"general", "random", "dm:alice:bob"} {
		m := got(s.Send(ctx, "alice", channel, "hello", 0, noon.Add(time.Duration(i)*time.Second)))(t)
		markRead(t, s, "bob", channel, m.TS, noon)
	}
	equal(t, "all read", recent(10), []string{"dm:alice:bob", "random", "general"})
	m := got(s.Send(ctx, "alice", "general", "again", 0, noon.Add(time.Minute)))(t)
	equal(t, "not read yet", recent(10), []string{"dm:alice:bob", "random", "general"})
	markRead(t, s, "bob", "general", m.TS, noon)
	equal(t, "as many as asked for", recent(2), []string{"general", "dm:alice:bob"})
	equal(t, "others'", len(got(s.RecentChannels(ctx, "alice", 10))(t)), 0)
}
