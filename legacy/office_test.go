package legacy_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"minimost/legacy"
	"minimost/legacy/legacytest"
)

// emojiTable are the original's names of emoji.
func emojiTable(t *testing.T) (table map[string]string) {
	t.Helper()
	data, err := os.ReadFile("../chat/testdata/original-emoji.json")
	must(t, err)
	must(t, json.Unmarshal(data, &table))
	return table
}

func lines(counts legacy.Counts) (all []string) {
	for _, count := range counts {
		all = append(all, strings.TrimSpace(fmt.Sprint(count.N, " ", count.What, " ", strings.Join(count.Names, ", "))))
	}
	return all
}

func TestAnOfficeMovesInAsTheReportSays(t *testing.T) {
	s := newScene(t)
	s.dir = t.TempDir()
	table := emojiTable(t)
	legacytest.Office(t, s.dir, hash, slices.Collect(maps.Keys(table)))
	r := s.move()
	for part, c := range map[string]struct {
		got  legacy.Counts
		want []string
	}{
		"taken": {r.Taken, []string{"10 accounts", "3 private channels", "5 members of private channels", "176 messages", "10 of them by the system", "1 of them replies",
			"1 of them edited", "1 of them deleted", "1 files of messages", "1 pictures of people", "477 reactions", "1 pins", "1 mentions", "101 receipts of messages before read positions", "4 read positions", "1 closed direct channels"}},
		"changed": {r.Changed, []string{"1 public channels with a new name Team Chat → team-chat", "1 messages moved on by microseconds: two of a channel had one time",
			"1 people without an account, marked as deleted mallory", "1 replies to messages that are not there, now plain messages"}},
		"left out": {r.LeftOut, []string{"1 reactions with an unknown emoji party_parrot", "1 reactions to messages that are not there", "1 attachments that are not there or cannot be kept notes.txt",
			"1 name colours", "1 bios"}},
		"earlier": {r.Earlier, nil},
	} {
		if got := lines(c.got); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", part, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
	s.want("SELECT count(*) FROM users", "10")
	s.want("SELECT count(*) FROM messages", "176")
	s.want("SELECT m.content, f.name FROM messages AS m JOIN files AS f ON f.message_id = m.id WHERE m.id = 31", "|photo.png")
	s.want("SELECT channel_id, username FROM private_channel_members WHERE role = 'owner' ORDER BY 1", "1|alice", "3|erin")
	names := slices.Sorted(maps.Keys(table))
	var want []string
	for i, name := range names {
		want = append(want, fmt.Sprint(i%legacytest.OfficeMessages+1, "|", table[name], "|", legacytest.People[i%len(legacytest.People)]))
	}
	slices.Sort(want)
	got := s.rows("SELECT m.id, emoji, reactor FROM message_reactions AS r JOIN messages AS m ON m.channel = r.channel AND m.ts = r.msg_ts")
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("reactions are\n%s\nwant\n%s", got, want)
	}
}
