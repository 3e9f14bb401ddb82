package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("once", []test{
	{"a change is made once under its key, and answered the same", testAChangeIsMadeOnceUnderItsKey},
	{"the same key at the same time makes one change", testTheSameKeyAtTheSameTimeMakesOneChange},
	{"a key that was used for something else makes no change", testAKeyThatWasUsedForSomethingElseMakesNoChange},
	{"who has lost access is refused what they did before", testWhoHasLostAccessIsRefusedWhatTheyDidBefore},
	{"what took the access away is answered again", testWhatTookTheAccessAwayIsAnsweredAgain},
	{"what was refused has used no key", testWhatWasRefusedHasUsedNoKey},
	{"a key outlives the store, and a day ends it", testAKeyOutlivesTheStoreAndADayEndsIt},
})

// under is a context in which alice asks for something under a key.
func under(t *testing.T, key, asked string) context.Context {
	once := chat.Once{Account: "alice", Method: "POST", Route: "/anything", Key: key}
	copy(once.Asked[:], asked)
	return chat.WithOnce(t.Context(), once)
}

const messagesAndChannels = "SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM private_channels)"

func testAChangeIsMadeOnceUnderItsKey(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	m := send(t, s, "alice", "general", "hello", noon)
	c := got(s.CreatePrivateChannel(t.Context(), "alice", "plans", []string{"bob"}, noon))(t)
	for name, change := range map[string]func(ctx context.Context) (any, error){
		"send": func(ctx context.Context) (any, error) {
			return nil, onlyError(s.Send(ctx, "alice", "general", "hi", 0, noon))
		},
		"edit":  func(ctx context.Context) (any, error) { return nil, s.EditMessage(ctx, "alice", m.ID, "hello!", noon) },
		"react": func(ctx context.Context) (any, error) { return s.React(ctx, "alice", m.ID, "👍", noon) },
		"rename": func(ctx context.Context) (any, error) {
			return nil, s.RenamePrivateChannel(ctx, "alice", c.ID, "other", noon)
		},
		"create": func(ctx context.Context) (any, error) {
			made, err := s.CreatePrivateChannel(ctx, "alice", "more", nil, noon)
			return made.ID, err
		},
		"add": func(ctx context.Context) (any, error) {
			return nil, s.AddMember(ctx, "alice", c.ID, "carol", chat.HistoryJoin, noon)
		},
		"remove": func(ctx context.Context) (any, error) { return nil, s.RemoveMember(ctx, "alice", c.ID, "bob", noon) },
	} {
		first, err := change(under(t, name, name))
		must(t, err)
		before := count(t, s, messagesAndChannels)
		s.published.forget()
		again, err := change(under(t, name, name))
		must(t, err)
		equal(t, name+" again", again, first)
		equal(t, name+" again adds", count(t, s, messagesAndChannels), before)
		equal(t, name+" again publishes", len(s.published.all()) > 0, false)
	}
	equal(t, "reactions", count(t, s, "SELECT count(*) FROM message_reactions"), int64(1))
}

func testTheSameKeyAtTheSameTimeMakesOneChange(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	together(t, 16, func(int) error { return onlyError(s.Send(under(t, "k", "hi"), "alice", "general", "hi", 0, noon)) })
	equal(t, "messages", count(t, s, "SELECT count(*) FROM messages"), int64(1))
}

func testAKeyThatWasUsedForSomethingElseMakesNoChange(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	must(t, onlyError(s.Send(under(t, "k", "hi"), "alice", "general", "hi", 0, noon)))
	refused(t, "another text", onlyError(s.Send(under(t, "k", "ho"), "alice", "general", "ho", 0, noon)), chat.Reused)
	equal(t, "messages", count(t, s, "SELECT count(*) FROM messages"), int64(1))
	must(t, onlyError(s.Send(under(t, "another", "ho"), "alice", "general", "ho", 0, noon)))
	equal(t, "messages", count(t, s, "SELECT count(*) FROM messages"), int64(2))
}

func testWhoHasLostAccessIsRefusedWhatTheyDidBefore(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	c := got(s.CreatePrivateChannel(t.Context(), "bob", "plans", []string{"alice"}, noon))(t)
	channel := chat.PrivateChannelID(c.ID)
	m := send(t, s, "alice", channel, "hello", noon)
	changes := map[string]struct {
		make func(ctx context.Context) error
		code chat.Code
	}{
		"send":   {func(ctx context.Context) error { return onlyError(s.Send(ctx, "alice", channel, "hi", 0, noon)) }, chat.Forbidden},
		"edit":   {func(ctx context.Context) error { return s.EditMessage(ctx, "alice", m.ID, "hello!", noon) }, chat.Forbidden},
		"react":  {func(ctx context.Context) error { return onlyError(s.React(ctx, "alice", m.ID, "👍", noon)) }, chat.NotFound},
		"rename": {func(ctx context.Context) error { return s.RenamePrivateChannel(ctx, "alice", c.ID, "other", noon) }, chat.Forbidden},
	}
	for name, change := range changes {
		must(t, change.make(under(t, name, name)))
	}
	must(t, s.RemoveMember(t.Context(), "bob", c.ID, "alice", noon))
	for name, change := range changes {
		refused(t, name, change.make(under(t, name, name)), change.code)
		refused(t, name+" with another body", change.make(under(t, name, "other")), change.code)
	}
}

func testWhatTookTheAccessAwayIsAnsweredAgain(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	left := got(s.CreatePrivateChannel(t.Context(), "alice", "left", []string{"bob"}, noon))(t)
	archived := got(s.CreatePrivateChannel(t.Context(), "alice", "archived", []string{"bob"}, noon))(t)
	for range 2 {
		must(t, s.LeavePrivateChannel(under(t, "leave", ""), "alice", left.ID, noon))
		must(t, s.ArchivePrivateChannel(under(t, "archive", ""), "alice", archived.ID, noon))
	}
	refused(t, "under another key", s.LeavePrivateChannel(under(t, "another", ""), "alice", left.ID, noon), chat.Forbidden)
	equal(t, "messages about it", count(t, s, "SELECT count(*) FROM messages"), int64(1))
}

func testWhatWasRefusedHasUsedNoKey(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	refused(t, "no access", onlyError(s.Send(under(t, "k", "hi"), "alice", "private:9", "hi", 0, noon)), chat.Forbidden)
	must(t, onlyError(s.Send(under(t, "k", "ho"), "alice", "general", "ho", 0, noon)))
}

func testAKeyOutlivesTheStoreAndADayEndsIt(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	sent := func(now time.Time, want int64) {
		t.Helper()
		must(t, onlyError(s.Send(under(t, "k", "hi"), "alice", "general", "hi", 0, now)))
		equal(t, fmt.Sprint("messages ", now.Sub(noon), " later"), count(t, s, "SELECT count(*) FROM messages"), want)
	}
	sent(noon, 1)
	s = s.reopen(t)
	sent(after(chat.KeyLifetime), 1)
	sent(after(chat.KeyLifetime+time.Second), 2)
	sent(after(chat.KeyLifetime+time.Minute), 2)
	must(t, s.Sweep(t.Context(), after(3*chat.KeyLifetime-time.Minute), after(3*chat.KeyLifetime)))
	equal(t, "keys", count(t, s, "SELECT count(*) FROM idempotency_keys"), int64(0))
}
