package handlers

import (
	"fmt"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

var (
	_ = addRoleCases(activityCases)
	_ = addRows(mentionSome)
)

var _ = addTables(map[string]tableRule{
	"mentions": {inChannel, noSecret},
})

// mentionSome has messages mention the member where they see it and where they do not.
func mentionSome(t testing.TB, path string) {
	t.Helper()
	conn, err := zombiezen.OpenConn(path, zombiezen.OpenReadWrite)
	if err == nil {
		err = sqlitex.ExecuteScript(conn, fmt.Sprintf(`
			INSERT INTO mentions (message_id, username, channel, ts)
				SELECT id, 'bob', channel, ts FROM messages WHERE id IN (%d, %d)`,
			aliceBeforeBob, aliceWithBob), nil)
	}
	if err == nil {
		err = conn.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func activityCases() map[string][]roleCase {
	nothing := says(`{"items":[],"next":null}`)
	return map[string][]roleCase{
		"GET /mentions": {{name: "of the private channel", path: "/mentions", read: ids, cast: accounts(says("[]")).but(asMember, says(listed(aliceWithBob)))}},
		"GET /activity": {
			{name: "all", path: "/activity", read: ids, cast: accounts(says("[]")).
				but(asMember, says(listed(aliceWithBob))).but(asOwner, says(listed(aliceAfterCarol)))},
			{name: "the whole answer", path: "/activity?limit=1", cast: accounts(nothing).
				but(asMember, says(`{"items":[{"kind":"mention","ts":T,"by":"alice","emoji":null,"message":{"id":5,"channel":"private:1","sender":"alice",`+
					`"content":"welcome to the plan","content_type":"text","ts":T,"sent_ts":T,"edited":0,"edited_ts":null,"deleted":0,"deleted_ts":null,`+
					`"reply_to_id":null,"reactions":null,"reactions_ts":null}}],"next":"T-mention-5"}`)).
				but(asOwner, says(`{"items":[{"kind":"reaction","ts":T,"by":"bob","emoji":"👍","message":{"id":8,"channel":"private:1","sender":"alice",`+
					`"content":"after carol","content_type":"text","ts":T,"sent_ts":T,"edited":0,"edited_ts":null,"deleted":0,"deleted_ts":null,`+
					`"reply_to_id":null,"reactions":"{\"👍\":[\"bob\"]}","reactions_ts":T}}],"next":"T-reaction-1"}`))},
			{name: "behind it", path: "/activity?before=1-mention-1", cast: accounts(nothing)},
			{name: "no place", path: "/activity?before=5", cast: accounts(denied(400))},
		},
	}
}
