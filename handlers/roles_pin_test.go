package handlers

import (
	"fmt"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

var (
	_ = addRoleCases(pinCases)
	_ = addRows(pinSome)
)

var _ = addTables(map[string]tableRule{
	"pins": {func(all tables, user string, _, row record) bool {
		m := all["messages"][row["message_id"]]
		return m != nil && all.reads(user, m)
	}, noSecret},
	"saved": {ownedBy("username"), noSecret},
})

// pinSome pins a message that the member does not see and one that they do, and has
// the member keep both. A public channel is there that nobody is in, and one that
// alice made, which is archived.
func pinSome(t testing.TB, path string) {
	t.Helper()
	conn, err := zombiezen.OpenConn(path, zombiezen.OpenReadWrite)
	if err == nil {
		err = sqlitex.ExecuteScript(conn, fmt.Sprintf(`
			INSERT INTO pins (message_id, channel, pinned_by, pinned_ts)
				SELECT id, channel, 'alice', ts + 60 FROM messages WHERE id IN (%[1]d, %[2]d);
			INSERT INTO public_channels (channel, name, created_by, created_ts) VALUES ('ideas', 'ideas', 'zed', 1);
			INSERT INTO public_channels (channel, name, created_by, created_ts, archived_ts) VALUES ('attic', 'attic', 'alice', 1, 2);
			INSERT INTO saved (username, message_id, saved_ts)
				SELECT 'bob', id, ts + 60 FROM messages WHERE id IN (%[1]d, %[2]d);`, aliceBeforeBob, aliceWithBob), nil)
	}
	if err == nil {
		err = conn.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func pinCases() map[string][]roleCase {
	path := func(route string, id int) string { return fmt.Sprintf("/%s/%d", route, id) }
	pinned := func(id int) string { return fmt.Sprintf(`{"message_id":%d,"pinned_by":"alice","pinned_ts":T}`, id) }
	line := "SELECT content_type || ' ' || content FROM messages ORDER BY id DESC"
	pins := func(changed string) []roleCase {
		verb, done := "pin", "system {me} pinned a message"
		if changed == "" {
			verb = "unpin"
		}
		return []roleCase{
			{name: "public", path: path(verb, aliceInGeneral), cast: accounts(does(changed)), query: line, after: done},
			{name: "private", path: path(verb, bobInPrivate), cast: insiders(does(changed), denied(404))},
			{name: "before the member", path: path(verb, carolBeforeBob), cast: accounts(denied(404)).but(asOwner, does(changed))},
			{name: "direct", path: path(verb, aliceToBob), cast: insiders(does(changed), denied(404))},
			{name: "of the system", path: path(verb, bobWasAdded), cast: accounts(denied(404))},
			{name: "none", path: path(verb, 999), cast: accounts(denied(404))},
		}
	}
	unpins := pins("")
	unpins[0].query = ""
	unpins = append(unpins, roleCase{
		name: "pinned", path: path("unpin", aliceWithBob), cast: insiders(does("messages pins"), denied(404)), query: line, after: "system {me} unpinned a message",
	}, roleCase{name: "pinned before the member", path: path("unpin", aliceBeforeBob), cast: accounts(denied(404)).but(asOwner, does("messages pins"))})
	shown := func(verb string) []roleCase {
		return []roleCase{
			{name: "public", path: "/ui" + path(verb, aliceInGeneral), read: document, cast: accounts(shownPage)},
			{name: "private", path: "/ui" + path(verb, aliceWithBob), read: document, cast: insiders(shownPage, denied(404))},
			{name: "before the member", path: "/ui" + path(verb, aliceBeforeBob), read: document, cast: accounts(denied(404)).but(asOwner, shownPage)},
			{name: "of the system", path: "/ui" + path(verb, bobWasAdded), cast: accounts(denied(404))},
		}
	}
	return map[string][]roleCase{
		"GET /topic/:channel": {
			{name: "public", path: "/topic/general", cast: accounts(says(`{"topic":"","purpose":""}`))},
			{name: "private", path: "/topic/private:1", cast: insiders(says(`{"topic":"","purpose":""}`), denied(403))},
		},
		"POST /topic/:channel": {
			{name: "public", path: "/topic/general", body: `{"topic":" lunch "}`, cast: accounts(does("channel_topics messages")),
				query: "SELECT topic FROM channel_topics", after: "lunch"},
			{name: "private", path: "/topic/private:1", body: `{"purpose":"all of it"}`, cast: insiders(does("channel_topics messages"), denied(403)),
				query: line, after: "system {me} changed what this channel is about"},
			{name: "direct", path: "/topic/dm:alice:bob", body: `{"topic":"x"}`, cast: insiders(denied(400), denied(403))},
			{name: "as it is", path: "/topic/random", body: `{}`, cast: accounts(does(""))},
		},
		"GET /ui/channels/:channel/topic": {
			{name: "public", path: "/ui/channels/general/topic", read: document, cast: accounts(shownPage)},
			{name: "private", path: "/ui/channels/private:1/topic", read: document, cast: insiders(shownPage, denied(403))},
		},
		"POST /ui/channels/:channel/topic": {
			{name: "public", path: "/ui/channels/general/topic", body: "topic=lunch", cast: accounts(goesBack("/c/general", "channel_topics messages "+seen))},
			{name: "private", path: "/ui/channels/private:1/topic", body: "topic=a%00b", cast: insiders(corrected(), denied(403))},
		},
		"GET /pins/:channel": {
			{name: "none", path: "/pins/general", cast: accounts(says("[]"))},
			{name: "private", path: "/pins/private:1", cast: insiders(says("["+pinned(aliceWithBob)+"]"), denied(403)).
				but(asOwner, says("["+pinned(aliceWithBob)+","+pinned(aliceBeforeBob)+"]"))},
			{name: "no channel", path: "/pins/nowhere", cast: accounts(denied(403))},
		},
		"POST /pin/:msg_id":   pins("messages pins"),
		"POST /unpin/:msg_id": unpins,
		"GET /ui/pin/:id":     shown("pin"),
		"POST /ui/pin/:id": {
			{name: "public", path: "/ui" + path("pin", aliceInGeneral), body: "keep=true", cast: accounts(goesBack("/c/general#message-1", "messages pins "+seen)),
				query: line, after: "system {me} pinned a message"},
			{name: "private", path: "/ui" + path("pin", aliceWithBob), body: "keep=false",
				cast: insiders(goesBack("/c/private:1#message-5", "messages pins "+seen), denied(404))},
			{name: "no word", path: "/ui" + path("pin", aliceInGeneral), cast: accounts(denied(400))},
		},
		"GET /ui/channels/:channel/pins": {
			{name: "none", path: "/ui/channels/general/pins", read: document, cast: accounts(shownPage)},
			{name: "private", path: "/ui/channels/private:1/pins", read: document, cast: insiders(shownPage, denied(403))},
		},
		"GET /saved_messages": {
			{name: "all", path: "/saved_messages", read: ids, cast: accounts(says("[]")).but(asMember, says(listed(aliceWithBob)))},
			{name: "no id", path: "/saved_messages?before=x", cast: accounts(denied(400))},
		},
		"POST /save/:msg_id": {
			{name: "public", path: path("save", aliceInGeneral), cast: accounts(does("saved")),
				query: "SELECT count(*) FROM saved WHERE username = '{me}' AND message_id = 1", after: "1"},
			{name: "private", path: path("save", aliceAfterCarol), cast: insiders(does("saved"), denied(404))},
			{name: "before the member", path: path("save", carolBeforeBob), cast: accounts(denied(404)).but(asOwner, does("saved"))},
			{name: "of the system", path: path("save", bobWasAdded), cast: accounts(denied(404))},
		},
		"POST /unsave/:msg_id": {
			{name: "kept", path: path("unsave", aliceWithBob), cast: insiders(does("saved"), denied(404)).but(asOwner, does(""))},
			{name: "before the member", path: path("unsave", aliceBeforeBob), cast: accounts(denied(404)).but(asOwner, does(""))},
		},
		"GET /saved":       {{name: "all", path: "/saved", read: document, cast: accounts(shownPage)}},
		"GET /ui/save/:id": shown("save"),
		"POST /ui/save/:id": {
			{name: "public", path: "/ui" + path("save", aliceInGeneral), body: "keep=true", cast: accounts(goesBack("/c/general#message-1", seen+" saved"))},
			{name: "kept", path: "/ui" + path("save", aliceWithBob), body: "keep=false",
				cast: accounts(denied(404)).but(asMember, goesBack("/saved", seen+" saved")).but(asOwner, goesBack("/saved", seen))},
			{name: "no word", path: "/ui" + path("save", aliceInGeneral), cast: accounts(denied(400))},
		},
	}
}
