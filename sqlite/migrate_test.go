package sqlite

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitemigration"

	"minimost/chat"
)

// originalSchema is what the original makes, word for word.
const originalSchema = `
CREATE TABLE presence(user TEXT PRIMARY KEY, last_seen INTEGER NOT NULL, state TEXT NOT NULL, override TEXT);
CREATE TABLE typing(user TEXT, channel TEXT, ts INTEGER, PRIMARY KEY(user, channel));
CREATE TABLE read_receipts(channel TEXT, msg_ts REAL, reader TEXT, PRIMARY KEY(channel, msg_ts, reader));
CREATE TABLE message_reactions(channel TEXT, msg_ts REAL, emoji TEXT, reactor TEXT, PRIMARY KEY(channel, msg_ts, emoji, reactor));
CREATE TABLE private_channels(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created_by TEXT NOT NULL, created_ts REAL NOT NULL);
CREATE TABLE private_channel_members(channel_id INTEGER NOT NULL, username TEXT NOT NULL, joined_ts REAL NOT NULL, history_start_ts REAL,
    PRIMARY KEY(channel_id, username), FOREIGN KEY(channel_id) REFERENCES private_channels(id));
`

// earlySchema lacks what early versions of the original lacked.
const earlySchema = `
CREATE TABLE presence(user TEXT PRIMARY KEY, last_seen INTEGER NOT NULL, state TEXT NOT NULL);
CREATE TABLE private_channels(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created_by TEXT NOT NULL, created_ts REAL NOT NULL);
CREATE TABLE private_channel_members(channel_id INTEGER NOT NULL, username TEXT NOT NULL, joined_ts REAL NOT NULL,
    PRIMARY KEY(channel_id, username), FOREIGN KEY(channel_id) REFERENCES private_channels(id));
INSERT INTO presence VALUES ('alice', 1716000000, 'active');
INSERT INTO private_channels VALUES (3, 'plans', 'alice', 1715000000.5);
INSERT INTO private_channel_members VALUES (3, 'alice', 1715000000.5);
`

// originalRows have times with more digits than microseconds.
const originalRows = `
INSERT INTO presence VALUES ('alice', 1716000000.1234567, 'active', 'idle'), ('bob', 1716000007, 'hidden', NULL);
INSERT INTO typing VALUES ('bob', 'general', 1716000001.9876543), ('carol', 'dm:bob:carol', NULL);
INSERT INTO read_receipts VALUES ('general', 1716000001.4567891, 'bob'), ('general', 1716000000.0000001, 'bob'),
    ('private:7', 1716000002.3333333, 'alice'), ('general', 1716000001.4567891, 'carol');
INSERT INTO message_reactions VALUES ('general', 1716000001.4567891, 'thumbs_up', 'bob'), ('general', 1716000001.4567891, '👍', 'alice');
INSERT INTO private_channels VALUES (7, 'plans', 'alice', 1715999999.7777777);
INSERT INTO private_channel_members VALUES (7, 'alice', 1715999999.7777777, NULL), (7, 'bob', 1716000000.2222222, 1716000000.2222222);
CREATE TABLE custom_emoji(name TEXT PRIMARY KEY, image BLOB, added REAL);
CREATE TABLE "odd ""name"" (1)"(x);
INSERT INTO custom_emoji VALUES ('party', x'00ff10', 1716000000.7654321);
INSERT INTO "odd ""name"" (1)" VALUES (NULL), ('text'), (3), (4.5);
`

var originalQueries = []string{
	"SELECT rowid, user, last_seen, state, override FROM presence ORDER BY user",
	"SELECT rowid, user, channel, ts FROM typing ORDER BY user",
	"SELECT rowid, channel, msg_ts, reader FROM read_receipts ORDER BY 1",
	"SELECT rowid, channel, msg_ts, emoji, reactor FROM message_reactions ORDER BY 1",
	"SELECT id, name, created_by, created_ts FROM private_channels",
	"SELECT rowid, channel_id, username, joined_ts, history_start_ts FROM private_channel_members ORDER BY 1",
	"SELECT rowid, * FROM custom_emoji",
	`SELECT rowid, * FROM "odd ""name"" (1)"`,
	"SELECT sql FROM sqlite_schema WHERE name LIKE 'custom%' OR name LIKE 'odd%' ORDER BY name",
}

func TestLegacyFileKeepsEveryRowAndIsServed(t *testing.T) {
	for _, mode := range []string{"wal", "delete"} {
		for _, running := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, original running %v", mode, running), func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "presence.db")
				original, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
				must(t, err)
				scriptOn(t, original, "PRAGMA journal_mode = "+mode+";"+originalSchema+originalRows)
				var want [][][]any
				for _, q := range originalQueries {
					want = append(want, cellsOn(t, original, q))
				}
				if running {
					defer func() { must(t, original.Close()) }()
				} else {
					must(t, original.Close())
				}
				s := openStore(t, path)
				assertServed(t, s)
				closeStore(t, s)
				for i, q := range originalQueries {
					equal(t, q, cells(t, path, q), want[i])
				}
				assertWhole(t, path)
			})
		}
	}
}

// assertServed looks at originalRows through the store.
func assertServed(t *testing.T, s *Store) {
	t.Helper()
	addUsers(t, s, "alice", "bob", "carol")
	ctx := t.Context()

	list := got(s.PrivateChannels(ctx, "bob"))(t)
	if len(list) != 1 {
		t.Fatalf("bob's private channels: %v", list)
	}
	equal(t, "channel", list[0].PrivateChannel, chat.PrivateChannel{
		ID: 7, Name: "plans", CreatedBy: "alice", CreatedTS: 1715999999.7777777,
		Members: []chat.Member{
			{Username: "alice", JoinedTS: 1715999999.7777777, JoinedAtTS: 1715999999.7777777},
			{Username: "bob", JoinedTS: 1716000000.2222222, JoinedAtTS: 1716000000.2222222, HistoryStart: 1716000000.2222222},
		},
	})
	equal(t, "owner", list[0].Owner(), "alice")
	equal(t, "watermarks", got(s.Watermarks(ctx, "general"))(t),
		map[string]chat.Stamp{"bob": 1716000001.4567891, "carol": 1716000001.4567891})
	equal(t, "override", got(s.Presence(ctx, "alice"))(t).Override, chat.OverrideIdle)
	_, err := s.CheckAccess(ctx, "carol", "private:7")
	refused(t, "carol in private:7", err, chat.Forbidden)
}

func assertWhole(t *testing.T, path string) {
	t.Helper()
	report := got(Check(t.Context(), path, noon))(t)
	if len(report.Faults) > 0 {
		t.Errorf("faults: %q", report.Faults)
	}
}

func TestEarlyLegacyFileWithoutOverrideIsCompleted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	script(t, path, earlySchema)
	s := openStore(t, path)
	addUsers(t, s, "alice", "bob")
	must(t, s.ChooseOverride(t.Context(), "alice", chat.OverrideIdle, 0, noon))
	must(t, s.AddMember(t.Context(), "alice", 3, "bob", chat.HistoryJoin, noon))
	equal(t, "alice sees the channel from the beginning", got(s.CheckAccess(t.Context(), "alice", "private:3"))(t).HistoryStart, chat.Stamp(0))
	if got(s.CheckAccess(t.Context(), "bob", "private:3"))(t).HistoryStart == 0 {
		t.Error("bob sees the channel from the beginning")
	}
}

func TestEveryEarlierVersionKeepsItsRows(t *testing.T) {
	newest := schema()
	for version := range len(newest.Migrations) + 1 {
		t.Run(fmt.Sprint("version ", version), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "presence.db")
			want := makeVersion(t, path, version)
			s := openStore(t, path)
			for _, q := range slices.Sorted(mapKeys(want)) {
				equal(t, q, cells(t, path, q), want[q])
			}
			equal(t, "version", cells(t, path, "PRAGMA user_version"), [][]any{{int64(len(newest.Migrations))}})
			addUsers(t, s, "zoe")
			first, second := send(t, s, "zoe", "general", "one", noon), send(t, s, "zoe", "general", "two", noon)
			if second.TS <= first.TS {
				t.Errorf("stamps %v then %v", first.TS, second.TS)
			}
			shell(t, path, fmt.Sprintf("INSERT INTO message_reactions(channel, msg_ts, emoji, reactor) VALUES ('general', %.7f, '👍', 'x');", first.TS))
			equal(t, "triggers at work", len(got(s.MessagesAfter(t.Context(), "zoe", "general", second.TS, 0))(t)), 1)
			assertWhole(t, path)
		})
	}
}

// versionRows are a row of tables, in columns that they had from the beginning. One that is not
// among them has a row that is made up.
var versionRows = []struct{ table, values string }{
	{"presence", "(user, last_seen, state) VALUES ('alice', 1716000000.1234567, 'active')"},
	{"typing", "(user, channel, ts) VALUES ('alice', 'random', 1716000001.9876543)"},
	{"private_channels", "(id, name, created_by, created_ts) VALUES (7, 'plans', 'alice', 1715999999.7777777)"},
	{"private_channel_members", "(channel_id, username, joined_ts) VALUES (7, 'alice', 1715999999.7777777)"},
	{"declined_channels", "(username, channel_id, name, declined_ts) VALUES ('bob', 7, 'plans', 1716000000.3333333)"},
	{"private_channel_former", "(channel_id, username, left_ts) VALUES (7, 'bob', 1716000000.2222222)"},
	{"users", "(username, password_hash, created_ts) VALUES ('alice', 'h', 1716000000.5)"},
	{"pictures", "(username, kind, data) VALUES ('alice', 'image/jpeg', x'00ff10')"},
	{"reset_tokens", "(hash, username, expires_ts) VALUES (x'00ff10', 'alice', 1716000000.5)"},
	{"tokens", "(id, hash, username, name, scope, session_epoch, created_ts) VALUES (7, zeroblob(32), 'alice', 'cron', 'read', 0, 1716000000.5)"},
	{"hooks", "(id, hash, channel, maker, bot, mentions, created_ts) VALUES (7, zeroblob(32), 'random', 'alice', 'robot', 0, 1716000000.5)"},
	{"presence_tabs", "(user, tab, state, last_seen, session) VALUES ('alice', 't1', 'active', 1716000000.1234567, 'abc')"},
	{"messages", "(id, channel, sender, content, ts, changed_ts) VALUES (7, 'random', 'alice', 'hi', 1716000001.4567891, 1716000001.4567891)"},
	{"message_reactions", "(channel, msg_ts, emoji, reactor) VALUES ('random', 1716000001.4567891, '👍', 'bob')"},
	{"read_receipts", "(channel, msg_ts, reader) VALUES ('random', 1716000001.4567891, 'bob')"},
	{"read_state", "(user, channel, last_read_ts) VALUES ('bob', 'random', 1716000001.4567891)"},
	{"dm_participants", "(username, channel) VALUES ('alice', 'dm:alice:bob')"},
	{"dm_hidden", "(user, channel, hidden_ts) VALUES ('alice', 'dm:alice:bob', 1716000001.5)"},
	{"demo", "(id, begun_ts) VALUES (1, 1716000000.5)"},
	{"idempotency_keys", "(account, method, route, key, asked, used_ts) VALUES ('alice', 'POST', '/send/:channel', 'k', zeroblob(32), 1716000001.5)"},
	{"blocks", "(blocker, blocked, since_ts) VALUES ('alice', 'bob', 1716000001.5)"},
	{"channel_settings", "(username, channel, muted, favourite, notify, marked_unread_ts) VALUES ('alice', 'random', 1, 1, 'none', 1716000001.5)"},
	{"drafts", "(user, channel, text, changed_ts) VALUES ('alice', 'random', 'half', 1716000001.5)"},
	{"sidebar_settings", "(username, sort_by, folded) VALUES ('alice', 'name', 'public direct')"},
	{"logins", "(session, username, address, browser, started_ts, seen_ts) VALUES ('abc', 'alice', '192.0.2.1', 'Firefox', 1716000000.5, 1716000001.5)"},
	{"known_devices", "(hash, username, seen_ts) VALUES (zeroblob(32), 'alice', 1716000000.5)"},
	{"removed_accounts", "(number, name, removed_ts) VALUES (7, 'zed', 1716000000.5)"},
	{"audit", "(ts, action, actor, address, subject, detail) VALUES (1716000000.5, 'logged-in', 'alice', '192.0.2.1', 'alice', '')"},
	{"server_settings", "(id, inviting, creating_channels) VALUES (1, 'members', 'administrators')"},
	{"invites", "(id, hash, made_by, made_ts, expires_ts, most_uses) VALUES (7, zeroblob(32), 'alice', 1716000000.5, 1716000001.5, 3)"},
	{"invite_channels", "(invite_id, channel) VALUES (7, 'private:7')"},
	{"mentions", "(message_id, username, channel, ts) VALUES (7, 'bob', 'random', 1716000001.4567891)"},
	{"files", "(id, message_id, uploader, name, type, size, uploaded_ts, state) VALUES (1, NULL, 'alice', 'a.txt', 'text/plain', 5, 1716000000.5, 'ready')"},
	{"file_chunks", "(file_id, n, data) VALUES (1, 0, x'68656c6c6f')"},
	{"file_thumbnails", "(file_id, type, data) VALUES (1, 'image/png', x'00')"},
	{"pins", "(message_id, channel, pinned_by, pinned_ts) VALUES (7, 'random', 'bob', 1716000001.5)"},
	{"saved", "(username, message_id, saved_ts) VALUES ('bob', 7, 1716000001.5)"},
	{"public_channels", "(channel, name, created_by, created_ts, archived_ts) VALUES ('ideas', 'plans', 'bob', 1716000000.5, 1716000001.5)"},
	{"public_channel_members", "(channel, username, joined, since_ts) VALUES ('ideas', 'bob', 1, 1716000000.5)"},
	{"channel_topics", "(channel, topic, purpose) VALUES ('ideas', 'What next?', 'For what may be')"},
	{"search_blocks", "(block, oldest_ts, newest_ts, disorder_s, directory) VALUES (9, 1716000000.5, 1716000001.5, 0, x'00')"},
	{"search_grams", "(id, data) VALUES (9216, x'00')"},
	{"notification_settings", "(username, until_ts) VALUES ('alice', 1716000001.5)"},
	{"push_keys", "(id, private_key, public_key) VALUES (1, 'a', 'b')"},
	{"push_subscriptions", "(endpoint, username, session, key, secret, created_ts) VALUES ('https://push.example/1', 'alice', 'abc', 'k', 's', 1716000001.5)"},
	{"imported", "(kind, source_id, source_ts, target_id) VALUES ('message', 3, 1716000001.5, 7)"},
	{"imported_members", "(channel_id, username) VALUES (7, 'alice')"},
	{"imported_accounts", "(username, password_digest) VALUES ('alice', 'abc')"},
}

// makeVersion makes a file as of a version, with a row in every table, and returns
// what queries yield there.
func makeVersion(t *testing.T, path string, version int) map[string][][]any {
	t.Helper()
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	must(t, err)
	defer func() { must(t, conn.Close()) }()
	then := sqlitemigration.Schema{Migrations: schema().Migrations[:version]}
	if version >= 2 {
		then.RepeatableMigration = schema().RepeatableMigration
	}
	must(t, sqlitemigration.Migrate(t.Context(), conn, then))
	want := make(map[string][][]any)
	if version == 0 {
		return want
	}
	var tables []string
	for _, row := range cellsOn(t, conn, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`) {
		tables = append(tables, row[0].(string))
	}
	for _, row := range versionRows {
		if slices.Contains(tables, row.table) {
			scriptOn(t, conn, "INSERT INTO "+row.table+row.values)
		}
	}
	for _, table := range tables {
		if !strings.HasPrefix(table, "search_") && len(cellsOn(t, conn, "SELECT 1 FROM "+table)) == 0 {
			insertMadeUp(t, conn, table)
		}
	}
	// Only now: triggers change rows of other tables.
	for _, table := range tables {
		if strings.HasPrefix(table, "search_") {
			continue // the first commit works off what is stale, and what symbols came to is indexed anew
		}
		var columns []string
		for _, column := range cellsOn(t, conn, "SELECT name FROM pragma_table_info('"+table+"')") {
			columns = append(columns, column[0].(string))
		}
		q := "SELECT " + strings.Join(columns, ", ") + " FROM " + table
		if want[q] = cellsOn(t, conn, q); len(want[q]) == 0 {
			t.Errorf("%s has no row in versionRows", table)
		}
	}
	return want
}

// insertMadeUp inserts a row whose texts all name alice. What a CHECK refuses wants a row of versionRows.
func insertMadeUp(t *testing.T, conn *sqlite.Conn, table string) {
	t.Helper()
	values := map[string]string{"INTEGER": "7", "REAL": "1716000000.5", "TEXT": "'alice'", "BLOB": "x'00ff10'"}
	var columns, row []string
	for _, c := range cellsOn(t, conn, "SELECT name, type FROM pragma_table_info('"+table+"') WHERE \"notnull\" AND dflt_value IS NULL OR pk") {
		name, value := c[0].(string), values[c[1].(string)]
		if name == "channel" {
			value = "'random'"
		}
		columns, row = append(columns, name), append(row, value)
	}
	scriptOn(t, conn, "INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(row, ", ")+")")
}

func TestOpeningTwiceAtOnceMigratesOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	together(t, 4, func(int) error {
		s, err := Open(path, Options{PublicChannels: []string{"general"}})
		if err != nil {
			return err
		}
		return s.Close()
	})
	assertWhole(t, path)
}

func TestRestartChangesNoRow(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	m := send(t, s, "alice", "general", "hello", noon)
	got(s.React(t.Context(), "bob", m.ID, "👍", noon))(t)
	must(t, s.MarkRead(t.Context(), "bob", "general", 0, after(time.Second)))
	dump := func() (rows [][][]any) {
		for _, table := range []string{"users", "messages", "message_reactions", "read_receipts", "read_state", "presence"} {
			rows = append(rows, cells(t, s.file(), "SELECT * FROM "+table))
		}
		return rows
	}
	want := dump()
	closeStore(t, s)
	s = openStore(t, s.file())
	equal(t, "rows", dump(), want)
}

// TestEveryContentTypeIsAllowed: a migration has to widen the CHECK when chat lists one more.
func TestEveryContentTypeIsAllowed(t *testing.T) {
	s := newTestStore(t)
	schema := cells(t, s.file(), "SELECT sql FROM sqlite_schema WHERE name = 'messages'")[0][0].(string)
	check := regexp.MustCompile(`CHECK \(content_type IN \(([^)]*)\)\)`).FindStringSubmatch(schema)
	if check == nil {
		t.Fatal("messages has no CHECK of content_type")
	}
	equal(t, "content types", check[1], "'"+strings.Join(chat.ContentTypes, "', '")+"'")
}
