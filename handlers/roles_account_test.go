package handlers

import (
	"slices"
	"strings"
)

const (
	loginForm  = "username=bob&password=correct+horse+battery"
	signupForm = "username=erin&password=correct+horse+battery&confirm_password=correct+horse+battery"
	resetForm  = "password=a+new+battery+staple&confirm_password=a+new+battery+staple"
)

var _ = addRoleCases(accountCases)

func accountCases() map[string][]roleCase {
	alreadyIn := everyone(goes("/", "")).but(asNobody, says("page"))
	// Whoever had a session loses it, and with it what it said of their presence.
	ended := everyone(goes("/", "presence sessions")).but(asNobody, goes("/", "sessions")).
		but(asMember, goes("/", "presence sessions typing")).but(asOwner, goes("/", "presence presence_tabs sessions typing"))
	started := with(ended, "audit known_devices logins")
	return map[string][]roleCase{
		"GET /livez":  {{name: "alive", path: "/livez", cast: everyone(says("ok"))}},
		"GET /readyz": {{name: "ready", path: "/readyz", cast: everyone(says("ok"))}},
		"GET /static/*": {
			{name: "a file", path: testScript, cast: everyone(says(testBody))},
			{name: "no file", path: "/static/abc/nothing", cast: everyone(denied(404))},
		},
		"GET /login":  {{name: "the form", path: "/login", read: document, cast: alreadyIn}},
		"GET /signup": {{name: "the form", path: "/signup", read: document, cast: alreadyIn}},
		"POST /login": {
			{name: "right", path: "/login", body: loginForm, cast: started,
				query: "SELECT count(*) - ('{me}' = '') FROM sessions", after: "6"},
			{name: "wrong", path: "/login", body: "username=bob&password=wrong", cast: everyone(outcome{422, "", "audit"})},
		},
		"POST /signup": {
			{name: "new", path: "/signup", body: signupForm, cast: with(started, "users"),
				query: "SELECT group_concat(username) FROM (SELECT username FROM users ORDER BY 1)", after: "alice,bob,builder,carol,dora,erin,former,mallory,pipeline"},
			{name: "taken", path: "/signup", body: "username=BOB&password=correct+horse+battery&confirm_password=correct+horse+battery",
				cast: everyone(denied(422))},
		},
		"GET /invite/:token": {
			{name: "valid", path: "/invite/invite", read: document, cast: alreadyIn},
			{name: "unknown", path: "/invite/other", cast: everyone(denied(404))},
		},
		"POST /invite/:token": {
			{name: "valid", path: "/invite/invite", body: signupForm, cast: with(with(started, "users"), "invites"),
				query: "SELECT uses FROM invites", after: "1"},
			{name: "taken", path: "/invite/invite", body: "username=BOB&password=correct+horse+battery&confirm_password=correct+horse+battery",
				cast: everyone(denied(422))},
			{name: "unknown", path: "/invite/other", body: signupForm, cast: everyone(denied(404))},
		},
		"POST /logout": {{name: "out", path: "/logout", cast: with(ended, "logins").but(asNobody, toLogin).to("/login"),
			query: "SELECT count(*) FROM sessions", after: "5"}},
		"GET /reset/:token": {
			{name: "valid", path: "/reset/token", read: document, cast: everyone(says("page"))},
			{name: "unknown", path: "/reset/other", cast: everyone(denied(404))},
		},
		"POST /reset/:token": {
			{name: "valid", path: "/reset/token", body: resetForm, cast: everyone(goes("/login?reset=1", "audit known_devices logins presence reset_tokens sessions tokens typing users")),
				query: "SELECT group_concat(username) FROM users WHERE bot_owner IS NULL AND deactivated_ts IS NULL AND username NOT IN (SELECT username FROM logins)", after: "bob"},
			{name: "unknown", path: "/reset/other", body: resetForm, cast: everyone(denied(404))},
		},
		"GET /": {{name: "home", path: "/", read: document, cast: accounts(says("page"))}},
		"GET /c/:channel": {
			{name: "public", path: "/c/general", read: document, cast: accounts(says("page"))},
			{name: "private", path: "/c/private:1", read: document, cast: insiders(says("page"), denied(403))},
			{name: "direct", path: "/c/dm:alice:bob", read: document, cast: insiders(says("page"), denied(403))},
		},
		"GET /users": {{name: "others", path: "/users", cast: accounts(says("")).
			but(asOwner, says(`["bob","builder","carol","dora","mallory","pipeline"]`)).but(asMember, says(`["alice","builder","carol","dora","mallory","pipeline"]`)).
			but(asRemoved, says(`["alice","bob","builder","dora","mallory","pipeline"]`)).but(asStranger, says(`["alice","bob","builder","carol","dora","pipeline"]`)).but(asAdministrator, says(`["alice","bob","builder","carol","mallory","pipeline"]`))}},
		"GET /look": {{name: "all", path: "/look", cast: accounts(says(`{"density":"comfortable","language":"browser","skin_tone":0,"theme":"system"}`))}},
		"POST /look": {
			{name: "theme", path: "/look", body: `{"theme":"dark"}`, cast: accounts(does("users")),
				query: "SELECT group_concat(username) FROM users WHERE theme = 'dark' AND density IS NULL", after: "{me}"},
			{name: "nothing", path: "/look", body: `{}`, cast: accounts(denied(400))},
		},
		"GET /settings": {{name: "all", path: "/settings", cast: accounts(says(`{"share_last_seen":true,"share_receipts":true,"share_typing":true}`))}},
		"POST /settings": {
			{name: "typing", path: "/settings", body: `{"share_typing":false}`, cast: insiders(does("typing users"), does("users")),
				query: "SELECT group_concat(username || share_receipts) FROM users WHERE NOT share_typing", after: "{me}1"},
			{name: "receipts", path: "/settings", body: `{"share_receipts":false}`, cast: accounts(does("users")),
				query: "SELECT group_concat(username || share_typing) FROM users WHERE NOT share_receipts", after: "{me}1"},
			{name: "nothing", path: "/settings", body: `{}`, cast: accounts(denied(400))},
		},
	}
}

// with adds a table to what those who are let through change.
func with(c cast, table string) cast {
	for r := range c {
		tables := strings.Fields(c[r].changed + " " + table)
		slices.Sort(tables)
		c[r].changed = strings.Join(tables, " ")
	}
	return c
}

// to changes where those who had a session are sent.
func (c cast) to(path string) cast {
	for r := range c {
		c[r].body = "to " + path
	}
	return c
}
