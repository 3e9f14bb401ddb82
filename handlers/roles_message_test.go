package handlers

import "fmt"

var _ = addRoleCases(messageCases)

func messageCases() map[string][]roleCase {
	path := func(route string, id int) string { return fmt.Sprintf("/%s/%d", route, id) }
	newest := "SELECT channel || ' ' || sender || ' ' || content FROM messages ORDER BY id DESC"
	edited := func(id int) string {
		return fmt.Sprintf("SELECT content || ' ' || edited || deleted FROM messages WHERE id = %d", id)
	}
	return map[string][]roleCase{
		"GET /channels": {{name: "all", path: "/channels", cast: accounts(says(`["general","random"]`))}},
		"GET /channel_unreads": {{name: "all", path: "/channel_unreads", cast: accounts(says(`{"general":2,"random":0}`)).
			but(asOwner, says(`{"general":0,"random":0}`)).but(asStranger, says(`{"general":1,"random":0}`))}},
		"GET /channel_members/:channel": {
			{name: "public", path: "/channel_members/general", cast: accountCases()["GET /users"][0].cast},
			{name: "private", path: "/channel_members/private:1", cast: insiders(outcome{}, denied(403)).
				but(asMember, says(`["alice"]`)).but(asOwner, says(`["bob"]`))},
			{name: "direct", path: "/channel_members/dm:alice:bob", cast: insiders(outcome{}, denied(403)).
				but(asMember, says(`["alice"]`)).but(asOwner, says(`["bob"]`))},
			{name: "none", path: "/channel_members/nowhere", cast: accounts(denied(403))},
		},
		"GET /messages/:channel": {
			{name: "public", path: "/messages/general", read: ids, cast: accounts(says(listed(aliceInGeneral, malloryInGeneral)))},
			{name: "private", path: "/messages/private:1?after=0&limit=100", read: ids, cast: insiders(outcome{}, denied(403)).
				but(asMember, says(listed(bobWasAdded, aliceWithBob, bobInPrivate, carolWasRemoved, aliceAfterCarol))).
				but(asOwner, says(listed(aliceBeforeBob, carolBeforeBob, bobWasAdded, aliceWithBob, bobInPrivate, carolWasRemoved, aliceAfterCarol)))},
			{name: "direct", path: "/messages/dm:alice:bob", read: ids, cast: insiders(says(listed(aliceToBob)), denied(403))},
			{name: "without having joined", path: "/messages/ideas", cast: accounts(says("[]"))},
			{name: "none", path: "/messages/nowhere", cast: accounts(denied(403))},
		},
		"GET /messages_before/:channel": {
			{name: "public", path: "/messages_before/general?before=9999999999&limit=1", read: ids, cast: accounts(says(listed(malloryInGeneral)))},
			{name: "private", path: "/messages_before/private:1?before=9999999999", read: ids, cast: insiders(outcome{}, denied(403)).
				but(asMember, says(listed(bobWasAdded, aliceWithBob, bobInPrivate, carolWasRemoved, aliceAfterCarol))).
				but(asOwner, says(listed(aliceBeforeBob, carolBeforeBob, bobWasAdded, aliceWithBob, bobInPrivate, carolWasRemoved, aliceAfterCarol)))},
			{name: "direct", path: "/messages_before/dm:alice:bob?before=9999999999", read: ids, cast: insiders(says(listed(aliceToBob)), denied(403))},
			{name: "no cursor", path: "/messages_before/general", cast: accounts(denied(400))},
		},
		"GET /message/:msg_id": {
			{name: "public", path: path("message", malloryInGeneral), cast: accounts(says(`{"id":10,"channel":"general","sender":"mallory",` +
				`"content":"anyone?","content_type":"text","ts":T,"sent_ts":T,"edited":0,"edited_ts":null,"deleted":0,"deleted_ts":null,` +
				`"reply_to_id":null,"reactions":null,"reactions_ts":null}`))},
			{name: "private", path: path("message", aliceAfterCarol), cast: insiders(says(`{"id":8,"channel":"private:1","sender":"alice",`+
				`"content":"after carol","content_type":"text","ts":T,"sent_ts":T,"edited":0,"edited_ts":null,"deleted":0,"deleted_ts":null,`+
				`"reply_to_id":null,"reactions":"{\"👍\":[\"bob\"]}","reactions_ts":T}`), denied(404))},
			{name: "before the member", path: path("message", aliceBeforeBob), read: ids,
				cast: accounts(denied(404)).but(asOwner, says(listed(aliceBeforeBob)))},
			{name: "one's own of before the removal", path: path("message", carolBeforeBob), read: ids,
				cast: accounts(denied(404)).but(asOwner, says(listed(carolBeforeBob)))},
			{name: "direct", path: path("message", aliceToBob), read: ids, cast: insiders(says(listed(aliceToBob)), denied(404))},
			{name: "none", path: "/message/999", cast: accounts(denied(404))},
		},
		"POST /send/:channel": {
			{name: "public", path: "/send/random", body: "text=hi", cast: accounts(does("messages")), query: newest, after: "random {me} hi"},
			{name: "private", path: "/send/private:1", body: "text=hi", cast: insiders(does("messages typing"), denied(403)),
				query: newest, after: "private:1 {me} hi"},
			{name: "direct", path: "/send/dm:alice:bob", body: "text=hi", cast: insiders(does("messages typing"), denied(403)),
				query: newest, after: "dm:alice:bob {me} hi"},
			{name: "a reply", path: "/send/private:1", body: "text=hi&reply_to_id=2", cast: insiders(does("messages typing"), denied(403)),
				query: "SELECT sender || (coalesce(reply_to_id, 0) = iif(sender = 'alice', 2, 0)) FROM messages ORDER BY id DESC", after: "{me}1"},
			{name: "without having joined", path: "/send/ideas", body: "text=hi", cast: accounts(denied(409))},
			{name: "archived", path: "/send/attic", body: "text=hi", cast: accounts(denied(409))},
			{name: "none", path: "/send/nowhere", body: "text=hi", cast: accounts(denied(403))},
			{name: "empty", path: "/send/general", body: "text=+", cast: accounts(denied(400))},
		},
		"POST /edit/:msg_id": {
			{name: "public", path: path("edit", aliceInGeneral), body: "text=x", cast: accounts(denied(403)).but(asOwner, does("messages")),
				query: edited(aliceInGeneral), after: "x 10"},
			{name: "private", path: path("edit", bobInPrivate), body: "text=x", cast: accounts(denied(403)).but(asMember, does("messages")),
				query: edited(bobInPrivate), after: "x 10"},
			{name: "one's own of before the removal", path: path("edit", carolBeforeBob), body: "text=x", cast: accounts(denied(403))},
			{name: "of the system", path: path("edit", bobWasAdded), body: "text=x", cast: accounts(denied(403))},
			{name: "direct", path: path("edit", aliceToBob), body: "text=x", cast: accounts(denied(403)).but(asOwner, does("messages")),
				query: edited(aliceToBob), after: "x 10"},
		},
		"POST /delete/:msg_id": {
			{name: "public", path: path("delete", aliceInGeneral), cast: accounts(denied(403)).but(asOwner, does("messages")).but(asAdministrator, does("audit messages")),
				query: edited(aliceInGeneral), after: "hello 01"},
			{name: "private", path: path("delete", bobInPrivate), cast: accounts(denied(403)).but(asMember, does("messages")).but(asOwner, does("audit messages")),
				query: edited(bobInPrivate), after: "bob is here 01"},
			{name: "the owner's", path: path("delete", aliceAfterCarol), cast: accounts(denied(403)).but(asOwner, does("messages"))},
			{name: "one's own of before the removal", path: path("delete", carolBeforeBob), cast: accounts(denied(403)).but(asOwner, does("audit messages")),
				query: "SELECT deleted_by || ' ' || deleted_as FROM messages WHERE deleted", after: "alice owner"},
			{name: "direct", path: path("delete", aliceToBob), cast: accounts(denied(403)).but(asOwner, does("files messages"))},
			{name: "of the system", path: path("delete", bobWasAdded), cast: accounts(denied(403))},
		},
		"POST /react/:msg_id": {
			{name: "public", path: path("react", aliceInGeneral), body: "reaction=%F0%9F%91%8D",
				cast:  accounts(outcome{200, `{"👍":["{me}"]}`, "message_reactions messages"}),
				query: "SELECT reactor FROM message_reactions WHERE channel = 'general'", after: "{me}"},
			{name: "private", path: path("react", aliceAfterCarol), body: "reaction=%F0%9F%91%8D",
				cast: accounts(denied(404)).but(asMember, outcome{200, `{}`, "message_reactions messages"}).
					but(asOwner, outcome{200, `{"👍":["bob","alice"]}`, "message_reactions messages"})},
			{name: "before the member", path: path("react", aliceBeforeBob), body: "reaction=%F0%9F%91%8D",
				cast: accounts(denied(404)).but(asOwner, outcome{200, `{"👍":["alice"]}`, "message_reactions messages"})},
			{name: "direct", path: path("react", aliceToBob), body: "reaction=%F0%9F%91%8D",
				cast: insiders(outcome{200, `{"👍":["{me}"]}`, "message_reactions messages"}, denied(404))},
			{name: "no emoji", path: path("react", aliceInGeneral), body: "reaction=x", cast: accounts(denied(400))},
		},
	}
}

// listed is what ids makes of a list of these messages.
func listed(messages ...int) string {
	texts := make([]string, len(messages))
	for i, id := range messages {
		texts[i] = fmt.Sprintf(`"id":%d`, id)
	}
	return fmt.Sprint(texts)
}
