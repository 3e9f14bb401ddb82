package e2e

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// externalPromise is how soon a row of another program shows, on a machine that is not busy.
const externalPromise = 100 * time.Millisecond

// shell runs statements in SQLite's own shell and returns when it ended.
func shell(t *testing.T, folder, statements string) time.Time {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sqlite3", "-bail", "-cmd", ".timeout 20000", filepath.Join(folder, "presence.db"), statements)
	output, err := cmd.CombinedOutput()
	ended := time.Now()
	if err != nil {
		t.Fatalf("%s: %v %s", statements, err, output)
	}
	return ended
}

func TestRowsOfAnotherProgramShowSoon(t *testing.T) {
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Fatal("the sqlite3 shell is needed: apt-get install sqlite3")
	}
	folder := t.TempDir()
	server := launch(t, folder)
	alice, bob := server.signUp("alice"), server.signUp("bob")
	alice.must(200, alice.form("/send/general", "text", "hello"))
	var page []chatMessage
	alice.read("/messages/general", &page)
	hello := page[0].TS.String()
	started := fmt.Sprintf("%.6f", float64(time.Now().UnixMicro())/1e6)
	const clock = "((julianday('now') - 2440587.5) * 86400)"

	for _, step := range []struct {
		what       string
		statements string
		target     string // as bob
		shows      string
		hides      string
	}{
		{what: "presence", target: "/online_users", shows: `"alice":"active"`,
			statements: "INSERT OR REPLACE INTO presence (user, last_seen, state) VALUES ('alice', " + clock + ", 'active')"},
		{what: "presence in whole seconds", target: "/online_users", shows: `"alice":"idle"`,
			statements: "INSERT OR REPLACE INTO presence (user, last_seen, state) VALUES ('alice', CAST(strftime('%s','now') AS INTEGER), 'idle')"},
		{what: "an override", target: "/online_users", shows: `"alice":"offline"`,
			statements: `UPDATE presence SET "override" = 'offline' WHERE user = 'alice'`},
		{what: "no override", target: "/online_users", shows: `"alice":"idle"`,
			statements: `UPDATE presence SET "override" = NULL WHERE user = 'alice'`},
		{what: "typing", target: "/typing/general", shows: `["alice"]`,
			statements: "INSERT OR REPLACE INTO typing (user, channel, ts) VALUES ('alice', 'general', " + clock + ")"},
		{what: "no typing", target: "/typing/general", shows: `[]`,
			statements: "DELETE FROM typing WHERE user = 'alice'"},
		{what: "a message", target: "/messages/general?after=" + hello, shows: `"content":"from elsewhere"`,
			statements: "INSERT INTO messages (channel, sender, content, ts) VALUES ('general', 'alice', 'from elsewhere', " + clock + ")"},
		{what: "an unread message", target: "/channel_unreads", shows: `"general":3`,
			statements: "INSERT INTO messages (channel, sender, content, ts) VALUES ('general', 'alice', 'once more', " + clock + ")"},
		{what: "an edited message", target: "/messages/general?after=" + hello, shows: `"content":"changed elsewhere"`,
			statements: "UPDATE messages SET content = 'changed elsewhere', edited = 1 WHERE content = 'from elsewhere'"},
		{what: "a direct message", target: "/dms", shows: `"dm:alice:bob"`,
			statements: "INSERT INTO messages (channel, sender, content, ts) VALUES ('dm:alice:bob', 'alice', 'psst', " + clock + ")"},
		{what: "a receipt", target: "/read_receipts/general", shows: `"alice":` + hello,
			statements: "INSERT INTO read_receipts (channel, msg_ts, reader) VALUES ('general', " + hello + ", 'alice')"},
		{what: "a reaction", target: "/message/1", shows: `{\"👍\":[\"alice\"]}`,
			statements: "INSERT INTO message_reactions (channel, msg_ts, emoji, reactor) VALUES ('general', " + hello + ", '👍', 'alice')"},
		{what: "a reaction, after a cursor", target: "/messages/general?after=" + started, shows: `{\"👍\":[\"alice\"],\"🎉\":[\"alice\"]}`,
			statements: "INSERT INTO message_reactions (channel, msg_ts, emoji, reactor) VALUES ('general', " + hello + ", '🎉', 'alice')"},
		{what: "no reaction", target: "/message/1", shows: `{\"🎉\":[\"alice\"]}`, hides: "👍",
			statements: "DELETE FROM message_reactions WHERE emoji = '👍'"},
		{what: "a private channel", target: "/private_channels", shows: `[{"id":7,"channel":"private:7","name":"elsewhere","unread":0,"members":["alice","bob"]}]`,
			statements: "BEGIN; INSERT INTO private_channels (id, name, created_by, created_ts) VALUES (7, 'elsewhere', 'alice', " + clock + ");" +
				"INSERT INTO private_channel_members (channel_id, username, joined_ts, history_start_ts) VALUES (7, 'alice', " + clock + ", NULL), (7, 'bob', " + clock + ", NULL); COMMIT"},
		{what: "who owns it", target: "/private_channels/7/members", shows: `"username":"alice","role":"owner"`,
			statements: "UPDATE private_channels SET name = 'renamed' WHERE id = 7"},
		{what: "a message in it", target: "/messages/private:7", shows: `"content":"in there"`,
			statements: "INSERT INTO messages (channel, sender, content, ts) VALUES ('private:7', 'alice', 'in there', " + clock + ")"},
		{what: "a membership that ends", target: "/private_channels", shows: `[]`,
			statements: "DELETE FROM private_channel_members WHERE username = 'bob'"},
	} {
		written := shell(t, folder, step.statements)
		eventually(t, step.what, func() bool {
			last := bob.get(step.target)
			return last.err == nil && strings.Contains(last.body, step.shows) && (step.hides == "" || !strings.Contains(last.body, step.hides))
		})
		took := time.Since(written)
		late := ""
		if took > externalPromise {
			late = ", later than promised"
		}
		t.Logf("%s showed after %v%s", step.what, took.Round(100*time.Microsecond), late)
	}
	if got := bob.get("/messages/private:7"); got.status != 403 {
		t.Errorf("a former member reads on: %d", got.status)
	}
}
