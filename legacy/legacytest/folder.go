// Package legacytest makes data folders as the Python original leaves them,
// for tests.
package legacytest

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// The original's files.
const (
	Accounts = "auth.db"
	Presence = "presence.db"
	Messages = "users/messages.db"
)

// schemas are the tables of the original's current version.
var schemas = map[string]string{
	Accounts: `
CREATE TABLE users (username TEXT PRIMARY KEY, password_hash TEXT NOT NULL, failed_attempts INTEGER NOT NULL DEFAULT 0,
    lockout_until REAL, password_set_ts REAL);
CREATE TABLE user_settings (username TEXT PRIMARY KEY, name_color TEXT, avatar_file TEXT, bio TEXT);`,
	Presence: `
CREATE TABLE presence (user TEXT PRIMARY KEY, last_seen INTEGER NOT NULL, state TEXT NOT NULL, override TEXT);
CREATE TABLE typing (user TEXT NOT NULL, channel TEXT NOT NULL, ts INTEGER NOT NULL, PRIMARY KEY (user, channel));
CREATE TABLE read_receipts (channel TEXT NOT NULL, msg_ts REAL NOT NULL, reader TEXT NOT NULL, PRIMARY KEY (channel, msg_ts, reader));
CREATE TABLE message_reactions (channel TEXT NOT NULL, msg_ts REAL NOT NULL, emoji TEXT NOT NULL, reactor TEXT NOT NULL,
    PRIMARY KEY (channel, msg_ts, emoji, reactor));
CREATE TABLE private_channels (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created_by TEXT NOT NULL, created_ts REAL NOT NULL);
CREATE TABLE private_channel_members (channel_id INTEGER NOT NULL, username TEXT NOT NULL, joined_ts REAL NOT NULL,
    history_start_ts REAL, PRIMARY KEY (channel_id, username));`,
	Messages: `
CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, sender TEXT NOT NULL, content TEXT,
    content_type TEXT DEFAULT 'text', filename TEXT, ts REAL NOT NULL, edited INTEGER DEFAULT 0, edited_ts REAL,
    deleted INTEGER DEFAULT 0, deleted_ts REAL, reply_to_id INTEGER, reactions_ts REAL, mentions TEXT, metadata TEXT, expires_ts REAL);
CREATE INDEX messages_channel_ts ON messages (channel, ts);
CREATE TABLE reactions (message_id INTEGER NOT NULL, emoji TEXT NOT NULL, reactor TEXT NOT NULL, PRIMARY KEY (message_id, emoji, reactor));
CREATE TABLE read_state (user TEXT NOT NULL, channel TEXT NOT NULL, last_read_ts REAL NOT NULL DEFAULT 0, PRIMARY KEY (user, channel));
CREATE TABLE dm_hidden (user TEXT NOT NULL, channel TEXT NOT NULL, hidden_ts REAL NOT NULL, PRIMARY KEY (user, channel));
CREATE TABLE pins (message_id INTEGER PRIMARY KEY, channel TEXT NOT NULL, pinned_by TEXT NOT NULL, pinned_ts REAL NOT NULL);
CREATE VIRTUAL TABLE messages_fts USING fts5(content, content='messages', content_rowid='id', tokenize='trigram');`,
}

// New makes an empty data folder of the original's current version at dir.
func New(t testing.TB, dir string) {
	t.Helper()
	Bare(t, dir)
	for file, schema := range schemas {
		Run(t, dir, file, schema)
	}
}

// Older makes of dir the data folder of an older version, which kept the messages
// of each person in a file of their own.
func Older(t testing.TB, dir string, people ...string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(dir, "users")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "users"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range people {
		Run(t, dir, "users/"+name+".db", `CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL,
			sender TEXT NOT NULL, content TEXT, ts REAL NOT NULL)`)
	}
}

// Bare makes a data folder whose databases have no tables.
func Bare(t testing.TB, dir string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "users"), 0o700); err != nil {
		t.Fatal(err)
	}
	for file := range schemas {
		Run(t, dir, file, "")
	}
}

// pixel is a picture.
var pixel, _ = base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")

// Put writes a file of the folder.
func Put(t testing.TB, dir, name string, content []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Run runs statements on one of the files, as a program that ends properly does.
func Run(t testing.TB, dir, file, statements string) {
	t.Helper()
	if err := open(t, dir, file, statements).Close(); err != nil {
		t.Fatal(err)
	}
}

// Cut runs statements on one of the files and leaves it as a program does that
// was killed: what it wrote last is in the log beside the file.
func Cut(t testing.TB, dir, file, statements string) {
	t.Helper()
	conn := open(t, dir, file, "PRAGMA wal_autocheckpoint = 0;\n"+statements)
	path, kept := filepath.Join(dir, file), make(map[string][]byte)
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		kept[suffix] = content
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	for suffix, content := range kept {
		if err := os.WriteFile(path+suffix, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func open(t testing.TB, dir, file, statements string) *sqlite.Conn {
	t.Helper()
	conn, err := sqlite.OpenConn(filepath.Join(dir, file), sqlite.OpenReadWrite, sqlite.OpenCreate, sqlite.OpenWAL)
	if err != nil {
		t.Fatal(err)
	}
	// Tests need no file that survives a power cut.
	if err := sqlitex.ExecuteTransient(conn, "PRAGMA synchronous = OFF", nil); err != nil {
		t.Fatal(err)
	}
	if err := sqlitex.ExecuteScript(conn, statements, nil); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return conn
}
