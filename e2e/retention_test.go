package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestOldMessagesAreRemovedWhilePeopleWrite(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	server := launch(t, folder)
	alice := server.signUp("alice")
	alice.must(200, alice.form("/send/general", "text", "kept"))
	jar := alice.client.Jar
	server.stop()
	const old = 1_500
	shell(t, folder, fmt.Sprintf(`
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO messages (channel, sender, content, ts, changed_ts) SELECT 'general', 'bob', 'old', %[2]d + i, %[2]d + i FROM n;
		INSERT INTO read_receipts (channel, msg_ts, reader) SELECT channel, ts, 'carol' FROM messages WHERE sender = 'bob';
		INSERT INTO message_reactions (channel, msg_ts, emoji, reactor, reacted_ts)
		SELECT channel, ts, '👍', 'carol', ts FROM messages WHERE sender = 'bob' AND id %% 10 = 0;`,
		old, time.Now().Add(-3*24*time.Hour).Unix()))

	server = launch(t, folder, "--message-days=2")
	alice = server.person("alice")
	alice.client.Jar = jar
	sent := 1
	eventually(t, "the old messages are gone", func() bool {
		alice.must(200, alice.form("/send/general", "text", fmt.Sprint("in between ", sent)))
		sent++
		checked := execute(t, folder, "check").stdout
		return strings.Contains(checked, fmt.Sprintf("%8d  messages\n", sent)) &&
			strings.Contains(checked, "       0  read_receipts\n") && strings.Contains(checked, "       0  message_reactions\n")
	})
	var page []chatMessage
	alice.read("/messages/general?limit=1000", &page)
	if len(page) != sent || page[0].Content != "kept" {
		t.Errorf("%d messages are left of %d", len(page), sent)
	}
	if status := server.stop(); status != 0 || !strings.Contains(server.stderr.String(), fmt.Sprintf(`"messages":%d`, old)) {
		t.Errorf("status %d, logged %s", status, server.stderr)
	}
}

func TestMessagesAreKeptWhenNobodySaysForHowLong(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	launch(t, folder).stop()
	shell(t, folder, "INSERT INTO messages (channel, sender, content, ts) VALUES ('general', 'bob', 'very old', 1000000000)")
	server := launch(t, folder)
	alice := server.signUp("alice")
	if got := alice.must(200, alice.get("/messages/general")); !strings.Contains(got.body, "very old") {
		t.Errorf("%s", got.body)
	}
}
