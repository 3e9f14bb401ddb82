package handlers

import (
	"fmt"
	"strings"

	"minimost/chat"
)

var _ = addRoleCases(channelSettingsCases)

var _ = addTables(map[string]tableRule{
	"channel_settings": {ownedBy("username"), noSecret},
	"sidebar_settings": {ownedBy("username"), noSecret},
	"drafts":           {ownedBy("user"), secretText{"text", owns("user")}},
})

func channelSettingsCases() map[string][]roleCase {
	set := "SELECT username || ' ' || channel || muted || favourite || coalesce(notify, '-') FROM channel_settings WHERE username = '{me}' AND channel <> 'general'"
	unread := fmt.Sprint("/mark_unread/", aliceInGeneral)
	byDefault := "SELECT count(*) FROM channel_settings WHERE username = '{me}' AND muted = 0 AND favourite = 1"
	return map[string][]roleCase{
		"GET /sidebar_settings": {{name: "own", path: "/sidebar_settings", cast: accounts(says(`{"folded":[],"sort_by":""}`))}},
		"POST /sidebar_settings": {
			{name: "both", path: "/sidebar_settings", body: `{"sort_by":"name","folded":["direct","public"]}`, cast: accounts(does("sidebar_settings")),
				query: "SELECT username || ' ' || sort_by || ' ' || folded FROM sidebar_settings", after: "{me} name public direct"},
			{name: "no order", path: "/sidebar_settings", body: `{"sort_by":"colour"}`, cast: accounts(denied(400))},
			{name: "no section", path: "/sidebar_settings", body: `{"folded":["others"]}`, cast: accounts(denied(400))},
			{name: "nothing", path: "/sidebar_settings", body: `{}`, cast: accounts(denied(400))},
		},
		"POST /mark_unread/:msg_id": {
			{name: "public", path: unread, cast: accounts(does("channel_settings")).but(asOwner, does("channel_settings read_state")).but(asAdministrator, does("channel_settings"))},
			{name: "private", path: fmt.Sprint("/mark_unread/", aliceAfterCarol), cast: accounts(denied(404)).but(asMember, does("channel_settings")).but(asOwner, denied(409))},
		},
		"POST /mark_all_read": {{name: "all", path: "/mark_all_read", cast: accounts(does("read_receipts read_state"))}},
		"GET /ui/mark_unread/:id": {
			{name: "private", path: fmt.Sprint("/ui/mark_unread/", bobInPrivate), read: document, cast: insiders(shownPage, denied(404))},
		},
		"POST /ui/mark_unread/:id": {
			{name: "private", path: fmt.Sprint("/ui/mark_unread/", bobInPrivate), cast: accounts(denied(404)).but(asOwner, goesBack("/", "channel_settings "+seen)).but(asMember, goesBack("/", "channel_settings "+seen))},
		},
		"GET /ui/day/:channel": {
			{name: "private", path: "/ui/day/private:1", read: document, cast: insiders(shownPage, denied(403))},
		},
		"GET /ui/link/:id": {
			{name: "private", path: fmt.Sprint("/ui/link/", bobInPrivate), read: document, cast: insiders(shownPage, denied(404))},
		},
		"POST /ui/mark_all_read": {{name: "all", path: "/ui/mark_all_read", cast: accounts(goesBack("/", seen+" read_receipts read_state"))}},
		"GET /ui/channel_settings/:channel": {
			{name: "public", path: "/ui/channel_settings/random", read: document, cast: accounts(shownPage)},
			{name: "private", path: "/ui/channel_settings/private:1", read: document, cast: insiders(shownPage, denied(403))},
		},
		"POST /ui/channel_settings/:channel": {
			{name: "public", path: "/ui/channel_settings/random", body: "favourite=true", cast: accounts(goesBack("/c/random", "channel_settings "+seen)), query: byDefault, after: "1"},
			{name: "private", path: "/ui/channel_settings/private:1", body: "muted=true&favourite=true&notify=none",
				cast: insiders(goesBack("/c/private:1", "channel_settings "+seen), denied(403)), query: set, after: "{me} private:111none"},
			{name: "as in every channel", path: "/ui/channel_settings/random", body: "favourite=true&notify=", cast: accounts(goesBack("/c/random", "channel_settings "+seen)), query: byDefault, after: "1"},
			{name: "no such level", path: "/ui/channel_settings/random", body: "notify=some", cast: accounts(denied(400))},
		},
		"GET /ui/sidebar_settings": {{name: "own", path: "/ui/sidebar_settings", read: document, cast: accounts(shownPage)}},
		"POST /ui/sidebar_settings": {
			{name: "order", path: "/ui/sidebar_settings", body: "sort_by=recent", cast: accounts(goesBack("/", seen+" sidebar_settings"))},
			{name: "fold", path: "/ui/sidebar_settings", body: "fold=public", cast: accounts(goesBack("/", seen+" sidebar_settings"))},
			{name: "no order", path: "/ui/sidebar_settings", body: "sort_by=colour", cast: accounts(corrected())},
			{name: "no section", path: "/ui/sidebar_settings", body: "fold=others", cast: accounts(corrected())},
		},
		"GET /drafts": {{name: "own", path: "/drafts", read: ids, cast: accounts(says("[]"))}},
		"POST /drafts/:channel": {
			{name: "public", path: "/drafts/random", body: "text=half+a+thought", cast: accounts(silently("drafts")),
				query: "SELECT user || ' ' || channel || ' ' || text FROM drafts WHERE user = '{me}'", after: "{me} random half a thought"},
			{name: "private", path: "/drafts/private:1", body: "text=half", cast: insiders(silently("drafts"), silently(""))},
			{name: "conversation", path: "/drafts/dm:alice:bob", body: "text=half", cast: insiders(silently("drafts"), silently(""))},
			{name: "nowhere", path: "/drafts/nowhere", body: "text=half", cast: accounts(silently(""))},
			{name: "too long", path: "/drafts/random", body: "text=" + strings.Repeat("x", chat.MaxMessageChars+1), cast: accounts(denied(413))},
			{name: "nothing", path: "/drafts/random", body: "text=", cast: accounts(silently(""))},
		},
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
