package sqlite

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

// TestEveryColumnSaysWhatBecomesOfANameInIt: a new table must not keep who was removed.
func TestEveryColumnSaysWhatBecomesOfANameInIt(t *testing.T) {
	s := newTestStore(t)
	there := make(map[column]bool)
	tables := `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`
	for _, row := range cells(t, s.file(), "SELECT t.name, c.name FROM ("+tables+") AS t, pragma_table_info(t.name) AS c WHERE c.type LIKE '%TEXT%' OR c.type LIKE '%CHAR%'") {
		c := column{fmt.Sprint(row[0]), fmt.Sprint(row[1])}
		there[c] = true
		if _, said := removedColumns[c]; !said {
			t.Errorf("%s.%s is not among the texts of its table", c.table, c.name)
		}
	}
	for c := range removedColumns {
		if !there[c] {
			t.Errorf("tables name %s.%s, which is no column of text", c.table, c.name)
		}
	}
}

// TestWhoIsRemovedIsNamedNowhere removes somebody by hand from a database with a row
// in every table.
func TestWhoIsRemovedIsNamedNowhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	makeVersion(t, path, len(schema().Migrations))
	script(t, path, `INSERT INTO messages (channel, sender, content, ts) VALUES ('dm:alice:bob', 'bob', 'hi', 1716000002.5);
		INSERT INTO messages (channel, sender, content, content_type, ts) VALUES ('private:7', 'minimost', 'bob added alice to this channel', 'system', 1716000003.5);
		INSERT INTO read_state (user, channel, last_read_ts) VALUES ('bob', 'dm:alice:bob', 1716000002.5);
		INSERT INTO typing (user, channel, ts) VALUES ('bob', 'dm:alice:bob', 1716000002.5);
		INSERT INTO users (username, password_hash, created_ts) VALUES ('bob', 'h', 1716000000.5);
		DELETE FROM users WHERE username = 'alice'`)
	s := openStore(t, path)
	must(t, s.ContinueRemovals(t.Context(), time.Now()))
	refused(t, "the name", s.CreateUser(t.Context(), chat.User{Username: "ALICE", PasswordHash: "h"}), chat.Conflict)
	must(t, s.ContinueRemovals(t.Context(), time.Now().Add(chat.RemovalSettles)))
	equal(t, "unfinished", cells(t, path, "SELECT count(*) FROM removed_accounts WHERE done_ts IS NULL AND name = 'alice'"), [][]any{{int64(0)}})
	for c, become := range removedColumns {
		if become == unnamed {
			continue
		}
		for _, row := range cells(t, path, fmt.Sprintf("SELECT %s FROM %s", c.name, c.table)) {
			if text := fmt.Sprint(row[0]); strings.Contains(text, "alice") {
				t.Errorf("%s.%s: %s", c.table, c.name, text)
			}
		}
	}
	equal(t, "the conversation", cells(t, path, "SELECT channel, sender FROM messages WHERE content = 'hi' AND sender = 'bob'"),
		[][]any{{"dm:" + shownNumber(t, path) + ":bob", "bob"}})
	assertWhole(t, path)
}

// shownNumber is how alice is shown.
func shownNumber(t *testing.T, path string) string {
	t.Helper()
	number, ok := cells(t, path, "SELECT number FROM removed_accounts WHERE name = 'alice'")[0][0].(int64)
	if !ok {
		t.Fatal("alice is no removed account")
	}
	return chat.DeletedName(number)
}
