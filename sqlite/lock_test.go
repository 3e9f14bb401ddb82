package sqlite

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os/exec"
	"sync"
	"testing"
	"time"

	"minimost/chat"
)

// lockExternally holds the write lock in another process until the returned
// function is called.
func lockExternally(t *testing.T, path string) (unlock func()) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), shellPath(t), path)
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	_, err = io.WriteString(in, "BEGIN IMMEDIATE;\nSELECT 'locked';\n")
	must(t, err)
	line, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	equal(t, "the other program says", line, "locked\n")
	unlock = sync.OnceFunc(func() {
		must(t, in.Close())
		must(t, cmd.Wait())
	})
	t.Cleanup(unlock)
	return unlock
}

func TestExternalLockIsUnavailableUntilItEnds(t *testing.T) {
	s := newTestStore(t, "alice")
	// The writer's own goroutine shortens how long it waits for the lock.
	must(t, s.write(t.Context(), volatile, func(tx *transaction) error {
		fileOf(tx).SetBusyTimeout(200 * time.Millisecond)
		return nil
	}))
	unlock := lockExternally(t, s.file())
	_, err := s.Send(t.Context(), "alice", "general", "lost", 0, noon)
	refused(t, "send", err, chat.Unavailable)
	refused(t, "typing", s.StartTyping(t.Context(), "alice", "general", noon), chat.Unavailable)
	equal(t, "reading", len(got(s.MessagesAfter(t.Context(), "alice", "general", 0, 10))(t)), 0)
	unlock()
	send(t, s, "alice", "general", "kept", noon)
	equal(t, "messages", contents(got(s.MessagesAfter(t.Context(), "alice", "general", 0, 10))(t)), []string{"kept"})
}

func TestDeadlineEndsTheWaitBehindAnExternalLock(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	unlock := lockExternally(t, s.file())
	first := &write{do: func(Conn) error { return nil }, done: make(chan error, 1)}
	must(t, s.writer.enqueue(t.Context(), first))
	eventually(t, "the writer waits for the lock", func() bool { return len(s.writer.queue) == 0 })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	refused(t, "a write behind it", s.StopTyping(ctx, "bob", "general"), chat.Unavailable)
	unlock()
	must(t, <-first.done)
	must(t, s.StopTyping(t.Context(), "bob", "general"))
}

// The writer has taken it out of the queue, and still nobody has to wait longer
// than their own deadline.
func TestWriteBehindAnExternalLockCanBeGivenUp(t *testing.T) {
	s := withNumbers(t)
	unlock := lockExternally(t, s.file())
	ctx, giveUp := context.WithCancel(context.Background())
	first := &write{durability: durable, done: make(chan error, 1), do: func(conn Conn) error {
		return insertNumber(1)(&transaction{Conn: conn})
	}}
	must(t, s.writer.enqueue(ctx, first))
	calm := 0
	eventually(t, "the writer waits for the lock", func() bool {
		if len(s.writer.queue) == 0 {
			calm = 0
			must(t, s.writer.enqueue(ctx, &write{do: func(Conn) error { return nil }, done: make(chan error, 1)}))
		}
		calm++
		return calm > 20
	})
	giveUp()
	if err := s.writer.await(ctx, first); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	unlock()
	must(t, s.write(context.Background(), durable, insertNumber(2)))
	equal(t, "rows", cells(t, s.file(), "SELECT n FROM numbers"), [][]any{{int64(2)}})
}

func TestSessionBehindAnExternalLockIsWritten(t *testing.T) {
	s := newTestStore(t)
	unlock := lockExternally(t, s.file())
	done := make(chan error, 1)
	go func() { done <- s.Sessions().Set("key", []byte("value"), time.Hour) }()
	got(s.Sessions().Get("key"))(t)
	unlock()
	must(t, <-done)
	equal(t, "the session", string(got(s.Sessions().Get("key"))(t)), "value")
}
