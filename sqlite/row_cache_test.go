package sqlite

import (
	"strings"
	"sync"
	"testing"
	"time"

	"minimost/chat"
)

// asOne makes the changes wait for each other and go through one transaction,
// in their order.
func asOne(t *testing.T, s *Store, changes ...func() error) (errs []error) {
	t.Helper()
	letGo := hold(t, s)
	errs = make([]error, len(changes))
	var wg sync.WaitGroup
	for i, change := range changes {
		wg.Go(func() { errs[i] = change() })
		queued(t, s, i+1)
	}
	letGo()
	wg.Wait()
	return errs
}

func TestRemovalCountsForWhatFollowsInItsTransaction(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	id, channel := newPrivate(t, s, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "bob", channel, "remembered", noon)
	must(t, s.StartTyping(ctx, "bob", channel, noon))
	react := func() error { _, err := s.React(ctx, "bob", m.ID, "👍", noon); return err }
	write := func() error { _, err := s.Send(ctx, "bob", channel, "too late", 0, noon); return err }
	errs := asOne(t, s, react, func() error { return s.RemoveMember(ctx, "alice", id, "bob", noon) },
		func() error { return s.StartTyping(ctx, "bob", channel, noon) }, react, write)
	must(t, errs[0])
	must(t, errs[1])
	refused(t, "typing", errs[2], chat.Forbidden)
	refused(t, "reacting", errs[3], chat.NotFound)
	refused(t, "sending", errs[4], chat.Forbidden)
	equal(t, "typing rows", count(t, s, "SELECT count(*) FROM typing"), int64(0))
	equal(t, "reactions", count(t, s, "SELECT count(*) FROM message_reactions"), int64(1))
}

func TestRowCacheDoesNotOutliveAnExternalCommit(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello", noon)
	got(s.React(ctx, "bob", m.ID, "👍", noon))(t)
	must(t, s.ReportPresence(ctx, "bob", "s", "a", chat.Active, noon))
	// The writer commits again before it looks for changes by others.
	letGo := hold(t, s)
	done := make(chan error, 1)
	release := sync.OnceFunc(letGo)
	go func() { done <- s.ReportPresence(ctx, "bob", "s", "b", chat.Active, after(time.Second)) }()
	queued(t, s, 1)
	release()
	must(t, <-done)
	script(t, s.file(), `DELETE FROM message_reactions; DELETE FROM presence_tabs; UPDATE presence SET "override" = 'offline'`)
	reactions := got(s.React(ctx, "bob", m.ID, "👍", after(2*time.Second)))(t)
	equal(t, "reactions", reactions, []chat.Reaction{{Emoji: "👍", Reactors: []string{"bob"}}})
	must(t, s.StartTyping(ctx, "bob", "general", after(2*time.Second)))
	equal(t, "the invisible type", len(got(s.Typing(ctx, "general", after(2*time.Second)))(t)), 0)
	must(t, s.ReportPresence(ctx, "bob", "s", "c", chat.Active, after(2*time.Second)))
	equal(t, "tabs", len(got(s.Presence(ctx, "bob"))(t).Tabs), 1)
}

func TestFailedChangeTakesNoOtherWithIt(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello", noon)
	bad := func() error {
		return s.writeWithoutSavepoint(ctx, volatile, func(tx *transaction) error {
			if err := stopTyping(tx, "bob", "general"); err != nil {
				return err
			}
			return query{"nonsense", "INSERT INTO nowhere VALUES (1)"}.exec(tx.Conn)
		})
	}
	must(t, s.StartTyping(ctx, "bob", "general", noon))
	errs := asOne(t, s,
		func() error { _, err := s.React(ctx, "alice", m.ID, "👍", noon); return err }, bad,
		func() error { _, err := s.React(ctx, "bob", m.ID, "👍", noon); return err },
		func() error { return s.ReportPresence(ctx, "bob", "s", "a", chat.Idle, noon) })
	if errs[1] == nil {
		t.Error("the nonsense was stored")
	}
	for _, i := range []int{0, 2, 3} {
		must(t, errs[i])
	}
	equal(t, "reactors", got(s.Message(ctx, "alice", m.ID))(t).Reactions[0].Reactors, []string{"alice", "bob"})
	equal(t, "typists", len(got(s.Typing(ctx, "general", noon))(t)), 1)
	equal(t, "state", got(s.Presence(ctx, "bob"))(t).Seen(noon), chat.Idle)
}

func TestReactionsInOneTransactionMoveTheMessagePastEveryCursor(t *testing.T) {
	s := newTestStore(t, "alice", "bob", "carol")
	ctx := t.Context()
	one, two := send(t, s, "alice", "general", "one", noon), send(t, s, "alice", "general", "two", noon)
	// A clock that stands still, or was set back, must not show in the stamps.
	for _, now := range []time.Time{noon, before(time.Hour), after(2 * time.Second)} {
		cursor := newestChange(got(s.MessagesAfter(ctx, "bob", "general", 0, 10))(t))
		var changes []func() error
		for i, user := range []string{"alice", "bob", "carol", "alice", "bob"} {
			id := []int64{one.ID, two.ID}[i%2]
			changes = append(changes, func() error { _, err := s.React(ctx, user, id, "👍", now); return err })
		}
		for i, err := range asOne(t, s, changes...) {
			if err != nil {
				t.Fatal(i, err)
			}
		}
		changed := got(s.MessagesAfter(ctx, "bob", "general", cursor, 10))(t)
		equal(t, "changed after the cursor at "+now.String(), contents(changed), []string{"one", "two"})
		if changed[0].ReactionsTS == changed[1].ReactionsTS {
			t.Errorf("both have the stamp %v", changed[0].ReactionsTS)
		}
	}
}

func newestChange(messages []chat.Message) (newest chat.Stamp) {
	for _, m := range messages {
		newest = max(newest, m.ChangedTS())
	}
	return newest
}

func TestRowCacheKeepsNoMadeUpChannels(t *testing.T) {
	s := newTestStore(t, "alice")
	made := strings.Repeat("x", chat.MaxChannelBytes+1)
	must(t, s.StopTyping(t.Context(), "alice", made))
	must(t, s.writeWithoutSavepoint(t.Context(), volatile, func(tx *transaction) error {
		for at := range tx.typing {
			if at.channel == made {
				t.Error("it is remembered that nobody types where there is no channel")
			}
		}
		return nil
	}))
}
