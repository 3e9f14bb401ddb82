package storetest

import (
	"context"
	"testing"
	"time"

	"minimost/chat"
	"minimost/testkit"
)

// noon is when the tests play. Accounts are a day older.
var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// What the tests of several packages say in the same way.
var (
	must       = testkit.NoError
	equal      = testkit.Equal
	refused    = testkit.Refused
	together   = testkit.Together
	eventually = testkit.Eventually
)

func got[T any](v T, err error) func(testing.TB) T { return testkit.Got(v, err) }

func onlyError[T any](v T, err error) error { return testkit.OnlyError(v, err) }

func after(d time.Duration) time.Time { return noon.Add(d) }

func before(d time.Duration) time.Time { return noon.Add(-d) }

// fixture is a store under test with what it has published.
type fixture struct {
	Store
	db        Database
	published publications
}

// newStore opens an empty database and adds accounts.
func newStore(t testing.TB, db Database, users ...string) *fixture {
	t.Helper()
	s := openStore(t, db)
	for _, name := range users {
		must(t, s.CreateUser(context.Background(), chat.User{
			Username: name, PasswordHash: "hash", CreatedTS: chat.StampOf(before(24 * time.Hour)),
		}))
	}
	return s
}

func openStore(t testing.TB, db Database) *fixture {
	t.Helper()
	s := &fixture{db: db}
	s.Store = db.Open(t, Options{PublicChannels: []string{"general", "random"}, Publish: s.published.add})
	return s
}

// reopen closes the store and opens its database again.
func (s *fixture) reopen(t testing.TB) *fixture {
	t.Helper()
	must(t, s.Close())
	return openStore(t, s.db)
}

// count is the one number that a query yields.
func count(t testing.TB, s *fixture, query string) int64 {
	t.Helper()
	return s.db.Count(t, query)
}

func send(t testing.TB, s *fixture, user, channel, content string, now time.Time) chat.Message {
	t.Helper()
	m, err := s.Send(context.Background(), user, channel, content, 0, now)
	must(t, err)
	return m
}

func contents(messages []chat.Message) []string {
	list := make([]string, len(messages))
	for i, m := range messages {
		list[i] = m.Content
	}
	return list
}

// newPrivate makes a private channel of owner's and returns its number and
// identifier.
func newPrivate(t testing.TB, s *fixture, owner string, members ...string) (int64, string) {
	t.Helper()
	c, err := s.CreatePrivateChannel(context.Background(), owner, "plans", members, noon)
	must(t, err)
	return c.ID, chat.PrivateChannelID(c.ID)
}
