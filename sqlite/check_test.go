package sqlite

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

func TestCheckCountsTheRowsOfEveryTable(t *testing.T) {
	s := newTestStore(t, "alice", "bob", "carol")
	send(t, s, "alice", "general", "one", noon)
	send(t, s, "alice", "dm:alice:bob", "two", noon)
	script(t, s.file(), `CREATE TABLE "of ""another""" (x); INSERT INTO "of ""another""" VALUES (1), (2);`)
	report := got(Check(t.Context(), s.file(), noon))(t)
	equal(t, "faults", report.Faults, []string(nil))
	rows := make(map[string]int64)
	for _, table := range report.Tables {
		rows[table.Table] = table.Rows
	}
	for table, want := range map[string]int64{
		"users": 3, "messages": 2, "dm_participants": 2, "presence": 0, "sessions": 0, `of "another"`: 2,
	} {
		if n, ok := rows[table]; !ok || n != want {
			t.Errorf("%s: %d rows (%v), want %d", table, n, ok, want)
		}
	}
	if _, ok := rows["sqlite_sequence"]; ok {
		t.Error("lists SQLite's own tables")
	}
}

func TestCheckReportsADamagedPage(t *testing.T) {
	whole := wholeFile(t)
	for name, at := range map[string]int{"second page": 4096, "last page": len(whole) - 4096, "middle": len(whole) / 8192 * 4096} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "presence.db")
			damaged := bytes.Clone(whole)
			for i := at; i < at+4096; i++ {
				damaged[i] = 0x5A
			}
			must(t, os.WriteFile(path, damaged, 0o600))
			report, err := Check(t.Context(), path, noon)
			if err == nil && len(report.Faults) == 0 {
				t.Error("found nothing")
			}
			for _, fault := range report.Faults {
				if strings.TrimSpace(fault) == "" {
					t.Errorf("an empty fault in %q", report.Faults)
				}
			}
		})
	}
}

func TestCheckReportsAMemberOfNoChannel(t *testing.T) {
	s := newTestStore(t, "alice")
	script(t, s.file(), "PRAGMA foreign_keys = OFF; INSERT INTO private_channel_members(channel_id, username, joined_ts) VALUES (9, 'alice', 1)")
	equal(t, "faults", got(Check(t.Context(), s.file(), noon))(t).Faults,
		[]string{"row 1 of private_channel_members refers to a missing row of private_channels"})
}

func TestCheckOfWhatIsNoDatabaseIsOneSentence(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	must(t, os.WriteFile(text, []byte(strings.Repeat("hello\n", 1000)), 0o600))
	for path, says := range map[string]string{filepath.Join(dir, "none.db"): "There is no", dir: "is a folder", text: "is not a SQLite database"} {
		_, err := Check(t.Context(), path, noon)
		assertSentence(t, err, says)
	}
	equal(t, "files", len(folder(t, dir)), 1)
}

func TestCheckStopsWithItsContext(t *testing.T) {
	s := newTestStore(t, "alice")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Check(ctx, s.file(), noon); err == nil {
		t.Error("an interrupted look is no clean bill")
	}
}

func TestStampsAheadOfTheClockAreListed(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	send(t, s, "alice", "random", "in time", noon)
	equal(t, "at first", got(s.AheadOfClock(t.Context(), noon))(t), []Ahead(nil))
	send(t, s, "alice", "general", "in time", noon)
	ahead := send(t, s, "alice", "general", "ahead", after(time.Hour))
	later := send(t, s, "alice", "general", "after it", noon)
	c := got(s.CreatePrivateChannel(t.Context(), "alice", "plans", []string{"bob"}, after(time.Hour)))(t)
	must(t, s.CreateUser(t.Context(), chat.User{Username: "carol", PasswordHash: "hash", CreatedTS: ahead.TS}))
	want := []Ahead{{"messages of general", 2, later.TS}, {"members of private:1", 2, c.CreatedTS}, {"accounts", 1, ahead.TS}}
	equal(t, "to the server", got(s.AheadOfClock(t.Context(), noon))(t), want)
	report := got(Check(t.Context(), s.file(), noon))(t)
	equal(t, "to check", report.Ahead, want)
	equal(t, "faults", report.Faults, []string(nil))
	equal(t, "an hour later", got(s.AheadOfClock(t.Context(), after(time.Hour)))(t), []Ahead(nil))
}
