package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("session", []test{
	{"session survives a reopening", testSessionSurvivesAReopening},
	{"session is what was set last", testSessionIsWhatWasSetLast},
	{"session survives everything that is written beside it", testSessionSurvivesOtherWrites},
})

func testSessionSurvivesAReopening(t *testing.T, db Database) {
	s := newStore(t, db)
	sessions := s.SessionStorage()
	must(t, sessions.Set("kept", []byte("alice"), time.Hour))
	must(t, sessions.Set("forever", []byte("bob"), 0))
	must(t, sessions.Set("deleted", []byte("carol"), time.Hour))
	must(t, sessions.Delete("deleted"))
	must(t, sessions.Close())
	sessions = s.reopen(t).SessionStorage()
	for key, want := range map[string]string{"kept": "alice", "forever": "bob", "deleted": "", "never": ""} {
		equal(t, key, string(got(sessions.Get(key))(t)), want)
	}
	must(t, sessions.Reset())
	equal(t, "after a reset", got(sessions.Get("kept"))(t), []byte(nil))
}

func testSessionIsWhatWasSetLast(t *testing.T, db Database) {
	sessions := newStore(t, db).SessionStorage()
	together(t, 8, func(i int) error {
		for j := range 10 {
			want := fmt.Sprint(i, "/", j)
			if err := sessions.Set(fmt.Sprint("key", i), []byte(want), time.Hour); err != nil {
				return err
			}
			v, err := sessions.Get(fmt.Sprint("key", i))
			if err != nil || string(v) != want {
				return fmt.Errorf("got %q %w, want %q", v, err, want)
			}
		}
		return nil
	})
}

func testSessionSurvivesOtherWrites(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	sessions, ctx := s.SessionStorage(), t.Context()
	var wg sync.WaitGroup
	for w := range 3 {
		for _, write := range []func(i int) error{
			func(i int) error {
				return sessions.Set(fmt.Sprint("key", w, "/", i%20), fmt.Append(nil, i), time.Hour)
			},
			func(i int) error { return sessions.Delete(fmt.Sprint("other", w, "/", i%20)) },
			func(int) error { return onlyError(sessions.Get(fmt.Sprint("key", w, "/1"))) },
			func(i int) error {
				return s.ReportPresence(ctx, "alice", "s", fmt.Sprint("tab", w, "/", i%5), chat.Active, after(time.Duration(i)*time.Second))
			},
			func(i int) error { return s.StartTyping(ctx, "bob", "general", after(time.Duration(i)*time.Second)) },
			func(int) error { return onlyError(s.Send(ctx, "alice", "general", "hello", 0, noon)) },
			func(int) error { return s.MarkRead(ctx, "bob", "general", 0, noon) },
		} {
			wg.Go(func() {
				for i := range 40 {
					if err := write(i); err != nil {
						t.Errorf("write %d: %v", i, err)
						return
					}
				}
			})
		}
	}
	wg.Wait()
	for w := range 3 {
		for key := range 20 {
			equal(t, "a session", string(got(sessions.Get(fmt.Sprint("key", w, "/", key)))(t)), fmt.Sprint(20+key))
		}
	}
	equal(t, "messages", count(t, s, "SELECT count(*) FROM messages"), int64(120))
}
