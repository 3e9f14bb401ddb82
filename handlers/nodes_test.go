package handlers

import (
	"testing"

	"minimost/postgres"
	"minimost/postgres/cluster"
	"minimost/pubsub"
	"minimost/sqlite"
	"minimost/views/markup"
)

// openNodeWorld is a world on a server of those that share a database.
func openNodeWorld(t *testing.T, url string, change ...func(*config)) (*world, *postgres.Node) {
	t.Helper()
	changes := pubsub.NewHub()
	node, err := postgres.Serve(t.Context(), url, sqlite.Options{
		PublicChannels: []string{"general", "random"}, Publish: changes.Publish, CanonicalEmoji: canonicalTestEmoji, MentionNames: markup.Mentions,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := node.Close(); err != nil {
			t.Error(err)
		}
	})
	asNode := func(c *config) { c.Node = node }
	return worldOf(t, "", node.Store, changes, append(change, asNode)...), node
}

// TestTwoServersOnOneDatabaseShowWhatItHolds plays random changes with each request to
// another of two servers, and compares, after each, what people are told by turns with
// what a server without any memory tells them, and their open pages with pages opened
// then.
func TestTwoServersOnOneDatabaseShowWhatItHolds(t *testing.T) {
	t.Parallel()
	c, err := cluster.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	name, err := c.NewDatabase("")
	if err != nil {
		t.Fatal(err)
	}
	w, one := openNodeWorld(t, c.URL(name))
	other, two := openNodeWorld(t, c.URL(name), func(c *config) { c.Now = w.clock })
	w.other, other.server.Throttle = other, nil
	// What one person does shows to the others once the servers have told each other.
	reach := func() {
		t.Helper()
		for _, err := range []error{one.Reach(t.Context(), two.Position()), two.Reach(t.Context(), one.Position())} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	play := newRandomOpsIn(w, 3)
	for range 30 {
		what := play.step()
		reach()
		for _, p := range play.people {
			p.agrees(what)
		}
		for _, page := range play.pages {
			page.follows(what)
		}
	}
}
