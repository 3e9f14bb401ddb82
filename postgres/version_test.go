package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"minimost/chat"
	"minimost/postgres"
	"minimost/sqlite"
)

// TestAServerGoesOnBesideOneOfTheNextVersion: migrations add, so the one that runs goes on, and it alone.
func TestAServerGoesOnBesideOneOfTheNextVersion(t *testing.T) {
	t.Parallel()
	d, one, two := twoNodes(t)
	defer func() { must(t, one.Close()); must(t, two.Close()) }()
	addUser(t, one.Store, "alice")
	send := func(n *postgres.Node) {
		t.Helper()
		_, err := n.Send(t.Context(), "alice", "general", "hello", 0, n.Now())
		must(t, err)
	}
	send(one)
	d.exec(t, `ALTER TABLE users ADD COLUMN later text; ALTER TABLE messages ADD COLUMN later text;
		CREATE TABLE later (id bigint); INSERT INTO schema_version (version) VALUES (9999)`)
	defer d.exec(t, `DELETE FROM schema_version WHERE version = 9999; DROP TABLE later;
		ALTER TABLE users DROP COLUMN later; ALTER TABLE messages DROP COLUMN later`)
	send(two)
	send(one)
	addUser(t, two.Store, "bob")
	messages, err := one.MessagesAfter(t.Context(), "bob", "general", 0, 10)
	must(t, err)
	if len(messages) != 3 {
		t.Errorf("there are %d messages", len(messages))
	}
	_, err = postgres.Serve(context.Background(), string(d), sqlite.Options{})
	if err == nil || !strings.Contains(err.Error(), "has schema version 9999") || !strings.Contains(err.Error(), "start a newer one") {
		t.Errorf("one that starts now says %v", err)
	}
}

// TestACommitOfAnySizeReachesTheOthers: a notification has 8,000 bytes at most, and says only that there is one.
func TestACommitOfAnySizeReachesTheOthers(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	h := &heard{topics: make(map[chat.Topic]bool)}
	o := sqlite.Options{PublicChannels: make([]string, 200)}
	for i := range o.PublicChannels {
		o.PublicChannels[i] = fmt.Sprintf("channel-%s-%d", strings.Repeat("x", 30), i)
	}
	one, err := postgres.Serve(t.Context(), string(d), o)
	must(t, err)
	defer func() { must(t, one.Close()) }()
	o.Publish = h.add
	two, err := postgres.Serve(t.Context(), string(d), o)
	must(t, err)
	defer func() { must(t, two.Close()) }()
	addUser(t, one.Store, "alice")
	addUser(t, one.Store, "bob")
	for _, channel := range o.PublicChannels {
		_, err := one.Send(t.Context(), "alice", channel, "hello", 0, one.Now())
		must(t, err)
	}
	must(t, two.Reach(t.Context(), one.Position()))
	h.clear()
	must(t, one.MarkAllRead(t.Context(), "bob", one.Now()))
	eventually(t, "the other hears of all", func() bool {
		return !slices.ContainsFunc(o.PublicChannels, func(c string) bool { return !h.has(chat.TopicReceipts(c)) })
	})
	if h.has(chat.TopicAnything) {
		t.Error("everything counted as changed")
	}
}
