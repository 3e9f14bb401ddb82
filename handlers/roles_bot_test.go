package handlers

import (
	"strings"

	"minimost/handlers/program"

	"minimost/auth"
	"minimost/chat"
)

// hookSecret ends the address of the webhook by which alice's robot posts to private:1.
const hookSecret = "alicesrobotinprivateone"

// The webhooks of the fixture.
const (
	aliceHook = 1 + iota
	bobHook
)

// makeBots gives alice and bob a bot and a webhook each.
func makeBots(w *world) {
	w.t.Helper()
	w.robot("alice", "builder", hookSecret)
	w.robot("bob", "pipeline", "bobs")
}

func (w *world) robot(owner, bot, secret string) {
	w.t.Helper()
	if err := w.store.CreateBot(tContext(), owner, bot, w.clock()); err != nil {
		w.t.Fatal(err)
	}
	hook := chat.Hook{Channel: "private:1", Maker: owner, Bot: bot}
	if _, err := w.store.CreateHook(tContext(), auth.HashToken(secret), hook, w.clock()); err != nil {
		w.t.Fatal(err)
	}
}

var _ = addRoleCases(botCases)

func botCases() map[string][]roleCase {
	madeHook := outcome{200, `{"id":3,"channel":"random","bot":"builder","mentions":false,"created_ts":T,"last_used_ts":null,"url":"http://chat.example/hooks/SECRET"}`, "hooks"}
	hiding := func(a answer) string {
		before, _, _ := strings.Cut(shape(a), "/hooks/")
		return before + `/hooks/SECRET"}`
	}
	newest := "SELECT channel || ' ' || sender || ' ' || content FROM messages ORDER BY id DESC"
	bots := "SELECT group_concat(username) FROM users WHERE bot_owner = '{me}' AND username = 'weather'"
	shownAfter := func(table string) outcome { return goesBack("/ui/programs", "presence presence_tabs "+table) }
	hooksAfter := outcome{303, "to /ui/programs", "hooks presence presence_tabs"}
	posted := outcome{200, "ok", "hooks messages"}
	return map[string][]roleCase{
		"GET /bots": {{name: "own", path: "/bots", cast: accounts(says("[]")).but(asOwner, says(`[{"username":"builder"}]`)).but(asMember, says(`[{"username":"pipeline"}]`))}},
		"POST /bots": {
			{name: "new", path: "/bots", body: `{"username":"weather"}`, cast: accounts(does("users")), query: bots, after: "weather"},
			{name: "taken", path: "/bots", body: `{"username":"BOB"}`, cast: accounts(denied(409))},
			{name: "no name", path: "/bots", body: `{"username":""}`, cast: accounts(denied(400))},
		},
		"GET /webhooks": {{name: "own", path: "/webhooks", cast: accounts(says("[]")).
			but(asOwner, says(`[{"id":1,"channel":"private:1","bot":"builder","mentions":false,"created_ts":T,"last_used_ts":null}]`)).
			but(asMember, says(`[{"id":2,"channel":"private:1","bot":"pipeline","mentions":false,"created_ts":T,"last_used_ts":null}]`))}},
		"POST /webhooks": {
			{name: "alice's bot", path: "/webhooks", body: `{"channel":"random","bot":"builder"}`, read: hiding, cast: accounts(denied(404)).but(asOwner, madeHook),
				query: "SELECT maker || channel FROM hooks ORDER BY id DESC", after: "alicerandom"},
			{name: "private", path: "/webhooks", body: `{"channel":"private:1","bot":"builder"}`, read: hiding,
				cast: insiders(denied(404), denied(403)).but(asOwner, outcome{200, strings.Replace(madeHook.body, "random", "private:1", 1), "hooks"})},
			{name: "a conversation", path: "/webhooks", body: `{"channel":"dm:alice:bob","bot":"builder"}`, cast: insiders(denied(400), denied(403))},
			{name: "as a person", path: "/webhooks", body: `{"channel":"random","bot":"alice"}`, cast: accounts(denied(404))},
		},
		"POST /webhooks/:id/end": {
			{name: "alice's", path: "/webhooks/1/end", cast: accounts(denied(404)).but(asOwner, does("hooks")), query: "SELECT group_concat(maker) FROM hooks", after: "bob"},
			{name: "none", path: "/webhooks/999/end", cast: accounts(denied(404))},
		},
		"POST /hooks/:secret": {
			{name: "text", path: program.HookPath + hookSecret, body: `{"text":"*up* &amp; <https://x.example|running>"}`, cast: everyone(posted),
				query: newest, after: "private:1 builder **up** & [running](https://x.example)"},
			{name: "a form", path: program.HookPath + hookSecret, body: `payload=%7B%22text%22%3A%22hi%22%7D`, cast: everyone(posted), query: newest, after: "private:1 builder hi"},
			{name: "no text", path: program.HookPath + hookSecret, body: `{}`, cast: everyone(denied(400))},
			{name: "no payload", path: program.HookPath + hookSecret, body: `text=hi`, cast: everyone(denied(400))},
			{name: "unknown", path: program.HookPath + "other", body: `{"text":"hi"}`, cast: everyone(denied(404))},
		},
		"POST /ui/bots/create": {
			{name: "new", path: "/ui/bots/create", body: "username=weather", cast: accounts(shownAfter("users")), query: bots, after: "weather"},
			{name: "taken", path: "/ui/bots/create", body: "username=alice", cast: accounts(corrected())},
		},
		"POST /ui/webhooks/create": {
			{name: "alice's bot", path: "/ui/webhooks/create", body: "channel=random&bot=builder", read: document,
				cast: accounts(denied(404)).but(asOwner, outcome{200, "page", "hooks presence presence_tabs"})},
			{name: "a conversation", path: "/ui/webhooks/create", body: "channel=dm:alice:bob&bot=builder", cast: insiders(corrected(), denied(403))},
		},
		"POST /ui/webhooks/:id/end": {
			{name: "alice's", path: "/ui/webhooks/1/end", cast: accounts(denied(404)).but(asOwner, hooksAfter)},
			{name: "none", path: "/ui/webhooks/999/end", cast: accounts(denied(404))},
		},
	}
}
