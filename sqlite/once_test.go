package sqlite

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

func under(ctx context.Context, key, asked string) context.Context {
	once := chat.Once{Account: "alice", Method: "POST", Route: "/send/:channel", Key: key}
	copy(once.Asked[:], asked)
	return chat.WithOnce(ctx, once)
}

// TestAKeyIsStoredWithItsChangeOrNotAtAll has the key refused by the database after
// the change was made: nothing of it stays.
func TestAKeyIsStoredWithItsChangeOrNotAtAll(t *testing.T) {
	s := newTestStore(t)
	addUsers(t, s, "alice")
	send := func(key string) error {
		_, err := s.Send(under(t.Context(), key, "hi"), "alice", "general", "hi", 0, noon)
		return err
	}
	if err := send(strings.Repeat("k", chat.MaxKeyBytes+1)); err == nil {
		t.Error("a key was stored that is too long")
	}
	if n := count(t, s, "SELECT count(*) FROM messages"); n != 0 {
		t.Errorf("%d messages without their key", n)
	}
	must(t, send("k"))
	must(t, send("k"))
	if n := count(t, s, "SELECT count(*) FROM messages"); n != 1 {
		t.Errorf("%d messages", n)
	}
}

func TestALongListOfReactionsIsAnsweredAsItIsNow(t *testing.T) {
	s := newTestStore(t)
	var people []string
	for i := range 60 {
		people = append(people, fmt.Sprintf("somebody-with-a-name-%d", i))
	}
	addUsers(t, s, append(people, "alice")...)
	m, err := s.Send(t.Context(), "alice", "general", "hi", 0, noon)
	must(t, err)
	react := func(key string) []chat.Reaction {
		t.Helper()
		reactions, err := s.React(under(t.Context(), key, "👍"), "alice", m.ID, "👍", noon)
		must(t, err)
		return reactions
	}
	first := react("short")
	for _, name := range people {
		_, err := s.React(t.Context(), name, m.ID, "👍", noon)
		must(t, err)
	}
	if again := react("short"); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("%v, first %v", again, first)
	}
	react("off")
	if long := react("long"); len(long[0].Reactors) != 61 {
		t.Fatalf("%d reactors", len(long[0].Reactors))
	}
	_, err = s.React(t.Context(), people[0], m.ID, "👍", noon)
	must(t, err)
	if again := react("long"); len(again[0].Reactors) != 60 {
		t.Errorf("%d reactors, now there are 60", len(again[0].Reactors))
	}
}

func TestKeysArePrunedAfterADay(t *testing.T) {
	s := newTestStore(t)
	addUsers(t, s, "alice")
	const keys = 2*pruneStep + 10
	_, err := s.Send(under(t.Context(), "first", "hi"), "alice", "general", "hi", 0, noon)
	must(t, err)
	script(t, s.file(), fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO idempotency_keys SELECT i, account, method, route, i, asked, result, used_ts FROM idempotency_keys, n`, keys))
	later := noon.Add(chat.KeyLifetime + time.Minute)
	_, err = s.Send(under(t.Context(), "later", "hi"), "alice", "general", "hi", 0, later)
	must(t, err)
	kept := func(now time.Time, want int64) {
		t.Helper()
		must(t, s.Sweep(t.Context(), now.Add(-pruneEvery), now))
		if n := count(t, s, "SELECT count(*) FROM idempotency_keys"); n != want {
			t.Errorf("%d keys, want %d", n, want)
		}
	}
	kept(noon.Add(time.Hour), keys+1)
	kept(later, 1)
	script(t, s.file(), fmt.Sprintf("UPDATE idempotency_keys SET id = 1; INSERT INTO idempotency_keys SELECT %d, account, method, route, 'newest', asked, result, used_ts FROM idempotency_keys", chat.MaxKeys+1))
	kept(later, 1)
}
