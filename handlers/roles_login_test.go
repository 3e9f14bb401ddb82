package handlers

import "regexp"

// phone is a second session of bob's, by what the storage and the list of his
// sessions know it as.
const phone = "phone"

const (
	newPasswordForm = "current_password=correct+horse+battery&password=a+new+battery+staple&confirm_password=a+new+battery+staple"
	newPasswordJSON = `{"password":"correct horse battery","new_password":"a new battery staple"}`
)

var _ = addRoleCases(loginCases)

var _ = addTables(map[string]tableRule{
	"logins":        {func(_ tables, user string, _, row record) bool { return row["username"] == user || user == "" }, noSecret},
	"known_devices": {anybodys, noSecret}, // as sessions are
	"reset_tokens":  {nobodys, noSecret},  // but with the link: see trespasses
})

// sessionBrowsers is which browsers a list of sessions names.
func sessionBrowsers(a answer) string {
	return regexp.MustCompile(`"browser":"[^"]*","address":"[^"]*"|"current":\w+`).FindString(a.body)
}

func loginCases() map[string][]roleCase {
	// Those who have tabs lose what other sessions had of them: here there are none but one's own.
	signedOut := func(to outcome) cast {
		return accounts(changing(to, "audit known_devices logins presence sessions tokens users")).
			but(asMember, changing(to, "audit known_devices logins presence reset_tokens sessions tokens typing users")).
			but(asOwner, changing(to, "audit known_devices logins presence presence_tabs sessions tokens typing users"))
	}
	changed := func(o outcome) cast {
		also := ""
		if o.status == 303 {
			also = seen + " "
		}
		return accounts(changing(o, "audit known_devices "+also+"sessions tokens users")).
			but(asMember, changing(o, "audit known_devices logins "+also+"reset_tokens sessions tokens users"))
	}
	remaining := "SELECT count(*) FROM logins WHERE username = 'bob'"
	return map[string][]roleCase{
		"GET /ui/account/password": {{name: "page", path: "/ui/account/password", read: document, cast: accounts(shownPage)}},
		"POST /ui/account/password": {
			{name: "right", path: "/ui/account/password", body: newPasswordForm, cast: changed(goesBack("/ui/account/password?changed=1", ""))},
			{name: "wrong", path: "/ui/account/password", body: "current_password=x&password=a+new+battery+staple&confirm_password=a+new+battery+staple",
				cast: accounts(corrected())},
		},
		"GET /ui/account/sessions": {{name: "page", path: "/ui/account/sessions", read: document, cast: accounts(shownPage)}},
		"POST /ui/account/sessions/end": {
			{name: "bob's", path: "/ui/account/sessions/end", body: "id=" + phone,
				cast:  accounts(corrected()).but(asMember, goesBack("/ui/account/sessions", "logins "+seen+" sessions")),
				query: "SELECT count(*) FROM sessions WHERE k = 'phone' AND '{me}' = 'bob'", after: "0"},
		},
		"POST /ui/account/sessions/end_all": {{name: "all", path: "/ui/account/sessions/end_all", cast: signedOut(goesBack("/login", ""))}},
		"POST /account/password": {
			{name: "right", path: "/account/password", body: newPasswordJSON, cast: changed(does(""))},
			{name: "wrong", path: "/account/password", body: `{"password":"x","new_password":"a new battery staple"}`, cast: accounts(denied(403))},
			{name: "too short", path: "/account/password", body: `{"password":"correct horse battery","new_password":"short"}`, cast: accounts(denied(400))},
		},
		"GET /account/sessions": {{name: "all", path: "/account/sessions", read: sessionBrowsers,
			cast: accounts(says(`"browser":"Unknown browser","address":"0.0.0.0"`))}},
		"POST /account/sessions/end": {
			{name: "bob's", path: "/account/sessions/end", body: `{"id":"phone"}`, query: remaining, after: "1",
				cast: accounts(denied(404)).but(asMember, does("logins sessions"))},
			{name: "none", path: "/account/sessions/end", body: `{"id":"nothing"}`, cast: accounts(denied(404))},
		},
		"POST /account/sessions/end_all": {{name: "all", path: "/account/sessions/end_all", cast: signedOut(does(""))}},
	}
}

// changing is an outcome that changes these tables.
func changing(o outcome, tables string) outcome {
	o.changed = tables
	return o
}
