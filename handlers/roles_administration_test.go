package handlers

import "regexp"

var _ = addRoleCases(administrationCases)

var _ = addTables(map[string]tableRule{
	"server_settings": {nobodys, noSecret},
	"invites":         {ownedBy("made_by"), noSecret},
	"invite_channels": {nobodys, noSecret},
	// What is written is told of, and stays as it is.
	"audit": {func(_ tables, _ string, before, _ record) bool { return before == nil }, noSecret},
})

// secretLink hides the secret of a link.
func secretLink(a answer) string {
	return regexp.MustCompile(`(/(?:reset|invite)/)[A-Za-z0-9_-]+`).ReplaceAllString(shape(a), "${1}S")
}

func administrationCases() map[string][]roleCase {
	const people = "/administration/people/"
	signedOut := "audit known_devices logins presence sessions tokens users"
	removed := "audit blocks declined_channels known_devices logins messages private_channel_former removed_accounts sessions tokens users"
	inUse := "SELECT count(*) FROM users WHERE username = 'carol' AND deactivated_ts IS NULL"
	page := func(path string) []roleCase {
		return []roleCase{{name: "page", path: path, read: document, cast: forAdministrator(shownPage)}}
	}
	takenOver := "SELECT group_concat(username || role) FROM (SELECT * FROM private_channel_members WHERE channel_id = 2 ORDER BY username)"
	first := func(pattern string) func(answer) string {
		return func(a answer) string { return regexp.MustCompile(pattern).FindString(a.body) }
	}
	return map[string][]roleCase{
		"GET /admin/remove":   page("/admin/remove?username=carol"),
		"GET /admin/channels": page("/admin/channels"),
		"GET /admin/usage":    page("/admin/usage"),
		"POST /ui/admin/deactivate": {
			{name: "carol", path: "/ui/admin/deactivate", body: "username=CAROL", query: inUse, after: "0", cast: forAdministrator(goesBack("/admin", "audit known_devices logins "+seen+" sessions tokens users"))},
			{name: "the last administrator", path: "/ui/admin/deactivate", body: "username=dora", cast: forAdministrator(corrected())},
			{name: "nobody", path: "/ui/admin/deactivate", body: "username=zed", cast: forAdministrator(denied(404))},
		},
		"POST /ui/admin/reactivate": {
			{name: "who is not in use", path: "/ui/admin/reactivate", body: "username=former", cast: forAdministrator(goesBack("/admin", "audit "+seen+" users"))},
			{name: "nobody", path: "/ui/admin/reactivate", body: "username=zed", cast: forAdministrator(denied(404))},
		},
		"POST /ui/admin/remove": {
			{name: "carol", path: "/ui/admin/remove", body: "username=carol&messages=keep", query: inUse, after: "0",
				cast: forAdministrator(goesBack("/admin", "audit blocks declined_channels known_devices logins messages "+seen+" private_channel_former removed_accounts sessions tokens users"))},
			{name: "no fate", path: "/ui/admin/remove", body: "username=carol", cast: forAdministrator(corrected())},
		},
		"POST /ui/admin/take_over": {
			{name: "without an owner", path: "/ui/admin/take_over", body: "id=2", query: takenOver, after: "doraowner,gonemember",
				cast: forAdministrator(goesBack("/c/private:2", "audit messages "+seen+" private_channel_members"))},
			{name: "alice's", path: "/ui/admin/take_over", body: "id=1", cast: forAdministrator(denied(404))},
		},
		"GET /administration/people": {{name: "one", path: "/administration/people?q=car", read: first(`"username":"carol"`), cast: forAdministrator(says(`"username":"carol"`))}},
		"POST /administration/people/:username/administrator": {
			{name: "bob", path: people + "bob/administrator", body: `{"administrator":true}`, cast: forAdministrator(does("audit users"))},
			{name: "the last", path: people + "dora/administrator", body: `{"administrator":false}`, cast: forAdministrator(denied(409))},
			{name: "nothing", path: people + "bob/administrator", body: `{}`, cast: forAdministrator(denied(400))},
		},
		"POST /administration/people/:username/sign_out": {
			{name: "carol", path: people + "carol/sign_out", cast: forAdministrator(does(signedOut))},
			{name: "nobody", path: people + "zed/sign_out", cast: forAdministrator(denied(404))},
		},
		"POST /administration/people/:username/deactivate": {
			{name: "carol", path: people + "carol/deactivate", query: inUse, after: "0", cast: forAdministrator(does(signedOut))},
			{name: "the last administrator", path: people + "dora/deactivate", cast: forAdministrator(denied(409))},
		},
		"POST /administration/people/:username/reactivate": {
			{name: "who is not in use", path: people + "FORMER/reactivate", cast: forAdministrator(does("audit users"))},
			{name: "who is", path: people + "carol/reactivate", cast: forAdministrator(does(""))},
		},
		"POST /administration/people/:username/remove": {
			{name: "carol", path: people + "carol/remove", body: `{"messages":"keep"}`, query: inUse, after: "0", cast: forAdministrator(does(removed))},
			{name: "no fate", path: people + "carol/remove", body: `{"messages":"x"}`, cast: forAdministrator(denied(400))},
		},
		"POST /administration/people/:username/reset_link": {
			{name: "bob", path: people + "bob/reset_link", read: secretLink, cast: forAdministrator(outcome{200, `{"link":"http://chat.example/reset/S"}`, "audit reset_tokens"})},
			{name: "a bot", path: people + "builder/reset_link", cast: forAdministrator(denied(400))},
		},
		"GET /administration/channels": {{name: "all", path: "/administration/channels",
			cast: forAdministrator(says(`{"ownerless":[{"id":2,"members":1}],"public":["general","random","ideas","attic"]}`))}},
		"POST /administration/channels/:id/take_over": {
			{name: "without an owner", path: "/administration/channels/2/take_over", query: takenOver, after: "doraowner,gonemember",
				cast: forAdministrator(does("audit messages private_channel_members"))},
			{name: "alice's", path: "/administration/channels/1/take_over", cast: forAdministrator(denied(404))},
		},
		"GET /administration/settings": {{name: "all", path: "/administration/settings",
			cast: forAdministrator(says(`{"creating_channels":"members","inviting":"administrators","signup":"open"}`))}},
		"POST /administration/settings": {
			{name: "one", path: "/administration/settings", body: `{"creating_channels":"administrators"}`, cast: forAdministrator(does("audit server_settings")),
				query: "SELECT inviting || creating_channels FROM server_settings", after: "administratorsadministrators"},
			{name: "nonsense", path: "/administration/settings", body: `{"inviting":"x"}`, cast: forAdministrator(denied(400))},
		},
		"GET /administration/usage": {{name: "all", path: "/administration/usage", read: first(`"healthy":true`), cast: forAdministrator(says(`"healthy":true`))}},
		"GET /administration/audit": {{name: "role", path: "/administration/audit?action=role-given", read: first(`"action":"role-given".*"detail":"administrator"`),
			cast: forAdministrator(says(`"action":"role-given","actor":"","address":"","subject":"dora","detail":"administrator"`))}},
		"GET /invite_links": {{name: "all", path: "/invite_links", cast: accounts(denied(403)).but(asAdministrator,
			says(`[{"id":1,"made_by":"dora","expires_ts":T,"uses":0,"most_uses":5,"valid":true}]`))}},
		"POST /invite_links": {
			{name: "made", path: "/invite_links", body: `{"days":7,"uses":1}`, read: secretLink,
				cast: accounts(denied(403)).but(asAdministrator, outcome{200, `{"id":2,"link":"http://chat.example/invite/S"}`, "audit invites"})},
			{name: "for ever", path: "/invite_links", body: `{"days":0,"uses":1}`, cast: accounts(denied(403)).but(asAdministrator, denied(400))},
		},
		"POST /invite_links/:id/end": {
			{name: "ended", path: "/invite_links/1/end", cast: accounts(denied(404)).but(asAdministrator, does("audit invites"))},
			{name: "none", path: "/invite_links/999/end", cast: accounts(denied(404))},
		},
	}
}
