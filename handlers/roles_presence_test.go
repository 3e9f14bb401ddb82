package handlers

var _ = addRoleCases(presenceCases)

var _ = addTables(map[string]tableRule{
	"presence":      {ownedBy("user"), noSecret},
	"presence_tabs": {ownedBy("user"), noSecret},
	"typing":        {ownInChannel("user"), noSecret},
})

func presenceCases() map[string][]roleCase {
	none := silently("")
	return map[string][]roleCase{
		"POST /presence": {
			{name: "active", path: "/presence", body: `{"state":"active","tab":"t2"}`,
				cast:  everyone(silently("presence presence_tabs")).but(asNobody, none),
				query: "SELECT user || ' ' || state FROM presence_tabs WHERE tab = 't2'", after: "{me} active"},
			{name: "no tab", path: "/presence", body: `{"state":"hidden"}`,
				cast:  everyone(silently("presence presence_tabs")).but(asNobody, none),
				query: "SELECT user || ' ' || state FROM presence_tabs WHERE tab = ''", after: "{me} hidden"},
			{name: "unknown state", path: "/presence", body: `{"state":"away"}`, cast: everyone(none)},
			{name: "no body", path: "/presence", cast: everyone(none)},
		},
		"GET /presence/override": {{name: "automatic", path: "/presence/override", cast: everyone(says(`{"override":null}`))}},
		"POST /presence/override": {
			{name: "away", path: "/presence/override", body: `{"override":"idle"}`,
				cast:  everyone(silently("presence")).but(asNobody, none),
				query: `SELECT user || ' ' || "override" FROM presence WHERE "override" IS NOT NULL`, after: "{me} idle"},
			{name: "invisible", path: "/presence/override", body: `{"override":"offline","minutes":5}`,
				cast: everyone(silently("presence")).but(asNobody, none).
					but(asMember, silently("presence typing")).but(asOwner, silently("presence typing")),
				query: `SELECT user || ' ' || "override" FROM presence WHERE override_until IS NOT NULL`, after: "{me} offline"},
			{name: "without the key", path: "/presence/override", body: `{"minutes":5}`, cast: everyone(none)},
		},
		"GET /online_users": {{name: "all", path: "/online_users", cast: accounts(says(`{"alice":"active"}`))}},
		"GET /typing/:channel": {
			{name: "public", path: "/typing/general", cast: everyone(says(`["alice","bob"]`)).but(asNobody, says(`[]`)).
				but(asMember, says(`["alice"]`)).but(asOwner, says(`["bob"]`))},
			{name: "private", path: "/typing/private:1", cast: everyone(says(`[]`)).
				but(asMember, says(`["alice"]`)).but(asOwner, says(`["bob"]`))},
			{name: "direct", path: "/typing/dm:alice:bob", cast: everyone(says(`[]`)).
				but(asMember, says(`["alice"]`)).but(asOwner, says(`["bob"]`))},
			{name: "none", path: "/typing/nowhere", cast: everyone(says(`[]`))},
		},
		"POST /typing/:channel": {
			{name: "public", path: "/typing/random", cast: everyone(silently("typing")).but(asNobody, none),
				query: "SELECT group_concat(user) FROM typing WHERE channel = 'random'", after: "{me}"},
			{name: "private", path: "/typing/private:1", cast: everyone(none).
				but(asMember, silently("typing")).but(asOwner, silently("typing")),
				query: "SELECT user FROM typing WHERE channel = 'private:1' ORDER BY ts DESC", after: "{me}"},
			{name: "direct", path: "/typing/dm:alice:bob", cast: everyone(none).
				but(asMember, silently("typing")).but(asOwner, silently("typing"))},
			{name: "none", path: "/typing/nowhere", cast: everyone(none)},
		},
		"DELETE /typing/:channel": {
			{name: "public", path: "/typing/general", cast: everyone(none).
				but(asMember, silently("typing")).but(asOwner, silently("typing")),
				query: "SELECT count(*) FROM typing WHERE user = '{me}' AND channel = 'general'", after: "0"},
			{name: "private", path: "/typing/private:1", cast: everyone(none).
				but(asMember, silently("typing")).but(asOwner, silently("typing"))},
			{name: "none", path: "/typing/nowhere", cast: everyone(none)},
		},
	}
}
