package handlers

var _ = addRoleCases(privateChannelCases)

var _ = addTables(map[string]tableRule{
	"private_channels": {func(all tables, user string, before, row record) bool {
		return before == nil && row["created_by"] == user || before != nil && all.member(user, row["id"]) != nil
	}, secretText{"name", func(all tables, user string, room record) bool { return all.member(user, room["id"]) != nil }}},
	"private_channel_members": {func(all tables, user string, _, row record) bool {
		// Of a channel that is made now, it is the maker who writes them.
		return user != "" && (all["private_channels"][row["channel_id"]] == nil || all.member(user, row["channel_id"]) != nil)
	}, noSecret},
	"private_channel_former": {func(all tables, user string, _, row record) bool { return all.member(user, row["channel_id"]) != nil }, noSecret},
	"declined_channels":      {ownedBy("username"), noSecret},
})

func privateChannelCases() map[string][]roleCase {
	at := func(action string) string { return "/private_channels/1/" + action }
	ownerOnly := func(o outcome) cast { return accounts(denied(403)).but(asOwner, o) }
	members := "SELECT group_concat(username || ' ' || role) FROM (SELECT * FROM private_channel_members WHERE channel_id = 1 ORDER BY username)"
	said := "SELECT sender || ' ' || content FROM messages ORDER BY id DESC"
	return map[string][]roleCase{
		"GET /private_channels": {{name: "all", path: "/private_channels", cast: insiders(
			says(`[{"id":1,"channel":"private:1","name":"plans","unread":2,"members":["alice","bob"]}]`), says(`[]`))}},
		"POST /private_channels/create": {
			{name: "new", path: "/private_channels/create", body: `{"name":"new","members":["CAROL","nobody"]}`,
				cast:  accounts(outcome{200, `{"id":3,"channel":"private:3","name":"new"}`, "private_channel_members private_channels"}),
				query: "SELECT name || ' ' || created_by || ' ' || (SELECT role FROM private_channel_members WHERE channel_id = 3 AND username = created_by) FROM private_channels WHERE id = 3",
				after: "new {me} owner"},
			{name: "no name", path: "/private_channels/create", body: `{"members":[]}`, cast: accounts(denied(400))},
		},
		"GET /private_channels/:id/members": {
			{name: "private", path: at("members"), cast: insiders(
				says(`[{"username":"alice","role":"owner","joined_ts":T},{"username":"bob","role":"member","joined_ts":T}]`), denied(403))},
			{name: "none", path: "/private_channels/99/members", cast: accounts(denied(403))},
		},
		"POST /private_channels/:id/rename": {
			{name: "private", path: at("rename"), body: `{"name":"better"}`, cast: insiders(does("messages private_channels"), denied(403)),
				query: said, after: `system {me} has renamed the channel to "better"`},
		},
		"POST /private_channels/:id/add_member": {
			{name: "someone new", path: at("add_member"), body: `{"username":"Mallory"}`,
				cast: insiders(does("messages private_channel_members"), denied(403)), query: said, after: "system {me} added mallory to this channel"},
			{name: "someone from before", path: at("add_member"), body: `{"username":"carol"}`,
				cast: insiders(does("messages private_channel_members"), denied(403)), query: members, after: "alice owner,bob member,carol member"},
			{name: "nobody", path: at("add_member"), body: `{"username":"zed"}`, cast: insiders(denied(404), denied(403))},
			{name: "a member", path: at("add_member"), body: `{"username":"bob"}`, cast: insiders(denied(409), denied(403))},
		},
		"POST /private_channels/:id/remove_member": {
			{name: "a member", path: at("remove_member"), body: `{"username":"bob"}`,
				cast:  ownerOnly(does("messages private_channel_former private_channel_members typing")),
				query: members, after: "alice owner"},
			{name: "the owner", path: at("remove_member"), body: `{"username":"alice"}`, cast: ownerOnly(denied(400))},
			{name: "no member", path: at("remove_member"), body: `{"username":"carol"}`, cast: ownerOnly(denied(404))},
		},
		"GET /declined_channels": {{name: "own", path: "/declined_channels",
			cast: accounts(says("[]")).but(asRemoved, says(`[{"channel":"private:77","name":"old launch","declined_ts":T}]`))}},
		"POST /private_channels/:id/accept": {
			{name: "carol's", path: "/private_channels/77/accept", cast: accounts(denied(403)).but(asRemoved, does("declined_channels"))},
			{name: "none", path: "/private_channels/1/accept", cast: accounts(denied(403))},
		},
		"POST /private_channels/:id/leave": {
			{name: "private", path: at("leave"), cast: insiders(does("messages private_channel_former private_channel_members typing"), denied(403)),
				query: "SELECT group_concat(username = '{me}') || group_concat(role) FROM private_channel_members WHERE channel_id = 1", after: "0owner"},
		},
		"POST /private_channels/:id/archive": {
			{name: "private", path: at("archive"), cast: ownerOnly(does("private_channels typing")),
				query: "SELECT archived_ts IS NOT NULL FROM private_channels", after: "1"},
		},
	}
}
