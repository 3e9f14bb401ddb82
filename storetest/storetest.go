// Package storetest is the behaviour of a store of MiniMost, asserted once and
// run against every database that can be one.
//
// A database that is to be held to it has a test that calls Run. What is asserted
// here must hold for any database; what one alone does (its files, its
// locks) is tested beside it.
package storetest

import (
	"testing"

	"minimost/chat"
)

// Options are what a store is opened with.
type Options struct {
	// PublicChannels are the names of the public channels, in their order.
	PublicChannels []string
	// Publish is called with the topics each commit changed; nil is allowed.
	Publish func(...chat.Topic)
}

// Database is one database of a test, empty at first.
type Database interface {
	// Open opens the database. It may be called again, while a store of before is
	// open and after it was closed. The database closes what the test leaves open.
	Open(t testing.TB, o Options) Store
	// Count runs a SELECT that any database understands and whose result is one
	// whole number. It sees what is committed.
	Count(t testing.TB, query string) int64
	// AddMessages stores n messages at once, a second apart from the stamp on, as an
	// external writer would.
	AddMessages(t testing.TB, channel, sender string, from chat.Stamp, n int)
}

// test is one property of a store.
type test struct {
	name string
	run  func(*testing.T, Database)
}

// group is the tests of a noun.
type group struct {
	noun  string
	tests []test
}

var groups []group

// addTests adds the tests of a noun to those that are run.
func addTests(noun string, tests []test) bool {
	groups = append(groups, group{noun, tests})
	return true
}

// Run asserts every property of a store, each with a database of its own, some of
// them at the same time.
func Run(t *testing.T, newDatabase func(testing.TB) Database) {
	for _, group := range groups {
		t.Run(group.noun, func(t *testing.T) {
			for _, c := range group.tests {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					c.run(t, newDatabase(t))
				})
			}
		})
	}
}
