package cli

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minimost/chat"
	"minimost/sqlite"
)

func TestAStartAndCheckTellOfStampsAheadOfTheClock(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "presence.db")
	store, err := sqlite.Open(db, sqlite.Options{PublicChannels: []string{"general"}})
	if err != nil {
		t.Fatal(err)
	}
	told := func() string {
		var log bytes.Buffer
		warnOfClock(t.Context(), store, time.Now(), slog.New(slog.NewTextHandler(&log, nil)))
		return log.String()
	}
	check := func() string {
		var out bytes.Buffer
		if status := run(context.Background(), []string{"check", "--db=" + db}, &out, io.Discard); status != 0 {
			t.Errorf("check: %d, %s", status, out.String())
		}
		return out.String()
	}
	ahead := time.Now().Add(48 * time.Hour)
	if err := store.CreateUser(t.Context(), chat.User{Username: "alice", PasswordHash: "hash", CreatedTS: chat.StampOf(time.Now())}); err != nil {
		t.Fatal(err)
	}
	if log, list := told(), check(); log != "" || strings.Contains(list, "ahead") {
		t.Errorf("before: %q, %q", log, list)
	}
	if _, err := store.Send(t.Context(), "alice", "general", "hi", 0, ahead); err != nil {
		t.Fatal(err)
	}
	until := ahead.UTC().Format("2006-01-02 15:04:05 MST")
	if log := told(); strings.Count(log, "\n") != 1 || !strings.Contains(log, "ahead of the clock") || !strings.Contains(log, until) {
		t.Errorf("the start says %q", log)
	}
	if list := check(); !strings.Contains(list, "1  messages of general ahead of the clock, up to "+until+"\n") || !strings.HasSuffix(list, "ok\n") {
		t.Errorf("check lists %q", list)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}
