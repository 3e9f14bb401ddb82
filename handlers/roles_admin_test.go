package handlers

var _ = addRoleCases(adminCases)

// forAdministrator is the outcome for administrators; for all other accounts there is
// nothing.
func forAdministrator(o outcome) cast { return accounts(denied(404)).but(asAdministrator, o) }

func adminCases() map[string][]roleCase {
	page := func(path string) []roleCase {
		return []roleCase{{name: "page", path: path, read: document, cast: forAdministrator(shownPage)}}
	}
	return map[string][]roleCase{
		"GET /admin":          page("/admin"),
		"GET /admin/settings": page("/admin/settings"),
		"GET /admin/audit":    page("/admin/audit"),
		"POST /ui/admin/administrator": {
			{name: "made", path: "/ui/admin/administrator", body: "username=bob&administrator=true",
				cast:  forAdministrator(goesBack("/admin", "audit "+seen+" users")),
				query: "SELECT group_concat(username) FROM (SELECT username FROM users WHERE administrator = 1 ORDER BY 1)", after: "bob,dora"},
			{name: "oneself, by whoever asks", path: "/ui/admin/administrator", body: "username=mallory&administrator=true",
				cast: forAdministrator(goesBack("/admin", "audit "+seen+" users"))},
			{name: "the last", path: "/ui/admin/administrator", body: "username=dora&administrator=false", cast: forAdministrator(corrected())},
			{name: "nobody", path: "/ui/admin/administrator", body: "username=zed&administrator=true", cast: forAdministrator(denied(404))},
		},
		"POST /ui/admin/sign_out": {
			{name: "a removed member", path: "/ui/admin/sign_out", body: "username=carol",
				cast: forAdministrator(goesBack("/admin", "audit known_devices logins "+seen+" sessions tokens users"))},
			{name: "nobody", path: "/ui/admin/sign_out", body: "username=zed", cast: forAdministrator(denied(404))},
		},
		"POST /ui/admin/reset_link": {
			{name: "made", path: "/ui/admin/reset_link", body: "username=BOB", read: document,
				cast:  forAdministrator(changing(shownPage, "audit "+seen+" reset_tokens")),
				query: "SELECT count(*) FROM reset_tokens WHERE username = 'bob'", after: "2"},
			{name: "nobody", path: "/ui/admin/reset_link", body: "username=zed", cast: forAdministrator(denied(404))},
		},
		"POST /ui/admin/settings": {
			{name: "set", path: "/ui/admin/settings", body: "inviting=members&creating_channels=administrators",
				cast:  forAdministrator(goesBack("/admin/settings", "audit "+seen+" server_settings")),
				query: "SELECT inviting || creating_channels FROM server_settings", after: "membersadministrators"},
			{name: "nonsense", path: "/ui/admin/settings", body: "inviting=x", cast: forAdministrator(corrected())},
		},
		"GET /invites": {{name: "page", path: "/invites", read: document, cast: accounts(denied(403)).but(asAdministrator, shownPage)}},
		"POST /ui/invites/create": {
			{name: "made", path: "/ui/invites/create", body: "days=7&uses=1", read: document,
				cast:  accounts(denied(403)).but(asAdministrator, changing(shownPage, "audit invites "+seen)),
				query: "SELECT count(*) FROM invites WHERE made_by = 'dora'", after: "2"},
			{name: "to a channel of others", path: "/ui/invites/create", body: "days=7&uses=1&channels=private:1", cast: accounts(denied(403))},
			{name: "for ever", path: "/ui/invites/create", body: "days=x&uses=1",
				cast: accounts(denied(403)).but(asAdministrator, corrected())},
		},
		"POST /ui/invites/end": {
			{name: "ended", path: "/ui/invites/end", body: "id=1",
				cast:  accounts(denied(404)).but(asAdministrator, goesBack("/invites", "audit invites "+seen)),
				query: "SELECT count(*) FROM invites WHERE ended_ts IS NULL", after: "0"},
			{name: "none", path: "/ui/invites/end", body: "id=999", cast: accounts(denied(404))},
		},
	}
}
