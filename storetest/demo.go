package storetest

import (
	"testing"

	"minimost/chat"
)

var _ = addTests("demo", []test{
	{"demo is filled once", testDemoIsFilledOnce},
	{"demo does not touch accounts of others", testDemoDoesNotTouchAccountsOfOthers},
	{"public channels keep the order they were given", testPublicChannelsKeepTheirOrder},
	{"closed store is unavailable", testClosedStoreIsUnavailable},
})

func testDemoIsFilledOnce(t *testing.T, db Database) {
	s := newStore(t, db)
	equal(t, "begun", got(s.BeginDemo(t.Context(), noon))(t), true)
	refused(t, "begun again while it was cut short", onlyError(s.BeginDemo(t.Context(), noon)), chat.Conflict)
	must(t, s.CreateUser(t.Context(), chat.User{Username: "alice", PasswordHash: "h", CreatedTS: chat.StampOf(noon)}))
	must(t, s.FinishDemo(t.Context(), noon))
	s = s.reopen(t)
	equal(t, "begun once it is filled", got(s.BeginDemo(t.Context(), noon))(t), false)
}

func testDemoDoesNotTouchAccountsOfOthers(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	refused(t, "begun", onlyError(s.BeginDemo(t.Context(), noon)), chat.Conflict)
}

func testPublicChannelsKeepTheirOrder(t *testing.T, db Database) {
	equal(t, "channels", newStore(t, db).PublicChannels(), []string{"general", "random"})
}

func testClosedStoreIsUnavailable(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	must(t, s.Ready(t.Context()))
	must(t, s.Close())
	refused(t, "ready", s.Ready(t.Context()), chat.Unavailable)
	refused(t, "read", onlyError(s.User(t.Context(), "alice")), chat.Unavailable)
	refused(t, "write", s.StopTyping(t.Context(), "alice", "general"), chat.Unavailable)
}
