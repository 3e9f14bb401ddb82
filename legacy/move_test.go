package legacy_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
	"minimost/images"
	"minimost/legacy"
	"minimost/legacy/legacytest"
	"minimost/sqlite"
	"minimost/static"
	"minimost/upload"
)

const (
	hash   = "scrypt:1024:8:1$n5XIhlOmgwXHMK5c$26a319930ca806312bc7dfa372c9345db782a393d9d643a7230224e1dff6dc057485cca054da0e6d50314c49218a6be5c5d199156f277c2a0cea394c9d4c925b"
	noHash = "md5$salt$00"
)

var now = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// scene is an original's folder and the database that it is moved into.
type scene struct {
	t       testing.TB
	dir, db string
}

// newScene is the folder of a small town: alice, bob and carol, who was never
// heard of.
func newScene(t testing.TB) *scene {
	t.Helper()
	s := &scene{t: t, dir: filepath.Join(t.TempDir(), "data"), db: filepath.Join(t.TempDir(), "presence.db")}
	legacytest.New(t, s.dir)
	s.accounts("INSERT INTO users (username, password_hash) VALUES ('alice', '" + hash + "'), ('bob', '" + hash + "'), ('carol', '" + hash + "')")
	return s
}

func (s *scene) accounts(statements string) {
	legacytest.Run(s.t, s.dir, legacytest.Accounts, statements)
}
func (s *scene) presence(statements string) {
	legacytest.Run(s.t, s.dir, legacytest.Presence, statements)
}
func (s *scene) messages(statements string) {
	legacytest.Run(s.t, s.dir, legacytest.Messages, statements)
}

// say adds a message of the original.
func (s *scene) say(id int, channel, sender, content, ts string) {
	s.t.Helper()
	s.messages(fmt.Sprintf("INSERT INTO messages (id, channel, sender, content, ts) VALUES (%d, '%s', '%s', '%s', %s)", id, channel, sender, content, ts))
}

// move moves the folder in and returns what was reported; the folder must stay
// as it was.
func (s *scene) move() *legacy.Report {
	s.t.Helper()
	report, err := s.try()
	if err != nil {
		s.t.Fatal(err)
	}
	return report
}

func (s *scene) try() (report *legacy.Report, err error) {
	s.t.Helper()
	before := fingerprints(s.t, s.dir)
	folder, err := legacy.Open(s.t.Context(), s.dir)
	if err != nil {
		return nil, err
	}
	target, err := sqlite.OpenImport(s.t.Context(), s.db)
	if err != nil {
		s.t.Fatal(err)
	}
	o := s.options()
	o.Uploads = upload.New(target, 1<<20, 1<<30, 0)
	o.Picture = func(data []byte) (p chat.Picture, err error) {
		p.Data, p.Kind, err = images.Square(data, chat.PictureSide)
		return p, err
	}
	report, err = folder.Move(s.t.Context(), target, o)
	if err == nil {
		err = target.Commit()
	}
	for _, closed := range []error{target.Close(), folder.Close()} {
		if closed != nil {
			s.t.Error(closed)
		}
	}
	if after := fingerprints(s.t, s.dir); !reflect.DeepEqual(after, before) {
		s.t.Errorf("the folder was %v and is %v", before, after)
	}
	return report, err
}

var emojiSet = sync.OnceValues(func() (*chat.EmojiSet, error) { return chat.ParseEmojiSet(static.EmojiData()) })

func (s *scene) options() legacy.Options {
	s.t.Helper()
	names, err := emojiSet()
	if err != nil {
		s.t.Fatal(err)
	}
	return legacy.Options{Now: now, Emoji: names, Public: []string{"general", "random"}}
}

// fingerprints are the files of a folder, whole.
func fingerprints(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = fmt.Sprintf("%x", sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// rows are what a query yields here, a row a line, as SQLite prints it.
func (s *scene) rows(query string) []string {
	s.t.Helper()
	conn, err := zombiezen.OpenConn(s.db, zombiezen.OpenReadWrite)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	lines := []string{}
	err = sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: func(stmt *zombiezen.Stmt) error {
		cells := make([]string, stmt.ColumnCount())
		for i := range cells {
			cells[i] = "NULL"
			if stmt.ColumnType(i) == zombiezen.TypeFloat {
				cells[i] = fmt.Sprintf("%.7f", stmt.ColumnFloat(i))
			} else if stmt.ColumnType(i) != zombiezen.TypeNull {
				cells[i] = stmt.ColumnText(i)
			}
		}
		lines = append(lines, strings.Join(cells, "|"))
		return nil
	}})
	if err != nil {
		s.t.Fatal(err)
	}
	return lines
}

func (s *scene) want(query string, lines ...string) {
	s.t.Helper()
	if got := s.rows(query); !slices.Equal(got, lines) {
		s.t.Errorf("%s\n got %q\nwant %q", query, got, lines)
	}
}

// counted is how many a part of a report has of what begins so.
func counted(counts legacy.Counts, what string) int {
	for _, count := range counts {
		if strings.HasPrefix(count.What, what) {
			return count.N
		}
	}
	return 0
}

func (s *scene) wantCount(counts legacy.Counts, what string, n int) {
	s.t.Helper()
	if got := counted(counts, what); got != n {
		s.t.Errorf("%s: %d, want %d in %v", what, got, n, counts)
	}
}
