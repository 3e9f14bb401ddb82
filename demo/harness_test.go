package demo_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"minimost/chat"
	"minimost/demo"
	"minimost/sqlite"
	"minimost/testkit"
)

var noon = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

var publicChannels = []string{"general", "random", "design"}

func openStore(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(path, sqlite.Options{PublicChannels: publicChannels})
	must(t, err)
	t.Cleanup(func() { must(t, store.Close()) })
	return store
}

func filled(t *testing.T) (store *sqlite.Store, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "demo.db")
	store = openStore(t, path)
	must(t, demo.Fill(t.Context(), store, noon))
	return store, path
}

var must = testkit.NoError

// world is a filled store whose people are played in a time of its own.
type world struct {
	*testing.T
	store *sqlite.Store
	path  string
	play  *demo.Simulation
	now   time.Time
}

func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	store, path := filled(t)
	return &world{T: t, store: store, path: path, play: demo.New(store, seed, nil), now: noon}
}

func (w *world) step(by time.Duration) {
	w.Helper()
	w.now = w.now.Add(by)
	must(w.T, w.play.Step(w.Context(), w.now))
}

func (w *world) steps(lasting time.Duration) {
	w.Helper()
	for end := w.now.Add(lasting); w.now.Before(end); {
		w.step(demo.StepEvery)
	}
}

// open lets someone open a page, or use one.
func (w *world) open(user, tab string) {
	w.Helper()
	must(w.T, w.store.ReportPresence(w.Context(), user, "session of "+user, tab, chat.Active, w.now))
}

func (w *world) signUp(name string) {
	w.Helper()
	must(w.T, w.store.CreateUser(w.Context(), chat.User{Username: name, PasswordHash: "hash", CreatedTS: chat.StampOf(w.now)}))
}

func messages(t *testing.T, store *sqlite.Store, user, channel string) []chat.Message {
	t.Helper()
	list, err := store.MessagesAfter(context.Background(), user, channel, 0, chat.MaxMessagesPage)
	must(t, err)
	return list
}
