package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("random", []test{
	{"random operations leave what a plain model says", testRandomOperationsLeaveWhatAModelSays},
	{"random reports leave the presence that the rules say", testRandomReportsLeaveThePresenceOfTheRules},
})

// model is what a channel holds by a simple account of it.
type model struct {
	contents map[int64]string // of messages that are not deleted
	deleted  map[int64]bool
	reactors map[int64][]string // with 👍, in their order
}

// play makes one random operation on the store and on the model.
func (m *model) play(t *testing.T, s *fixture, random *rand.Rand, now time.Time) {
	t.Helper()
	ctx, user := t.Context(), []string{"alice", "bob", "carol"}[random.IntN(3)]
	id := int64(random.IntN(12) + 1)
	content, there := m.contents[id]
	switch random.IntN(5) {
	case 0, 1:
		sent := send(t, s, user, "general", user, now)
		m.contents[sent.ID] = user
	case 2:
		_, err := s.React(ctx, user, id, "👍", now)
		if !there {
			refused(t, "react", err, chat.NotFound)
			return
		}
		must(t, err)
		if i := slices.Index(m.reactors[id], user); i >= 0 {
			m.reactors[id] = slices.Delete(m.reactors[id], i, i+1)
		} else {
			m.reactors[id] = append(m.reactors[id], user)
		}
	case 3:
		if err := s.EditMessage(ctx, user, id, user+" again", now); there && content[:3] == user[:3] {
			must(t, err)
			m.contents[id] = user + " again"
		} else if err == nil {
			t.Errorf("%s edits message %d: %q", user, id, content)
		}
	default:
		if err := s.DeleteMessage(ctx, user, id, now); there && content[:3] == user[:3] {
			must(t, err)
			delete(m.contents, id)
			m.deleted[id] = true
		} else if err == nil {
			t.Errorf("%s deletes message %d: %q", user, id, content)
		}
	}
}

func testRandomOperationsLeaveWhatAModelSays(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	m := model{contents: map[int64]string{}, deleted: map[int64]bool{}, reactors: map[int64][]string{}}
	at := map[int64]chat.Message{}
	var cursor chat.Stamp = 1
	for range 120 {
		// The clock stands still, goes on and goes back.
		m.play(t, s, random, after(time.Duration(random.IntN(600)-300)*time.Second))
		if random.IntN(4) > 0 {
			continue
		}
		for _, changed := range got(s.MessagesAfter(t.Context(), "carol", "general", cursor, 0))(t) {
			at[changed.ID] = changed
			cursor = newestStamp(cursor, []chat.Message{changed})
		}
	}
	for _, changed := range got(s.MessagesAfter(t.Context(), "carol", "general", cursor, 0))(t) {
		at[changed.ID] = changed
	}
	if len(at) != len(m.contents)+len(m.deleted) {
		t.Errorf("seed %d: %d messages, the model has %d and %d deleted", seed, len(at), len(m.contents), len(m.deleted))
	}
	for _, id := range slices.Sorted(maps.Keys(at)) {
		what := fmt.Sprintf("seed %d, message %d", seed, id)
		equal(t, what+" by cursor and by id", at[id], got(s.Message(t.Context(), "alice", id))(t))
		equal(t, what, []any{at[id].Content, at[id].Deleted}, []any{m.contents[id], m.deleted[id]})
		var reactors []string
		for _, r := range at[id].Reactions {
			reactors = append(reactors, r.Reactors...)
		}
		if !m.deleted[id] && !slices.Equal(reactors, m.reactors[id]) {
			t.Errorf("%s: reactors %q, the model has %q", what, reactors, m.reactors[id])
		}
	}
}

func testRandomReportsLeaveThePresenceOfTheRules(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx, seed := t.Context(), rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	want := got(s.Presence(ctx, "alice"))(t)
	now, swept := noon, noon
	for range 200 {
		now = now.Add([]time.Duration{0, time.Second, 11 * time.Second, 2 * time.Minute}[random.IntN(4)])
		tab, session := []string{"", "a", "b"}[random.IntN(3)], []string{"s", "t"}[random.IntN(2)]
		switch random.IntN(6) {
		case 0:
			override, minutes := chat.Overrides[random.IntN(len(chat.Overrides))].Override, random.IntN(3)
			must(t, s.ChooseOverride(ctx, "alice", override, minutes, now))
			want = want.Choose(now, override, minutes)
		case 1:
			must(t, s.EndSession(ctx, "alice", session, now))
			want = want.EndSession(now, session)
		case 2:
			must(t, s.Sweep(ctx, swept, now))
			want, swept = want.Sweep(now), now
		default:
			state := chat.States[random.IntN(len(chat.States))].State
			must(t, s.ReportPresence(ctx, "alice", session, tab, state, now))
			want = want.Report(now, tab, session, state)
		}
		have := got(s.Presence(ctx, "alice"))(t)
		if have.Why(now) != want.Why(now) || have.Seen(now) != want.Seen(now) || have.Listed(now) != want.Listed(now) {
			t.Fatalf("seed %d at %v: stored %+v\nthe rules say %+v", seed, now.Sub(noon), have, want)
		}
	}
}
