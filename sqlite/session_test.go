package sqlite

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"minimost/chat"
)

func TestExpiredSessionIsNotFound(t *testing.T) {
	s := newTestStore(t)
	must(t, s.Sessions().Set("key", []byte("alice"), time.Hour))
	equal(t, "before", string(got(s.Sessions().Get("key"))(t)), "alice")
	script(t, s.file(), "UPDATE sessions SET e = e - 3601")
	equal(t, "after", got(s.Sessions().Get("key"))(t), []byte(nil))
}

func TestSessionWaitsItsTurnWithTheWriter(t *testing.T) {
	s := newTestStore(t)
	letGo := hold(t, s)
	done := make(chan error, 1)
	go func() { done <- s.Sessions().Set("key", []byte("alice"), time.Hour) }()
	queued(t, s, 1)
	letGo()
	must(t, <-done)
}

func TestSessionIsNoExternalWrite(t *testing.T) {
	s, p := publishing(t, "alice")
	look := func() {
		must(t, s.write(t.Context(), volatile, func(*transaction) error { s.writer.checkExternalWriters(); return nil }))
	}
	look() // making the table for sessions was external
	p.forget()
	must(t, s.Sessions().Set("key", []byte("value"), time.Hour))
	look()
	if p.contain(chat.TopicAnything) {
		t.Error("a login makes every page read again")
	}
}

func TestSessionsAndPresenceWrittenAtOnceLeaveTheFileWhole(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	var wg sync.WaitGroup
	for w := range 3 {
		for _, write := range []func(i int) error{
			func(i int) error {
				return s.Sessions().Set(fmt.Sprint("key", w, "/", i%20), fmt.Append(nil, i), time.Hour)
			},
			func(i int) error { return s.Sessions().Delete(fmt.Sprint("key", w, "/", i%20)) },
			func(i int) error {
				return s.ReportPresence(t.Context(), "alice", "s", fmt.Sprint("tab", w, "/", i%5), chat.Active, after(time.Duration(i)*time.Second))
			},
			func(int) error { _, err := s.Send(t.Context(), "alice", "general", "hello", 0, noon); return err },
			func(int) error { return s.MarkRead(t.Context(), "bob", "general", 0, noon) },
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
	assertWhole(t, s.file())
	closeStore(t, s)
	assertWhole(t, s.file())
	equal(t, "integrity", cells(t, s.file(), "PRAGMA integrity_check"), [][]any{{"ok"}})
}
