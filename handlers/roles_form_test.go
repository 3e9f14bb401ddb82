package handlers

import (
	"fmt"
	"regexp"
	"strings"
)

// seen is what a form without scripts changes besides: its sender is active.
const seen = "presence presence_tabs"

func goesBack(to, changed string) outcome { return outcome{303, "to " + to, changed} }

func leads(to string) outcome { return outcome{302, "to " + to, ""} }

func corrected() outcome { return outcome{422, "", seen} }

var shownPage = says("page")

func ownerOnly(o outcome) cast { return accounts(denied(403)).but(asOwner, o) }

var _ = addRoleCases(formCases)

func formCases() map[string][]roleCase {
	at := func(route string, id int) string { return fmt.Sprintf("/ui/%s/%d", route, id) }
	newest := "SELECT channel || ' ' || sender || ' ' || content FROM messages ORDER BY id DESC"
	messages := func(route string) []roleCase {
		return []roleCase{
			{name: "public", path: at(route, malloryInGeneral), read: document, cast: accounts(shownPage)},
			{name: "private", path: at(route, aliceAfterCarol), read: document, cast: insiders(shownPage, denied(404))},
			{name: "before the member", path: at(route, aliceBeforeBob), read: document, cast: accounts(denied(404)).but(asOwner, shownPage)},
			{name: "direct", path: at(route, aliceToBob), read: document, cast: insiders(shownPage, denied(404))},
			{name: "none", path: at(route, 999), cast: accounts(denied(404))},
		}
	}
	own := func(route string) []roleCase {
		return []roleCase{
			{name: "public", path: at(route, aliceInGeneral), read: document, cast: ownerOnly(shownPage)},
			{name: "private", path: at(route, bobInPrivate), read: document, cast: accounts(denied(403)).but(asMember, shownPage)},
			{name: "one's own of before the removal", path: at(route, carolBeforeBob), cast: accounts(denied(403))},
			{name: "of the system", path: at(route, bobWasAdded), cast: accounts(denied(403))},
			{name: "none", path: at(route, 999), cast: accounts(denied(403))},
		}
	}
	deletable := own("delete")
	for i, c := range deletable {
		if strings.Contains(c.path, fmt.Sprint(bobInPrivate)) || strings.Contains(c.path, fmt.Sprint(carolBeforeBob)) {
			deletable[i].read, deletable[i].cast = document, c.cast.but(asOwner, shownPage)
		}
		if c.name == "public" {
			deletable[i].cast = c.cast.but(asAdministrator, shownPage)
		}
	}
	return map[string][]roleCase{
		"GET /ui/messages/:channel/before": {
			{name: "public", path: "/ui/messages/general/before?before=9999999999", read: document, cast: accounts(shownPage)},
			{name: "private", path: "/ui/messages/private:1/before?before=9999999999", read: document, cast: insiders(shownPage, denied(403))},
			{name: "no cursor", path: "/ui/messages/general/before", cast: accounts(denied(400))},
		},
		"GET /ui/messages/:channel/after": {
			{name: "public", path: "/ui/messages/general/after?after=1", read: document, cast: accounts(shownPage)},
			{name: "private", path: "/ui/messages/private:1/after?after=1", read: document, cast: insiders(shownPage, denied(403))},
			{name: "no cursor", path: "/ui/messages/general/after", cast: accounts(denied(400))},
		},
		"GET /ui/messages/:channel/newest": {
			{name: "public", path: "/ui/messages/general/newest", cast: accounts(leads("/c/general?newest=1"))},
			{name: "private", path: "/ui/messages/private:1/newest", cast: insiders(leads("/c/private:1?newest=1"), denied(403))},
		},
		"GET /m/:id": {
			{name: "public", path: fmt.Sprint("/m/", malloryInGeneral), cast: accounts(leads("/c/general?at=10"))},
			{name: "private", path: fmt.Sprint("/m/", aliceAfterCarol), cast: insiders(leads("/c/private:1?at=8"), denied(404))},
			{name: "before the member", path: fmt.Sprint("/m/", aliceBeforeBob),
				cast: accounts(denied(404)).but(asOwner, leads("/c/private:1?at=2"))},
			{name: "one's own of before the removal", path: fmt.Sprint("/m/", carolBeforeBob),
				cast: accounts(denied(404)).but(asOwner, leads("/c/private:1?at=3"))},
			{name: "direct", path: fmt.Sprint("/m/", aliceToBob), cast: insiders(leads("/c/dm:alice:bob?at=9"), denied(404))},
			{name: "none", path: "/m/999", cast: accounts(denied(404))},
		},
		"POST /ui/send/:channel": {
			{name: "public", path: "/ui/send/random", body: "text=hi", cast: accounts(goesBack("/c/random", "messages "+seen)),
				query: newest, after: "random {me} hi"},
			{name: "private", path: "/ui/send/private:1", body: "text=hi",
				cast: insiders(goesBack("/c/private:1", "messages "+seen+" typing"), denied(403)), query: newest, after: "private:1 {me} hi"},
			{name: "direct", path: "/ui/send/dm:alice:bob", body: "text=hi",
				cast: insiders(goesBack("/c/dm:alice:bob", "messages "+seen+" typing"), denied(403)), query: newest, after: "dm:alice:bob {me} hi"},
			{name: "empty", path: "/ui/send/private:1", body: "text=+", cast: insiders(corrected(), denied(403))},
		},
		"GET /ui/reply/:id":    messages("reply"),
		"GET /ui/react/:id":    messages("react"),
		"GET /ui/receipts/:id": messages("receipts"),
		"GET /ui/edit/:id":     own("edit"),
		"GET /ui/delete/:id":   deletable,
		"POST /ui/edit/:id": {
			{name: "public", path: at("edit", aliceInGeneral), body: "text=x", query: newest, after: "general mallory anyone?",
				cast: ownerOnly(goesBack("/c/general#message-1", "messages "+seen))},
			{name: "private", path: at("edit", bobInPrivate), body: "text=x",
				cast: accounts(denied(403)).but(asMember, goesBack("/c/private:1#message-6", "messages "+seen))},
			{name: "empty", path: at("edit", bobInPrivate), body: "text=", cast: accounts(denied(403)).but(asMember, corrected())},
			{name: "none", path: at("edit", 999), body: "text=x", cast: accounts(denied(403))},
		},
		"POST /ui/delete/:id": {
			{name: "public", path: at("delete", aliceInGeneral), cast: ownerOnly(goesBack("/c/general#message-1", "messages "+seen)).
				but(asAdministrator, goesBack("/c/general#message-1", "audit messages "+seen))},
			{name: "private", path: at("delete", bobInPrivate),
				cast: accounts(denied(403)).but(asMember, goesBack("/c/private:1#message-6", "messages "+seen)).
					but(asOwner, goesBack("/c/private:1#message-6", "audit messages "+seen))},
			{name: "none", path: at("delete", 999), cast: accounts(denied(403))},
		},
		"POST /ui/react/:id": {
			{name: "private", path: at("react", aliceAfterCarol), body: "reaction=🎉",
				cast: insiders(goesBack("/c/private:1#message-8", "message_reactions messages "+seen), denied(404))},
			{name: "not there to take back", path: at("react", aliceAfterCarol), body: "take_back=🎉",
				cast: insiders(goesBack("/c/private:1#message-8", seen), denied(404))},
			{name: "no emoji", path: at("react", aliceAfterCarol), body: "reaction=x", cast: insiders(corrected(), denied(404))},
			{name: "none", path: at("react", 999), body: "reaction=🎉", cast: accounts(denied(404))},
		},
		"POST /ui/mark_read/:channel": {
			{name: "private", path: "/ui/mark_read/private:1",
				cast: insiders(goesBack("/c/private:1", seen+" read_receipts read_state"), denied(403))},
			{name: "bad stamp", path: "/ui/mark_read/private:1", body: "up_to=x", cast: accounts(denied(400))},
		},
		"GET /ui/account": {{name: "page", path: "/ui/account", read: document, cast: accounts(shownPage)}},
		"POST /ui/presence/override": {
			{name: "away", path: "/ui/presence/override", body: "override=idle&minutes=30", cast: accounts(goesBack("/ui/account", seen)),
				query: "SELECT group_concat(override) FROM presence WHERE user = '{me}'", after: "idle"},
			{name: "unknown", path: "/ui/presence/override", body: "override=asleep", cast: accounts(corrected())},
		},
		"POST /ui/look": {
			{name: "dark", path: "/ui/look", body: "theme=dark&density=compact&skin_tone=2", cast: accounts(goesBack("/ui/account", seen+" users")),
				query: "SELECT group_concat(username || density) FROM users WHERE theme = 'dark'", after: "{me}compact"},
		},
		"POST /ui/settings": {{name: "typing alone", path: "/ui/settings", body: "share_typing=true", cast: accounts(goesBack("/ui/account", seen+" users")),
			query: "SELECT group_concat(username) FROM users WHERE NOT share_receipts AND share_typing", after: "{me}"}},
	}
}

var _ = addRoleCases(dialogCases)

func dialogCases() map[string][]roleCase {
	at := func(action string) string { return "/ui/private_channels/1/" + action }
	ask := func(action string, c cast) []roleCase {
		return []roleCase{
			{name: "private", path: at(action), read: document, cast: c},
			{name: "none", path: "/ui/private_channels/99/" + action, cast: accounts(denied(403))},
		}
	}
	members := func(path string) []roleCase {
		return []roleCase{{name: "private", path: path, read: document, cast: insiders(shownPage, denied(403))}}
	}
	joined := "messages " + seen + " private_channel_members"
	parted := "messages " + seen + " private_channel_former private_channel_members typing"
	return map[string][]roleCase{
		"GET /ui/users/search": {
			{name: "all", path: "/ui/users/search?q=zebra", read: offered, cast: accounts(says(""))},
			{name: "to add", path: "/ui/users/search?for=add&channel_id=1", read: offered, cast: insiders(says("builder carol dora mallory pipeline"), denied(403))},
		},
		"GET /ui/mentions": {{name: "page", path: "/ui/mentions", read: document, cast: accounts(shownPage)}},
		"GET /ui/emoji":    {{name: "tada", path: "/ui/emoji?q=tada", read: firstEmoji, cast: accounts(says("🎉"))}},
		"GET /ui/mentions/people": {
			{name: "private", path: "/ui/mentions/people?channel=private:1&q=bo", read: mentionable, cast: insiders(says("bob"), denied(403)).but(asMember, says(""))},
			{name: "public", path: "/ui/mentions/people?channel=general&q=bo", read: mentionable, cast: accounts(says("bob")).but(asMember, says(""))},
		},
		"GET /ui/switcher":  {{name: "page", path: "/ui/switcher", read: document, cast: accounts(shownPage)}},
		"GET /ui/shortcuts": {{name: "page", path: "/ui/shortcuts", read: document, cast: accounts(shownPage)}},
		"GET /ui/switcher/found": {
			{name: "private", path: "/ui/switcher/found?q=plans", read: destinations, cast: insiders(says("/c/private:1"), says(""))},
			{name: "direct", path: "/ui/switcher/found?q=BOB", read: destinations, cast: accounts(says("/c/dm:bob:{me}")).
				but(asOwner, says("/c/dm:alice:bob")).but(asMember, says(""))},
		},
		"GET /ui/dms/new": {{name: "page", path: "/ui/dms/new", read: document, cast: accounts(shownPage)}},
		"POST /ui/dms/open": {
			{name: "with one", path: "/ui/dms/open", body: "users=BOB", cast: accounts(goesBack("/c/dm:bob:{me}", seen)).
				but(asOwner, goesBack("/c/dm:alice:bob", seen)).but(asMember, corrected())},
			{name: "with nobody", path: "/ui/dms/open", cast: accounts(corrected())},
		},
		"POST /ui/dms/close": {
			{name: "direct", path: "/ui/dms/close", body: "channel=dm:alice:bob", cast: insiders(goesBack("/", "dm_hidden "+seen), denied(403))},
			{name: "no direct one", path: "/ui/dms/close", body: "channel=general", cast: accounts(denied(400))},
		},
		"GET /ui/channels/:channel/members": append(members("/ui/channels/private:1/members"),
			roleCase{name: "public", path: "/ui/channels/general/members", read: document, cast: accounts(shownPage)},
			roleCase{name: "direct", path: "/ui/channels/dm:alice:bob/members", read: document, cast: insiders(shownPage, denied(403))}),
		"GET /ui/private_channels/:id/members": members(at("members")),
		"GET /ui/private_channels/new":         {{name: "page", path: "/ui/private_channels/new", read: document, cast: accounts(shownPage)}},
		"POST /ui/private_channels/create": {
			{name: "new", path: "/ui/private_channels/create", body: "name=new&members=CAROL&members=zed",
				cast:  accounts(goesBack("/c/private:3", seen+" private_channel_members private_channels")),
				query: "SELECT count(*) || (sum(username = 'carol')) FROM private_channel_members WHERE channel_id = 3 AND username IN ('carol', 'zed')", after: "11"},
			{name: "no name", path: "/ui/private_channels/create", body: "name=+", cast: accounts(corrected())},
		},
		"GET /ui/private_channels/:id/rename":        ask("rename", insiders(shownPage, denied(403))),
		"GET /ui/private_channels/:id/add_member":    ask("add_member", insiders(shownPage, denied(403))),
		"GET /ui/private_channels/:id/leave":         ask("leave", insiders(shownPage, denied(403))),
		"GET /ui/private_channels/:id/archive":       ask("archive", ownerOnly(shownPage)),
		"GET /ui/private_channels/:id/remove_member": ask("remove_member?username=bob", ownerOnly(shownPage)),
		"POST /ui/private_channels/:id/rename": {
			{name: "private", path: at("rename"), body: "name=better", cast: insiders(goesBack("/c/private:1", "messages "+seen+" private_channels"), denied(403))},
			{name: "no name", path: at("rename"), body: "name=", cast: insiders(corrected(), denied(403))},
		},
		"POST /ui/private_channels/:id/add_member": {
			{name: "someone", path: at("add_member"), body: "username=Mallory", cast: insiders(goesBack("/c/private:1", joined), denied(403))},
			{name: "a member", path: at("add_member"), body: "username=bob", cast: insiders(corrected(), denied(403))},
			{name: "nobody", path: at("add_member"), cast: insiders(corrected(), denied(403))},
		},
		"POST /ui/private_channels/:id/remove_member": {
			{name: "a member", path: at("remove_member"), body: "username=bob", cast: ownerOnly(goesBack("/c/private:1", parted))},
			{name: "no member", path: at("remove_member"), body: "username=carol", cast: ownerOnly(corrected())},
		},
		"POST /ui/private_channels/:id/accept": {{name: "carol's", path: "/ui/private_channels/77/accept",
			cast: accounts(denied(403)).but(asRemoved, goesBack("/ui/blocks", "declined_channels "+seen))}},
		"POST /ui/private_channels/:id/leave": {{name: "private", path: at("leave"), cast: insiders(goesBack("/?gone=1", parted), denied(403))}},
		"POST /ui/private_channels/:id/archive": {
			{name: "private", path: at("archive"), cast: ownerOnly(goesBack("/?gone=1", seen+" private_channels typing"))},
		},
	}
}

var option = regexp.MustCompile(`<input type="(?:checkbox|radio)" name="(?:members|users|username)" value="([^"]*)"( checked)?`)

// offered lists the accounts that a search offers, the chosen ones with a +.
func offered(a answer) string {
	var names []string
	for _, match := range option.FindAllStringSubmatch(a.body, -1) {
		if match[2] != "" {
			match[1] = "+" + match[1]
		}
		names = append(names, match[1])
	}
	return strings.Join(names, " ")
}
