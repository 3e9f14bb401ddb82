package handlers

var _ = addRoleCases(publicCases)

var _ = addTables(map[string]tableRule{
	"public_channels": {func(all tables, user string, before, row record) bool {
		archives := all["users"][user]["administrator"] == "1" && (before == nil || before["created_by"] == row["created_by"])
		return user != "" && (archives || before == nil && row["created_by"] == user || before != nil && before["created_by"] == user && row["created_by"] == user)
	}, noSecret},
	"public_channel_members": {ownedBy("username"), noSecret},
	"channel_topics":         {inChannel, noSecret},
})

func publicCases() map[string][]roleCase {
	newest := "SELECT channel || ' ' || content FROM messages ORDER BY id DESC"
	joined := "SELECT username || ' ' || channel || ' ' || joined FROM public_channel_members"
	managers := func(o outcome) cast { return accounts(denied(403)).but(asAdministrator, o) }
	named := "SELECT channel || ' ' || name FROM public_channels WHERE channel <> name"
	archived := "SELECT channel || ' ' || (archived_ts IS NOT NULL) FROM public_channels ORDER BY archived_ts DESC"
	return map[string][]roleCase{
		"GET /public_channels": {{name: "all", path: "/public_channels", read: ids, cast: accounts(says("[]"))}},
		"POST /public_channels/create": {
			{name: "new", path: "/public_channels/create", body: `{"name":"novel"}`, cast: accounts(does("messages public_channel_members public_channels")),
				query: newest, after: "novel {me} has made this channel"},
			{name: "there already", path: "/public_channels/create", body: `{"name":"general"}`, cast: accounts(denied(409))},
			{name: "no name", path: "/public_channels/create", body: `{"name":"Two Words"}`, cast: accounts(denied(400))},
		},
		"POST /public_channels/:channel/join": {
			{name: "one", path: "/public_channels/ideas/join", cast: accounts(does("messages public_channel_members")), query: joined, after: "{me} ideas 1"},
			{name: "joined already", path: "/public_channels/general/join", cast: accounts(does(""))},
			{name: "none", path: "/public_channels/nowhere/join", cast: accounts(denied(403))},
			{name: "archived", path: "/public_channels/attic/join", cast: accounts(denied(409))},
			{name: "private", path: "/public_channels/private:1/join", cast: accounts(denied(403))},
		},
		"POST /public_channels/:channel/leave": {
			{name: "one", path: "/public_channels/random/leave", cast: accounts(does("messages public_channel_members")), query: joined, after: "{me} random 0"},
			{name: "none", path: "/public_channels/nowhere/leave", cast: accounts(denied(403))},
			{name: "private", path: "/public_channels/private:1/leave", cast: accounts(denied(403))},
		},
		"POST /public_channels/:channel/archive": {
			{name: "one", path: "/public_channels/general/archive", cast: managers(does("audit messages public_channels typing")), query: archived, after: "general 1"},
			{name: "archived already", path: "/public_channels/attic/archive", cast: managers(does("")).but(asOwner, does(""))},
			{name: "none", path: "/public_channels/nowhere/archive", cast: accounts(denied(403))},
			{name: "private", path: "/public_channels/private:1/archive", cast: accounts(denied(403))},
		},
		"POST /public_channels/:channel/restore": {
			{name: "one", path: "/public_channels/attic/restore", cast: managers(does("audit messages public_channels")).but(asOwner, does("audit messages public_channels")),
				query: "SELECT count(*) FROM public_channels WHERE archived_ts IS NULL", after: "2"},
			{name: "in use", path: "/public_channels/general/restore", cast: managers(does(""))},
			{name: "private", path: "/public_channels/private:1/restore", cast: accounts(denied(403))},
		},
		"POST /public_channels/:channel/rename": {
			{name: "one", path: "/public_channels/general/rename", body: `{"name":"town-hall"}`, cast: managers(does("audit messages public_channels")), query: named, after: "general town-hall"},
			{name: "her own", path: "/public_channels/attic/rename", body: `{"name":"loft"}`, cast: managers(does("audit messages public_channels")).but(asOwner, does("audit messages public_channels")),
				query: newest, after: "attic {me} has renamed the channel to \"loft\""},
			{name: "as it is", path: "/public_channels/general/rename", body: `{"name":"general"}`, cast: managers(does(""))},
			{name: "another's", path: "/public_channels/general/rename", body: `{"name":"ideas"}`, cast: managers(denied(409))},
			{name: "no name", path: "/public_channels/general/rename", body: `{"name":"Two Words"}`, cast: accounts(denied(400))},
			{name: "private", path: "/public_channels/private:1/rename", body: `{"name":"town-hall"}`, cast: accounts(denied(403))},
		},
		"GET /ui/channels/:channel/rename": {
			{name: "her own", path: "/ui/channels/attic/rename", read: document, cast: managers(shownPage).but(asOwner, shownPage)},
			{name: "private", path: "/ui/channels/private:1/rename", cast: accounts(denied(403))},
		},
		"POST /ui/channels/:channel/rename": {
			{name: "public", path: "/ui/channels/random/rename", body: "name=water-cooler", cast: managers(goesBack("/c/random", "audit messages "+seen+" public_channels"))},
			{name: "another's", path: "/ui/channels/random/rename", body: "name=general", cast: managers(corrected())},
			{name: "private", path: "/ui/channels/private:1/rename", body: "name=water-cooler", cast: accounts(denied(403))},
		},
		"GET /ui/channels/:channel/archive": {
			{name: "her own", path: "/ui/channels/attic/archive", read: document, cast: managers(shownPage).but(asOwner, shownPage)},
			{name: "public", path: "/ui/channels/general/archive", read: document, cast: managers(shownPage)},
			{name: "private", path: "/ui/channels/private:1/archive", cast: accounts(denied(403))},
		},
		"POST /ui/channels/:channel/archive": {
			{name: "public", path: "/ui/channels/random/archive", cast: managers(goesBack("/c/random", "audit messages "+seen+" public_channels"))},
			{name: "private", path: "/ui/channels/private:1/archive", cast: accounts(denied(403))},
		},
		"POST /ui/channels/:channel/restore": {
			{name: "archived", path: "/ui/channels/attic/restore", cast: managers(goesBack("/c/attic", "audit messages "+seen+" public_channels")).but(asOwner, goesBack("/c/attic", "audit messages "+seen+" public_channels"))},
			{name: "private", path: "/ui/channels/private:1/restore", cast: accounts(denied(403))},
		},
		"GET /ui/channels/new": {{name: "all", path: "/ui/channels/new", read: document, cast: accounts(shownPage)}},
		"POST /ui/channels/create": {
			{name: "new", path: "/ui/channels/create", body: "name=novel", cast: accounts(goesBack("/c/novel", "messages "+seen+" public_channel_members public_channels"))},
			{name: "there already", path: "/ui/channels/create", body: "name=general", cast: accounts(corrected())},
		},
		"POST /ui/channels/:channel/join": {
			{name: "one", path: "/ui/channels/ideas/join", cast: accounts(goesBack("/c/ideas", "messages "+seen+" public_channel_members"))},
			{name: "joined already", path: "/ui/channels/general/join", cast: accounts(goesBack("/c/general", seen))},
			{name: "private", path: "/ui/channels/private:1/join", cast: accounts(denied(403))},
		},
		"GET /ui/channels/:channel/leave": {
			{name: "public", path: "/ui/channels/general/leave", read: document, cast: accounts(shownPage)},
			{name: "private", path: "/ui/channels/private:1/leave", cast: accounts(denied(403))},
		},
		"POST /ui/channels/:channel/leave": {
			{name: "public", path: "/ui/channels/random/leave", cast: accounts(goesBack("/?left=random", "messages "+seen+" public_channel_members"))},
			{name: "private", path: "/ui/channels/private:1/leave", cast: accounts(denied(403))},
		},
	}
}
