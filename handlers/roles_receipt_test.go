package handlers

var _ = addRoleCases(receiptCases)

var _ = addTables(map[string]tableRule{
	"read_receipts": {ownInChannel("reader"), noSecret},
	"read_state":    {ownedBy("user"), noSecret},
})

func receiptCases() map[string][]roleCase {
	receipts := func(channel string) string {
		return "SELECT group_concat(reader) FROM (SELECT DISTINCT reader FROM read_receipts WHERE channel = '" + channel + "')"
	}
	read := silently("read_receipts read_state")
	return map[string][]roleCase{
		"POST /mark_read/:channel": {
			{name: "public, all read", path: "/mark_read/random", cast: accounts(silently(""))},
			{name: "private", path: "/mark_read/private:1", cast: insiders(read, denied(403)), query: receipts("private:1"), after: "{me}"},
			{name: "direct", path: "/mark_read/dm:alice:bob", cast: insiders(read, denied(403)).but(asOwner, silently("read_state")),
				query: "SELECT group_concat(user) FROM read_state WHERE channel = 'dm:alice:bob'", after: "{me}"},
			{name: "up to before everything", path: "/mark_read/private:1", body: "up_to=1", cast: insiders(silently("read_state"), denied(403)),
				query: receipts("private:1"), after: ""},
			{name: "none", path: "/mark_read/nowhere", cast: accounts(denied(403))},
			{name: "private, quietly", path: "/mark_read/private:1?quiet=1", cast: insiders(read, silently("")), query: receipts("private:1"), after: "{me}"},
			{name: "none, quietly", path: "/mark_read/nowhere?quiet=1", cast: accounts(silently(""))},
		},
		"GET /read_receipts/:channel": {
			{name: "public", path: "/read_receipts/general", cast: accounts(says(`{"alice":T}`))},
			{name: "private", path: "/read_receipts/private:1", cast: insiders(says(`{}`), denied(403))},
			{name: "direct", path: "/read_receipts/dm:alice:bob", cast: insiders(says(`{}`), denied(403))},
		},
		"GET /read_receipts/:channel/:msg_id": {
			{name: "public", path: "/read_receipts/general/10", cast: accounts(says(`[{"reader":"alice","read_ts":T}]`))},
			{name: "private", path: "/read_receipts/private:1/8", cast: insiders(says(`[]`), denied(403))},
			{name: "before the member", path: "/read_receipts/private:1/2", cast: insiders(denied(404), denied(403)).but(asOwner, says(`[]`))},
			{name: "of another channel", path: "/read_receipts/general/8", cast: accounts(denied(404))},
			{name: "direct", path: "/read_receipts/dm:alice:bob/9", cast: insiders(says(`[]`), denied(403))},
		},
		"GET /last_read/:channel": {
			{name: "public", path: "/last_read/general", cast: accounts(says(`{"last_read_ts":null}`)).but(asOwner, says(`{"last_read_ts":T}`))},
			{name: "private", path: "/last_read/private:1", cast: insiders(says(`{"last_read_ts":null}`), denied(403))},
			{name: "direct", path: "/last_read/dm:alice:bob", cast: insiders(says(`{"last_read_ts":null}`), denied(403))},
		},
		"GET /dms": {{name: "all", path: "/dms", cast: accounts(says(`[]`)).
			but(asMember, says(`[{"channel":"dm:alice:bob","users":["alice"],"unread":1}]`)).
			but(asOwner, says(`[{"channel":"dm:alice:bob","users":["bob"],"unread":0}]`))}},
		"POST /dms/close": {
			{name: "direct", path: "/dms/close", body: `{"channel":"dm:alice:bob"}`, cast: insiders(does("dm_hidden"), denied(403)),
				query: "SELECT group_concat(user || channel) FROM dm_hidden", after: "{me}dm:alice:bob"},
			{name: "public", path: "/dms/close", body: `{"channel":"general"}`, cast: accounts(denied(400))},
			{name: "private", path: "/dms/close", body: `{"channel":"private:1"}`, cast: accounts(denied(400))},
		},
		"GET /unread_count": {{name: "all", path: "/unread_count", cast: accounts(says(`{"count":0}`)).but(asMember, says(`{"count":1}`))}},
	}
}
