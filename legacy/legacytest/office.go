package legacytest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// People are the accounts of the folder that Office makes.
var People = []string{"alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy"}

// OfficeMessages is how many messages Office writes.
const OfficeMessages = 176

// officeBegan is when the first of them was sent, in seconds.
const officeBegan = 1716000000

// Office makes of dir the data folder of ten people, whose passwords have that
// hash, with a message a minute and a reaction of each name.
func Office(t testing.TB, dir, hash string, emojiNames []string) {
	t.Helper()
	New(t, dir)
	Run(t, dir, Accounts, officeAccounts(hash))
	Run(t, dir, Presence, `
		INSERT INTO presence (user, last_seen, state) VALUES ('alice', 1716010000, 'offline');
		INSERT INTO private_channels VALUES (1, 'plans', 'alice', 1716000000.25), (2, 'left by all', 'bob', 1716000000.5), (3, 'of someone gone', 'mallory', 1716000000.75);
		INSERT INTO private_channel_members VALUES (1, 'alice', 1716000000.25, NULL), (1, 'bob', 1716000000.25, NULL), (1, 'carol', 1716005000, 1716005000),
			(3, 'dave', 1716000001, NULL), (3, 'erin', 1716000000.75, NULL);`)
	Run(t, dir, Messages, officeMessages()+officeReactions(emojiNames)+`
		INSERT INTO read_state VALUES ('bob', 'general', 1716010000), ('carol', 'general', 1716003000), ('carol', 'private:1', 1716010000),
			('bob', 'dm:alice:bob', 1716010000), ('dave', 'general', 0);
		INSERT INTO dm_hidden VALUES ('bob', 'dm:alice:bob', 1716010000);
		INSERT INTO pins VALUES (30, 'general', 'alice', 1716010001);`)
	Put(t, dir, "uploads/0123456789abcdef0123456789abcdef_photo.png", pixel)
	Put(t, dir, "uploads/alice.png", pixel)
}

func officeAccounts(hash string) string {
	rows := make([]string, len(People))
	for i, name := range People {
		rows[i] = fmt.Sprintf("('%s', '%s', %d)", name, hash, officeBegan-1000+i)
	}
	return "INSERT INTO users (username, password_hash, password_set_ts) VALUES " + strings.Join(rows, ", ") + ";" +
		`INSERT INTO user_settings VALUES ('alice', '#ff8800', 'alice.png', 'I fly'), ('bob', '', '', '');`
}

// officeMessages writes a greeting to each account, then conversations, an edit,
// a deletion, files, a reply, and what someone left who has no account any more.
func officeMessages() string {
	channels := []string{"general", "general", "random", "Team Chat", "dm:alice:bob", "private:1"}
	rows := make([]string, 0, OfficeMessages)
	for i := range OfficeMessages {
		id, channel, sender, content, kind := i+1, channels[i%len(channels)], People[i%2], fmt.Sprint("message ", i+1), "text"
		if i < len(People) {
			channel, sender, content, kind = "general", "MiniMost", "Welcome, "+People[i]+"!", "system"
		}
		rows = append(rows, fmt.Sprintf("(%d, '%s', '%s', '%s', '%s', %d.123456)", id, channel, sender, content, kind, officeBegan+60*i))
	}
	return "INSERT INTO messages (id, channel, sender, content, content_type, ts) VALUES " + strings.Join(rows, ", ") + `;
		UPDATE messages SET edited = 1, edited_ts = ts + 30, content = 'as it was meant' WHERE id = 20;
		UPDATE messages SET deleted = 1, deleted_ts = ts + 30 WHERE id = 21;
		UPDATE messages SET reply_to_id = 14 WHERE id = 25; UPDATE messages SET reply_to_id = 9999 WHERE id = 26;
		UPDATE messages SET filename = '0123456789abcdef0123456789abcdef_photo.png', content = '' WHERE id = 31;
		UPDATE messages SET filename = 'fedcba9876543210fedcba9876543210_notes.txt' WHERE id = 32;
		UPDATE messages SET mentions = '["bob"]' WHERE id = 37; UPDATE messages SET sender = 'Deleted User' WHERE id IN (38, 39);
		UPDATE messages SET ts = (SELECT ts FROM messages WHERE id = 43) WHERE id = 44;`
}

// officeReactions gives each message in turn a reaction of another name.
func officeReactions(names []string) string {
	rows := make([]string, 0, len(names)+1)
	for i, name := range slices.Sorted(slices.Values(names)) {
		rows = append(rows, fmt.Sprintf("(%d, '%s', '%s')", i%OfficeMessages+1, name, People[i%len(People)]))
	}
	rows = append(rows, "(1, 'party_parrot', 'bob')", "(9999, 'heart', 'bob')")
	return "INSERT INTO reactions VALUES " + strings.Join(rows, ", ") + ";"
}
