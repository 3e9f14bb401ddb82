package handlers

var _ = addRoleCases(channelSettingsCases)

func channelSettingsCases() map[string][]roleCase {
	set := "SELECT username || ' ' || channel || muted || favourite || coalesce(notify, '-') FROM channel_settings WHERE username = '{me}' AND channel <> 'general'"
	return map[string][]roleCase{
		"GET /channel_settings": {{name: "own", path: "/channel_settings",
			cast: accounts(says("{}")).but(asMember, says(`{"private:1":{"muted":true,"favourite":false,"notify":"none"}}`))}},
		"POST /channel_settings/:channel": {
			{name: "public", path: "/channel_settings/random", body: `{"favourite":true,"notify":"mentions"}`, cast: accounts(does("channel_settings")),
				query: set + " AND channel = 'random'", after: "{me} random01mentions"},
			{name: "private", path: "/channel_settings/private:1", body: `{"muted":true,"notify":null}`,
				cast: insiders(does("channel_settings"), denied(403)), query: set, after: "{me} private:110-"},
			{name: "conversation", path: "/channel_settings/dm:alice:bob", body: `{"muted":true}`, cast: insiders(does("channel_settings"), denied(403))},
			{name: "nowhere", path: "/channel_settings/nowhere", body: `{"muted":true}`, cast: accounts(denied(403))},
			{name: "nothing", path: "/channel_settings/random", body: `{}`, cast: accounts(denied(400))},
			{name: "no level", path: "/channel_settings/random", body: `{"notify":"loud"}`, cast: accounts(denied(400))},
		},
	}
}
