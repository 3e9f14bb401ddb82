package postgres_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
	"minimost/demo"
	"minimost/export"
	"minimost/postgres"
	"minimost/sqlite"
	"minimost/storetest"
)

// oddTexts are such as a presence.db may hold.
var oddTexts = []string{
	"👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010ffff", "right \u202eto left\u202c \u2067שלום\u2069 and العربية", "e\u0301 é ﬁ İ ı ß", "\ufeff\u200b\u00ad", `\N \. \x00 \ '"`, "a\tb\r\nc\v\f\x01\x7f\u0085\u2028",
}

// fullFile makes a presence.db of a team that has talked and chosen much, and closes it.
func fullFile(t *testing.T) (path string, people []string, last chat.Message) {
	t.Helper()
	ctx := t.Context()
	path = filepath.Join(t.TempDir(), "presence.db")
	s, err := sqlite.Open(path, sqlite.Options{PublicChannels: []string{"general", "random"}, MentionNames: storetest.MentionNames})
	must(t, err)
	must(t, demo.Fill(ctx, s, noon))
	people, err = s.Usernames(ctx)
	must(t, err)
	one, other := people[0], people[1]
	for i, text := range oddTexts {
		m, err := s.Send(ctx, one, "general", text, 0, noon)
		must(t, err)
		_, err = s.React(ctx, other, m.ID, "👍🏽", noon)
		must(t, err)
		must(t, s.SetPin(ctx, other, m.ID, true, noon))
		must(t, s.SetSaved(ctx, other, m.ID, true, noon))
		must(t, s.SaveDraft(ctx, one, []string{"general", "random"}[i%2], text, noon))
	}
	content := []byte("\x00\xff of " + oddTexts[0])
	f := chat.File{Uploader: one, Channel: "general", Name: "plan 🗺 שלום.pdf", Size: int64(len(content)), Type: chat.OtherType}
	f.ID, err = s.BeginFile(ctx, f, 1<<30, noon)
	must(t, err)
	must(t, s.StoreFileChunk(ctx, f.ID, 0, content))
	_, err = s.FinishFiles(ctx, []chat.ArrivedFile{{File: f, Thumbnail: chat.Thumbnail{Type: "image/png", Data: content}}}, noon)
	must(t, err)
	_, err = s.SendFiles(ctx, one, "general", "", 0, []int64{f.ID}, noon)
	must(t, err)
	must(t, s.SavePicture(ctx, other, chat.Picture{Kind: "image/png", Data: content}, noon))
	name, zone := oddTexts[1], "Pacific/Kiritimati"
	must(t, s.SaveProfile(ctx, one, chat.ProfileChange{DisplayName: &name, LocalZone: &zone}, noon))
	must(t, s.SetStatus(ctx, one, chat.Status{Emoji: "🌴", Text: oddTexts[0]}, noon))
	pause, quiet := 90, chat.NotifyMentions
	must(t, s.SaveNotifications(ctx, one, chat.NotificationChange{Level: &quiet, Pause: &pause, Schedule: &chat.Schedule{Days: chat.EveryDay, From: 22 * 60, To: 7 * 60}}, noon))
	must(t, s.ChooseOverride(ctx, one, chat.OverrideIdle, 60, noon))
	must(t, s.Sessions().Set("session", []byte("\x00\xff of one"), time.Hour))
	must(t, s.NoteLogin(ctx, one, chat.Login{Session: "session", Browser: "Firefox"}, noon))
	must(t, s.CreateBot(ctx, one, "deploy", noon))
	must(t, s.Block(ctx, other, people[2], noon))
	gone, err := s.Send(ctx, one, "general", "gone", 0, noon)
	must(t, err)
	must(t, s.DeleteMessage(ctx, one, gone.ID, noon))
	must(t, s.Close())
	return path, people, gone
}

func exportOf(t *testing.T, s export.Store, name string) []byte {
	t.Helper()
	var zip bytes.Buffer
	must(t, export.Write(t.Context(), &zip, s, name, noon))
	return zip.Bytes()
}

func TestMoveTakesEverything(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	path, people, last := fullFile(t)
	d := newDatabase(t)
	moved, err := postgres.Move(ctx, path, string(d))
	must(t, err)
	rows := make(map[string]int64)
	for _, m := range moved {
		rows[m.Table] = m.Rows
	}
	for _, table := range []string{"users", "messages", "message_reactions", "pins", "saved", "drafts", "sessions", "files", "file_chunks", "private_channels", "read_receipts", "blocks", "pictures", "notification_settings"} {
		if rows[table] == 0 {
			t.Errorf("no row of %s was moved, of %v", table, moved)
		}
	}
	from, err := sqlite.Open(path, sqlite.Options{PublicChannels: []string{"general", "random"}, MentionNames: storetest.MentionNames})
	must(t, err)
	defer func() { must(t, from.Close()) }()
	to, _ := openNode(t, d)
	for _, name := range people {
		was, is := exportOf(t, from, name), exportOf(t, to, name)
		if !bytes.Equal(was, is) {
			t.Errorf("the export of %s has %d bytes and had %d", name, len(is), len(was))
		}
	}
	session, err := to.Sessions().Get("session")
	must(t, err)
	if string(session) != "\x00\xff of one" {
		t.Errorf("the session is %q", session)
	}
	next, err := to.Send(ctx, people[0], "general", "next", 0, noon)
	must(t, err)
	if next.ID != last.ID+1 {
		t.Errorf("the next message has number %d after %d", next.ID, last.ID)
	}
	if _, err := postgres.Move(ctx, path, string(d)); err == nil || !strings.Contains(err.Error(), "has rows already") {
		t.Errorf("moved twice: %v", err)
	}
}

// TestAMoveThatWasInterruptedLeavesNothing: it stands in the middle when its session ends, or its process is told to.
func TestAMoveThatWasInterruptedLeavesNothing(t *testing.T) {
	t.Parallel()
	path, _, _ := fullFile(t)
	d := newDatabase(t)
	d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
		waiting := `FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%users%'`
		for what, interrupt := range map[string]func(pgx.Tx, context.CancelFunc) error{
			"its session is ended": func(tx pgx.Tx, _ context.CancelFunc) error {
				_, err := tx.Exec(ctx, "SELECT pg_terminate_backend(pid) "+waiting)
				return err
			},
			"it is told to end": func(_ pgx.Tx, cancel context.CancelFunc) error { cancel(); return nil },
		} {
			moving, cancel := context.WithCancel(ctx)
			defer cancel()
			tx, err := conn.Begin(ctx)
			must(t, err)
			_, err = tx.Exec(ctx, "LOCK TABLE users IN ROW EXCLUSIVE MODE")
			must(t, err)
			done := make(chan error, 1)
			go func() { _, err := postgres.Move(moving, path, string(d)); done <- err }()
			eventually(t, "it stands in the middle", func() bool { return d.Count(t, "SELECT count(*) "+waiting) > 0 })
			must(t, interrupt(tx, cancel))
			if err := <-done; err == nil {
				t.Errorf("%s, and it goes on", what)
			}
			must(t, tx.Rollback(ctx))
			if left := d.Count(t, "SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM files) + (SELECT count(*) FROM drafts)"); left > 0 {
				t.Errorf("%s: %d rows are left", what, left)
			}
		}
		return nil
	})
	_, err := postgres.Move(t.Context(), path, string(d))
	must(t, err)
}

// TestAMoveWaitsForWhoWrites: it has none of the limits that sessions have for which others wait.
func TestAMoveWaitsForWhoWrites(t *testing.T) {
	t.Parallel()
	path, _, _ := fullFile(t)
	d := newDatabase(t)
	d.with(t, func(ctx context.Context, hold *pgx.Conn) error {
		_, err := hold.Exec(ctx, "SELECT pg_advisory_lock($1)", postgres.WriteLock)
		must(t, err)
		done := make(chan error, 1)
		go func() {
			_, err := postgres.Move(ctx, path, strings.Replace(string(d), "lock_timeout=60s", "lock_timeout=50", 1))
			done <- err
		}()
		eventually(t, "it waits for longer than others would", func() bool {
			return len(done) > 0 || d.Count(t, `SELECT count(*) FROM pg_stat_activity
				WHERE datname = current_database() AND wait_event = 'advisory' AND clock_timestamp() > query_start + interval '200 ms'`) > 0
		})
		_, err = hold.Exec(ctx, "SELECT pg_advisory_unlock($1)", postgres.WriteLock)
		must(t, err)
		return <-done
	})
}

func TestAMoveIsRefusedWhereItWouldNotServe(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "presence.db")
	s, err := sqlite.Open(path, sqlite.Options{PublicChannels: []string{"general"}})
	must(t, err)
	addUser(t, s, "alice")
	_, err = s.Send(ctx, "alice", "general", "nul \x00 here", 0, noon)
	must(t, err)
	must(t, s.Close())
	d := newDatabase(t)
	refused := func(what, sentence string) {
		t.Helper()
		if _, err := postgres.Move(ctx, path, string(d)); err == nil || !strings.Contains(err.Error(), sentence) {
			t.Errorf("%s: %v", what, err)
		}
		if n := d.Count(t, "SELECT count(*) FROM users"); n != 0 {
			t.Fatalf("%s: %d accounts are there", what, n)
		}
	}
	version := func(by int) {
		t.Helper()
		file, err := zombiezen.OpenConn(path, zombiezen.OpenReadWrite)
		must(t, err)
		var is int
		must(t, sqlitex.ExecuteTransient(file, "PRAGMA user_version", &sqlitex.ExecOptions{ResultFunc: func(stmt *zombiezen.Stmt) error { is = stmt.ColumnInt(0); return nil }}))
		must(t, sqlitex.ExecuteTransient(file, fmt.Sprintf("PRAGMA user_version = %d", is+by), nil))
		must(t, file.Close())
	}
	version(-1)
	refused("a file of an earlier version", "serve it once with this one")
	version(2)
	refused("a file of a later version", "start a newer one")
	version(-1)
	d.exec(t, "INSERT INTO schema_version (version) VALUES (9999)")
	refused("a database of a later version", "start a newer one")
	d.exec(t, "DELETE FROM schema_version WHERE version = 9999")
	release, err := sqlite.LockForServing(path)
	must(t, err)
	refused("a file that is served", "already")
	release()
	n := serveNode(t, d, nil)
	refused("a database that is served", "A server has the database open")
	must(t, n.Close())
	moved, err := postgres.Move(ctx, path, string(d))
	must(t, err)
	for _, m := range moved {
		if (m.Table == "messages") != (m.Replaced == 1) || m.Replaced > 1 {
			t.Errorf("%d texts of %s are said to differ", m.Replaced, m.Table)
		}
	}
	if n := d.Count(t, "SELECT count(*) FROM messages WHERE content = 'nul \ufffd here'"); n != 1 {
		t.Error("the text that PostgreSQL cannot hold is not as near as can be")
	}
}
