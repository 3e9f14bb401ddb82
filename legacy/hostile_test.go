package legacy_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minimost/legacy"
	"minimost/legacy/legacytest"
)

// loose are the original's tables without a type, a key or a rule.
var loose = map[string]map[string]string{
	legacytest.Accounts: {"users": "username, password_hash, password_set_ts", "user_settings": "username, name_color, avatar_file, bio"},
	legacytest.Presence: {
		"presence": "user, last_seen, state", "read_receipts": "channel, msg_ts, reader", "message_reactions": "channel, msg_ts, emoji, reactor",
		"private_channels": "id, name, created_by, created_ts", "private_channel_members": "channel_id, username, joined_ts, history_start_ts",
	},
	legacytest.Messages: {
		"messages":  "id, channel, sender, content, content_type, filename, ts, edited, edited_ts, deleted, deleted_ts, reply_to_id, reactions_ts",
		"reactions": "message_id, emoji, reactor", "read_state": "user, channel, last_read_ts", "dm_hidden": "user, channel, hidden_ts",
		"pins": "message_id, channel, pinned_by, pinned_ts",
	},
}

// oddValues are what a column can hold that was written by somebody else.
var oddValues = []string{
	"NULL", "0", "1", "-1", "2", "3", "9223372036854775807", "1.5", "9e999", "-9e999", "x''", "x'ff00'", "''", "'alice'", "'bob'", "'ALICE'", "'two words'", "'ghost'",
	"'system'", "'general'", "'private:1'", "'private:3'", "'private:0'", "'dm:alice:bob'", "'dm:bob:alice'", "'dm:alice'", "'dm::'", "'heart'", "'no'", "'❤'",
	"char(27) || '[31m'", "'al' || char(8238) || 'ice'", "'a' || char(10) || 'b'", "'alice' || char(0)", "CAST(x'ff' AS TEXT)", "zeroblob(9000)",
	"printf('%.*c', 5000, 'x')", "1716000001", "1716000001.5", "1716000001.4567891", "'1716000001'", "1716000001000", "'text'", "'scrypt:1024:8:1$a$b'", "'; DROP TABLE users; --'",
}

// usualValues are what columns hold most of the time.
var usualValues = []struct {
	columns string
	values  []string
}{
	{"channel", []string{"'general'", "'private:1'", "'private:3'", "'dm:alice:bob'"}},
	{"username user sender reader reactor created_by", []string{"'alice'", "'bob'", "'ghost'"}},
	{"id channel_id message_id reply_to_id", []string{"1", "2", "3", "7"}},
	{"ts msg_ts last_read_ts created_ts joined_ts edited_ts hidden_ts", []string{"1716000001", "1716000002", "1716000001.5"}},
	{"emoji", []string{"'heart'", "'no'", "'🔥'"}},
}

// value is a random value of a column.
func value(random *rand.Rand, column string) string {
	values := oddValues
	for _, usual := range usualValues {
		if random.IntN(4) > 0 && slices.Contains(strings.Fields(usual.columns), column) {
			values = usual.values
		}
	}
	return values[random.IntN(len(values))]
}

// looseFolder writes a folder of random rows.
func looseFolder(t *testing.T, random *rand.Rand) *scene {
	s := &scene{t: t, dir: filepath.Join(t.TempDir(), "data"), db: filepath.Join(t.TempDir(), "presence.db")}
	legacytest.Bare(t, s.dir)
	for _, file := range slices.Sorted(maps.Keys(loose)) {
		tables := loose[file]
		var script strings.Builder
		for _, table := range slices.Sorted(maps.Keys(tables)) {
			columns := tables[table]
			fmt.Fprintf(&script, "CREATE TABLE %s (%s);\n", table, columns)
			for range 40 {
				values := strings.Split(columns, ", ")
				for i, column := range values {
					values[i] = value(random, column)
				}
				fmt.Fprintf(&script, "INSERT INTO %s VALUES (%s);\n", table, strings.Join(values, ", "))
			}
		}
		legacytest.Run(t, s.dir, file, script.String())
	}
	s.accounts("DELETE FROM users WHERE username IN ('alice', 'ALICE'); INSERT INTO users (username, password_hash) VALUES ('alice', '" + hash + "'), ('bob', '" + hash + "')")
	for i := range 40 {
		s.messages(fmt.Sprintf("INSERT INTO messages (id, channel, sender, content, ts) VALUES (%d, %s, 'alice', 'm', %d)", i%20,
			[]string{"'general'", "'private:1'", "'dm:alice:bob'", "'private:3'"}[i%4], 1716000000+i%7))
	}
	return s
}

// Whatever a folder holds, it is taken or refused in a sentence, and once taken a
// second move takes nothing more.
func TestAFolderOfAnythingIsTakenOrRefused(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := looseFolder(t, rand.New(rand.NewPCG(seed, 1)))
			if _, err := s.try(); err != nil {
				t.Fatal(err)
			}
			s.want("PRAGMA integrity_check", "ok")
			s.want("PRAGMA foreign_key_check")
			s.want("SELECT username FROM users WHERE username GLOB '*[^a-zA-Z0-9_-]*' OR length(username) > 32")
			for _, column := range []string{"sender FROM messages", "reactor FROM message_reactions", "reader FROM read_receipts", "username FROM private_channel_members"} {
				for _, name := range s.rows("SELECT DISTINCT " + column) {
					if strings.ContainsAny(name, "\x00\x1b\n\u202e") {
						t.Errorf("%s: %q", column, name)
					}
				}
			}
			before := s.everything()
			r := s.move()
			if len(r.Taken) > 0 {
				t.Errorf("a second move took %v", r.Taken)
			}
			for i, is := range s.everything() {
				if i >= len(before) || is != before[i] {
					t.Fatalf("a second move changed row %d to %s", i, is)
				}
			}
		})
	}
}

func TestNamesThatTurnTheTextAroundThemAreMadeHarmless(t *testing.T) {
	s := newScene(t)
	s.presence(`INSERT INTO private_channels VALUES (1, 'a' || char(8238) || 'b', 'alice', 1716000000), (2, char(8203), 'alice', 1716000000);
		INSERT INTO private_channel_members VALUES (1, 'alice', 1716000000, NULL), (2, 'alice', 1716000000, NULL)`)
	s.messages(`INSERT INTO messages (id, channel, sender, content, ts) VALUES (1, 'general', 'al' || char(8238) || 'ice', 'm', 1716000001),
		(2, 'general', ' alice ', 'm', 1716000002), (3, 'dm:alice:b' || char(27) || 'b', 'alice', 'm', 1716000003)`)
	s.move()
	s.want("SELECT name FROM private_channels ORDER BY id", "a b", "unnamed")
	s.want("SELECT channel, sender FROM messages ORDER BY id", "general|al\uFFFDice", "general|alice (deleted)", "dm:alice:b\uFFFDb|alice")
}

func TestAFileThatHoldsANumberTwiceIsTakenOnce(t *testing.T) {
	s := newScene(t)
	s.messages(`DROP TABLE messages; CREATE TABLE messages (id, channel, sender, content, ts);
		INSERT INTO messages VALUES (1, 'general', 'alice', 'first', 1716000001), (1, 'general', 'bob', 'second', 1716000002), ('x', 'general', 'bob', 'third', 1716000003)`)
	s.presence(`DROP TABLE private_channels; CREATE TABLE private_channels (id, name, created_by, created_ts);
		DROP TABLE private_channel_members; CREATE TABLE private_channel_members (channel_id, username, joined_ts);
		INSERT INTO private_channels VALUES (1, 'plans', 'alice', 1716000001), (1, 'again', 'bob', 1716000002), (NULL, 'none', 'bob', 1716000002);
		INSERT INTO private_channel_members VALUES (1, 'alice', 1716000001), (1, 'alice', 1716000005)`)
	r := s.move()
	s.want("SELECT id, content FROM messages", "1|first")
	s.want("SELECT id, name FROM private_channels", "1|plans")
	s.want("SELECT username, role FROM private_channel_members", "alice|owner")
	s.wantCount(r.LeftOut, "messages that fit no rule", 2)
	s.wantCount(r.LeftOut, "private channels that fit no rule", 2)
}

func TestALinkThatLeadsNowhereIsRefused(t *testing.T) {
	s := newScene(t)
	for _, to := range []string{legacytest.Accounts, "/dev/zero", "..", "nowhere"} {
		must(t, os.RemoveAll(filepath.Join(s.dir, legacytest.Accounts)))
		must(t, os.Symlink(to, filepath.Join(s.dir, legacytest.Accounts)))
		folder, err := legacy.Open(t.Context(), s.dir)
		if _, refused := errors.AsType[*legacy.Fault](err); !refused {
			t.Errorf("%s: %v, %v", to, folder, err)
		}
	}
}
