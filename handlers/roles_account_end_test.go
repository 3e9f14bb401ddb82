package handlers

var _ = addRoleCases(accountEndCases)

func accountEndCases() map[string][]roleCase {
	inUse := "SELECT count(*) FROM users WHERE username = '{me}' AND deactivated_ts IS NULL"
	// The only administrator stays.
	deactivated := func(to, last outcome) cast {
		const ended = "audit known_devices logins presence sessions tokens users"
		return accounts(changing(to, ended)).but(asAdministrator, last).
			but(asMember, changing(to, "audit known_devices logins presence reset_tokens sessions tokens typing users")).
			but(asOwner, changing(to, "audit known_devices logins presence presence_tabs private_channel_members sessions tokens typing users"))
	}
	removed := func(to, last outcome) cast {
		return accounts(last).
			but(asStranger, changing(to, "audit blocks known_devices logins messages removed_accounts sessions tokens users")).
			but(asMember, changing(to, "audit channel_settings dm_participants hooks known_devices logins mentions message_reactions messages private_channel_members removed_accounts reset_tokens saved sessions tokens typing users")).
			but(asOwner, changing(to, "audit dm_participants files hooks known_devices logins message_reactions messages pictures pins presence presence_tabs private_channel_members private_channels public_channels read_receipts read_state removed_accounts sessions tokens typing users")).
			but(asRemoved, changing(to, "audit blocks declined_channels known_devices logins messages private_channel_former removed_accounts sessions tokens users"))
	}
	zipped := func(a answer) string { return a.header.Get("Content-Type") }
	exported := outcome{200, "application/zip", "audit"}
	return map[string][]roleCase{
		"POST /account/export":    {{name: "all", path: "/account/export", read: zipped, cast: accounts(exported)}},
		"POST /ui/account/export": {{name: "all", path: "/ui/account/export", read: zipped, cast: accounts(exported)}},
		"GET /ui/account/end":     {{name: "page", path: "/ui/account/end", read: document, cast: accounts(shownPage)}},
		"POST /ui/account/end": {
			{name: "deactivated", path: "/ui/account/end", body: "what=deactivate&password=correct+horse+battery", query: inUse, after: "0",
				cast: deactivated(goesBack("/login?gone=deactivate", ""), denied(422))},
			{name: "removed", path: "/ui/account/end", body: "what=keep&password=correct+horse+battery", query: inUse, after: "0",
				cast: removed(goesBack("/login?gone=keep", ""), denied(422))},
			{name: "wrong password", path: "/ui/account/end", body: "what=remove&password=x", cast: accounts(denied(422))},
			{name: "nothing chosen", path: "/ui/account/end", body: "password=correct+horse+battery", cast: accounts(denied(422))},
		},
		"POST /account/deactivate": {
			{name: "right", path: "/account/deactivate", body: `{"password":"correct horse battery"}`, query: inUse, after: "0",
				cast: deactivated(does(""), denied(409))},
			{name: "wrong", path: "/account/deactivate", body: `{"password":"x"}`, cast: accounts(denied(403))},
		},
		"POST /account/remove": {
			{name: "right", path: "/account/remove", body: `{"password":"correct horse battery","messages":"remove"}`, query: inUse, after: "0",
				cast: removed(does(""), denied(409))},
			{name: "wrong", path: "/account/remove", body: `{"password":"x","messages":"keep"}`, cast: accounts(denied(403))},
			{name: "no fate", path: "/account/remove", body: `{"password":"correct horse battery","messages":"all"}`, cast: accounts(denied(400))},
		},
	}
}
