package handlers

var _ = addRoleCases(peopleCases)

func peopleCases() map[string][]roleCase {
	profile := "SELECT group_concat(username || coalesce(display_name, '') || coalesce(pronouns, '') || coalesce(local_zone, '')) FROM users WHERE display_name IS NOT NULL"
	status := "SELECT group_concat(user || status_emoji || status_text || (status_until IS NULL)) FROM presence WHERE status_text IS NOT NULL"
	return map[string][]roleCase{
		"GET /people/:name": {
			{name: "a person", path: "/people/dora", cast: accounts(says(
				`{"username":"dora","display_name":"","pronouns":"","zone":"","picture":"","state":"offline","status":null,"last_seen_ts":null,"bot":0,"deactivated":0}`))},
			{name: "a bot", path: "/people/builder", cast: accounts(says(
				`{"username":"builder","display_name":"","pronouns":"","zone":"","picture":"","state":"bot","status":null,"last_seen_ts":null,"bot":1,"deactivated":0}`))},
			{name: "nobody", path: "/people/zed", cast: accounts(denied(404))},
		},
		"GET /ui/people/:name": {
			{name: "a person", path: "/ui/people/bob", read: document, cast: accounts(shownPage)},
			{name: "a bot", path: "/ui/people/builder", read: document, cast: accounts(shownPage)},
			{name: "nobody", path: "/ui/people/zed", cast: accounts(denied(404))},
		},
		"GET /people/:name/picture": {
			{name: "alice's", path: "/people/alice/picture?v=1", cast: accounts(says("a picture"))},
			{name: "none", path: "/people/bob/picture?v=1", cast: accounts(denied(404))},
		},
		"POST /profile/picture": {
			{name: "taken away", path: "/profile/picture", body: "remove=1", cast: accounts(does("")).but(asOwner, does("pictures users"))},
			{name: "no file", path: "/profile/picture", body: "picture=x", cast: accounts(denied(400))},
		},
		"POST /ui/account/picture": {
			{name: "taken away", path: "/ui/account/picture", body: "remove=1", cast: accounts(goesBack("/ui/account/profile", seen)).
				but(asOwner, goesBack("/ui/account/profile", "pictures "+seen+" users"))},
			{name: "no file", path: "/ui/account/picture", body: "picture=x", cast: accounts(corrected())},
		},
		"POST /profile": {
			{name: "all of it", path: "/profile", body: `{"display_name":" Zoë ","pronouns":"they","zone":"Europe/Berlin"}`, cast: accounts(does("users")),
				query: profile, after: "{me}ZoëtheyEurope/Berlin"},
			{name: "somebody's username", path: "/profile", body: `{"display_name":"B o B"}`, cast: accounts(denied(409)).but(asMember, does("users"))},
			{name: "reserved", path: "/profile", body: `{"display_name":"Everyone"}`, cast: accounts(denied(400))},
			{name: "no zone", path: "/profile", body: `{"zone":"Europe/Nowhere"}`, cast: accounts(denied(400))},
			{name: "nothing", path: "/profile", body: `{}`, cast: accounts(denied(400))},
		},
		"POST /status": {
			{name: "set", path: "/status", body: `{"emoji":"🎉","text":"Party"}`, cast: accounts(does("presence")), query: status, after: "{me}🎉Party1"},
			{name: "cleared", path: "/status", body: `{"text":""}`, cast: accounts(does(""))},
			{name: "nothing", path: "/status", body: `{}`, cast: accounts(denied(400))},
			{name: "past", path: "/status", body: `{"text":"Party","until_ts":1}`, cast: accounts(denied(400))},
			{name: "no emoji", path: "/status", body: `{"emoji":"x"}`, cast: accounts(denied(400))},
		},
		"GET /ui/account/profile": {{name: "page", path: "/ui/account/profile", read: document, cast: accounts(shownPage)}},
		"POST /ui/account/profile": {
			{name: "set", path: "/ui/account/profile", body: "display_name=Zo%C3%AB&pronouns=they&zone=", cast: accounts(goesBack("/ui/account/profile", seen+" users")),
				query: profile, after: "{me}Zoëthey"},
			{name: "somebody's username", path: "/ui/account/profile", body: "display_name=bob", cast: accounts(corrected()).but(asMember, goesBack("/ui/account/profile", seen+" users"))},
		},
		"POST /ui/account/status": {
			{name: "typed", path: "/ui/account/status", body: "emoji=%F0%9F%8E%89&text=Party&duration=", cast: accounts(goesBack("/ui/account", seen)),
				query: status, after: "{me}🎉Party1"},
			{name: "ready-made", path: "/ui/account/status", body: "preset=1&duration=30&text=x", cast: accounts(goesBack("/ui/account", seen)),
				query: status, after: "{me}🍽️Lunch0"},
			{name: "no duration", path: "/ui/account/status", body: "text=Party&duration=x", cast: accounts(corrected())},
		},
	}
}
