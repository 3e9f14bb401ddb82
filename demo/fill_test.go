package demo_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"minimost/chat"
	"minimost/demo"
	"minimost/sqlite"
	"minimost/static"
)

func TestFillMakesATeamAndItsTalk(t *testing.T) {
	store, _ := filled(t)
	names, err := store.Usernames(t.Context())
	must(t, err)
	if len(names) != 6 || !slices.Contains(names, demo.Username) {
		t.Errorf("accounts: %q", names)
	}
	private, err := store.PrivateChannels(t.Context(), demo.Username)
	must(t, err)
	direct, err := store.DirectChannels(t.Context(), demo.Username)
	must(t, err)
	if len(private) != 1 || len(direct) < 2 || len(store.PublicChannels())+len(private) != 4 {
		t.Errorf("%d private channels, %d direct ones", len(private), len(direct))
	}
	var edits, deletions, replies, files, unread int
	for _, channel := range append(slices.Clone(publicChannels), "private:1") {
		list := messages(t, store, demo.Username, channel)
		if len(list) < 10 {
			t.Errorf("%s has %d messages", channel, len(list))
		}
		for i, m := range list {
			if age := noon.Sub(m.TS.Time()); age < 0 || age > 72*time.Hour || i > 0 && m.TS <= list[i-1].TS {
				t.Errorf("%s: %q is %v old", channel, m.Content, age)
			}
			edits, deletions, replies = edits+count(m.Edited), deletions+count(m.Deleted), replies+count(m.ReplyToID != 0)
			files += len(m.Files)
		}
		marks, err := store.Watermarks(t.Context(), channel)
		must(t, err)
		if len(marks) < 3 {
			t.Errorf("%s is read by %v", channel, marks)
		}
	}
	unreads, err := store.ChannelUnreads(t.Context(), demo.Username)
	must(t, err)
	for _, c := range unreads {
		unread += c.Unread
	}
	if edits == 0 || deletions == 0 || replies < 3 || files == 0 || unread < 3 {
		t.Errorf("%d edits, %d deletions, %d replies, %d files, %d unread", edits, deletions, replies, files, unread)
	}
	about, err := store.About(t.Context(), "general")
	must(t, err)
	pins, err := store.Pins(t.Context(), "general")
	must(t, err)
	femi, err := store.Presence(t.Context(), "femi")
	must(t, err)
	if about.Topic == "" || len(pins) == 0 || !femi.Status.IsSet() {
		t.Errorf("about %+v, %d pins, femi says %+v", about, len(pins), femi.Status)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestFillStaysWithinTheRules(t *testing.T) {
	store, _ := filled(t)
	must(t, chat.CheckPassword(demo.Password))
	user, err := store.User(t.Context(), demo.Username)
	must(t, err)
	if ok, _, err := argon2id.CheckHash(demo.Password, user.PasswordHash); !ok || err != nil {
		t.Errorf("the login does not work: %v", err)
	}
	names, err := store.Usernames(t.Context())
	must(t, err)
	for _, name := range names {
		if _, err := chat.ParseUsername(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if user, err := store.User(t.Context(), name); err != nil || (user.PasswordHash == "") == (name == demo.Username) {
			t.Errorf("%s has the hash %q, %v", name, user.PasswordHash, err)
		}
	}
	emoji, err := chat.ParseEmojiSet(static.EmojiData())
	must(t, err)
	for _, channel := range append(slices.Clone(publicChannels), "private:1", "dm:alice:bob", "dm:alice:carol") {
		for _, m := range messages(t, store, demo.Username, channel) {
			if _, err := chat.ParseMessageText(m.Content); err != nil && !m.Deleted {
				t.Errorf("%q: %v", m.Content, err)
			}
			for _, r := range m.Reactions {
				if stored, err := emoji.Parse(r.Emoji); stored != r.Emoji || err != nil {
					t.Errorf("the emoji %q is stored as %q, %v", r.Emoji, stored, err)
				}
			}
		}
	}
}

func TestFillTwiceKeepsWhatNewcomersDid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo.db")
	store, err := sqlite.Open(path, sqlite.Options{PublicChannels: publicChannels})
	must(t, err)
	must(t, demo.Fill(t.Context(), store, noon))
	before := len(messages(t, store, demo.Username, "general"))
	must(t, store.CreateUser(t.Context(), chat.User{Username: "zoe", PasswordHash: "hash", CreatedTS: chat.StampOf(noon)}))
	_, err = store.Send(t.Context(), "zoe", "general", "Hello!", 0, noon.Add(time.Minute))
	must(t, err)
	must(t, store.Close())

	must(t, sqlite.CheckDemo(path))
	store = openStore(t, path)
	must(t, demo.Fill(t.Context(), store, noon.Add(time.Hour)))
	names, err := store.Usernames(t.Context())
	must(t, err)
	if got := len(messages(t, store, demo.Username, "general")); got != before+1 || len(names) != 7 {
		t.Errorf("%d messages, want %d; accounts %q", got, before+1, names)
	}
}

func TestFillRefusesADatabaseOfOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	store, err := sqlite.Open(path, sqlite.Options{PublicChannels: publicChannels})
	must(t, err)
	must(t, store.CreateUser(t.Context(), chat.User{Username: "zoe", PasswordHash: "hash", CreatedTS: chat.StampOf(noon)}))
	if err := demo.Fill(t.Context(), store, noon); chat.CodeOf(err) != chat.Conflict {
		t.Errorf("filled: %v", err)
	}
	names, err := store.Usernames(t.Context())
	must(t, err)
	if len(names) != 1 {
		t.Errorf("accounts %q", names)
	}
	must(t, store.Close())

	before, err := os.ReadFile(path)
	must(t, err)
	if err := sqlite.CheckDemo(path); err == nil || !strings.Contains(err.Error(), "presence.db") {
		t.Errorf("said %v", err)
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

func TestFillCutShortIsNotTakenForADemo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo.db")
	store, err := sqlite.Open(path, sqlite.Options{PublicChannels: publicChannels})
	must(t, err)
	if err := demo.Fill(t.Context(), broken{store}, noon); err == nil {
		t.Error("no error")
	}
	if err := demo.Fill(t.Context(), store, noon); chat.CodeOf(err) != chat.Conflict {
		t.Errorf("filled: %v", err)
	}
	must(t, store.Close())
	if err := sqlite.CheckDemo(path); err == nil {
		t.Error("not refused")
	}
}

// broken is a store that fails half-way.
type broken struct{ *sqlite.Store }

func (broken) EditMessage(context.Context, string, int64, string, time.Time) error {
	return errors.New("the disk is full")
}

func TestFillGoesIntoOneChannelToo(t *testing.T) {
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "demo.db"), sqlite.Options{PublicChannels: []string{"lobby"}})
	must(t, err)
	t.Cleanup(func() { must(t, store.Close()) })
	must(t, demo.Fill(t.Context(), store, noon))
	if len(messages(t, store, demo.Username, "lobby")) < 10 {
		t.Error("the lobby is empty")
	}
}

func TestDemoMayTakeAnEmptyDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo.db")
	must(t, sqlite.CheckDemo(path))
	must(t, os.WriteFile(path, nil, 0o600))
	must(t, sqlite.CheckDemo(path))
	store, err := sqlite.Open(path, sqlite.Options{})
	must(t, err)
	must(t, store.Close())
	must(t, sqlite.CheckDemo(path))
	must(t, os.WriteFile(path, []byte("this is no database, but a text"), 0o600))
	if err := sqlite.CheckDemo(path); err == nil {
		t.Error("took a text")
	}
}
