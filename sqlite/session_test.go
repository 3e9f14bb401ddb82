package sqlite

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"minimost/chat"
)

func TestSessionsSurviveAReopening(t *testing.T) {
	s := newStore(t)
	must(t, s.Sessions().Set("kept", []byte("alice"), time.Hour))
	must(t, s.Sessions().Set("forever", []byte("bob"), 0))
	must(t, s.Sessions().Set("deleted", []byte("carol"), time.Hour))
	must(t, s.Sessions().Delete("deleted"))
	must(t, s.Sessions().Close())
	closeStore(t, s)
	s = openStore(t, s.path)
	for key, want := range map[string]string{"kept": "alice", "forever": "bob", "deleted": "", "never": ""} {
		equal(t, key, string(got(s.Sessions().Get(key))(t)), want)
	}
	must(t, s.Sessions().Reset())
	equal(t, "after a reset", got(s.Sessions().Get("kept"))(t), []byte(nil))
}

func TestAnExpiredSessionIsNone(t *testing.T) {
	s := newStore(t)
	must(t, s.Sessions().Set("key", []byte("alice"), time.Hour))
	equal(t, "before", string(got(s.Sessions().Get("key"))(t)), "alice")
	script(t, s.path, "UPDATE sessions SET e = e - 3601")
	equal(t, "after", got(s.Sessions().Get("key"))(t), []byte(nil))
}

func TestASessionIsWhatWasSetLast(t *testing.T) {
	s := newStore(t)
	together(t, 8, func(i int) error {
		for j := range 10 {
			want := fmt.Sprint(i, "/", j)
			if err := s.Sessions().Set(fmt.Sprint("key", i), []byte(want), time.Hour); err != nil {
				return err
			}
			v, err := s.Sessions().Get(fmt.Sprint("key", i))
			if err != nil || string(v) != want {
				return fmt.Errorf("got %q %w, want %q", v, err, want)
			}
		}
		return nil
	})
}

func TestASessionTakesItsTurnWithTheWriter(t *testing.T) {
	s := newStore(t)
	letGo := hold(t, s)
	done := make(chan error, 1)
	go func() { done <- s.Sessions().Set("key", []byte("alice"), time.Hour) }()
	queued(t, s, 1)
	letGo()
	must(t, <-done)
}

func TestSessionsAndPresenceWrittenAtOnceLeaveTheFileWhole(t *testing.T) {
	for3s := 3 * time.Second
	if testing.Short() {
		for3s = 300 * time.Millisecond
	}
	s := newStore(t, "alice", "bob")
	end := time.After(for3s)
	stop := make(chan struct{})
	go func() { <-end; close(stop) }()
	var wg sync.WaitGroup
	loop := func(f func(i int) error) {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := f(i); err != nil {
					t.Errorf("%v", err)
					return
				}
			}
		})
	}
	for w := range 3 {
		loop(func(i int) error {
			return s.Sessions().Set(fmt.Sprint("key", w, "/", i%20), []byte(fmt.Sprint(i)), time.Hour)
		})
		loop(func(i int) error { return s.Sessions().Delete(fmt.Sprint("key", w, "/", i%20)) })
		loop(func(int) error { _, err := s.Sessions().Get(fmt.Sprint("key", w, "/1")); return err })
		loop(func(i int) error {
			return s.ReportPresence(t.Context(), "alice", "s", fmt.Sprint("tab", w, "/", i%5), chat.Active, after(time.Duration(i)*time.Second))
		})
		loop(func(i int) error {
			return s.StartTyping(t.Context(), "bob", "general", after(time.Duration(i)*time.Second))
		})
	}
	loop(func(int) error { _, err := s.Send(t.Context(), "alice", "general", "hello", 0, noon); return err })
	loop(func(int) error { return s.MarkRead(t.Context(), "bob", "general", 0, noon) })
	wg.Wait()
	assertWhole(t, s.path)
	closeStore(t, s)
	assertWhole(t, s.path)
	equal(t, "integrity", cells(t, s.path, "PRAGMA integrity_check"), [][]any{{"ok"}})
}
