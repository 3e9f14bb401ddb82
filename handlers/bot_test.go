package handlers

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"minimost/handlers/program"
	"minimost/handlers/web"

	"minimost/auth"
	"minimost/chat"
)

// program acts by a new token of a bot, or of the owner's own account with bot "".
func (b *browser) program(bot, scope string) *browser {
	b.w.t.Helper()
	secret := tokenSecret.FindString(b.json("/tokens", `{"name":"`+bot+scope+`","scope":"`+scope+`","bot":"`+bot+`"}`).want(200).body)
	return &browser{w: b.w, cookies: map[string]string{}, token: secret}
}

func TestABotPostsAndReadsAndIsNeverPresent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.json("/bots", `{"username":"builder"}`).wantBody(200, "ok")
	bot := alice.program("builder", "write")
	bot.form("/send/general", "text", "**up**").wantBody(200, "ok")
	bot.form("/react/1", "reaction", "👍").want(200)
	bot.get("/messages/general").want(200).contains(`"sender":"builder"`, `👍`)
	for _, refused := range [][2]string{
		{"/presence", `{"state":"active"}`}, {"/presence/override", `{"override":"active"}`}, {"/typing/general", ""}, {"/mark_read/general", ""},
		{"/private_channels/create", `{"name":"own"}`}, {"/tokens", `{"name":"more","scope":"write"}`}, {"/bots", `{"username":"more"}`},
	} {
		wantSentence(t, bot.json(refused[0], refused[1]).want(403))
	}
	bot.do("DELETE", "/typing/general", "").want(403)
	alice.get("/online_users").want(200).contains("!builder")
	alice.get("/typing/general").wantBody(200, "[]")
	alice.get("/c/general").want(200).contains(`presence-dot--bot`, `class="bot-mark"`)
	alice.hxGet("/ui/channels/general/members").want(200).contains(`class="bot-mark"`)
	w.browser().login("builder", "").want(422)
	w.browser().login("builder", testPassword).want(422)
}

func TestNobodyWaitsForABotToReadAndItOwnsNoChannel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/bots", `{"username":"builder"}`).want(200)
	alice.json("/private_channels/create", `{"name":"plans","members":["builder","bob"]}`).want(200)
	alice.form("/send/private:1", "text", "hello").want(200)
	alice.hxGet("/ui/receipts/1").want(200).contains("bob", "!builder")
	bob.json("/private_channels/1/leave", "").want(200)
	alice.json("/private_channels/1/leave", "").want(200)
	if _, err := w.store.PrivateChannel(tContext(), "builder", 1); chat.CodeOf(err) != chat.Forbidden {
		t.Errorf("a channel of bots alone: %v", err)
	}
}

func TestATokenOfABotEndsWithItsOwner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/bots", `{"username":"builder"}`).want(200)
	wantSentence(t, bob.json("/tokens", `{"name":"theft","scope":"write","bot":"builder"}`).want(404))
	wantSentence(t, bob.json("/tokens", `{"name":"theft","scope":"write","bot":"alice"}`).want(404))
	bot, own := alice.program("builder", "read"), alice.program("", "read")
	bot.get("/channels").want(200)
	own.get("/channels").want(200)
	// A new password ends what she had, and not what the bot has.
	if err := w.store.CreateResetToken(tContext(), auth.HashResetToken("t"), "alice", chat.StampOf(w.clock().Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	if err := w.store.UseResetToken(tContext(), auth.HashResetToken("t"), testHash(), w.clock()); err != nil {
		t.Fatal(err)
	}
	own.get("/channels").want(401)
	bot.get("/channels").want(200)
	w.change("DELETE FROM users WHERE username = 'alice'")
	eventually(t, "the bot's token has ended", func() bool { return bot.get("/channels").status == 401 })
}

func TestTheUseOfATokenIsWrittenSeldom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	program := alice.program("", "read")
	used := func() chat.Stamp {
		tokens, err := w.store.Tokens(tContext(), "alice")
		if err != nil || len(tokens) != 1 {
			t.Fatal(tokens, err)
		}
		return tokens[0].LastUsedTS
	}
	program.get("/channels").want(200)
	first := used()
	if first.Sub(chat.StampOf(w.clock())).Abs() > time.Second {
		t.Errorf("used %v at %v", first, w.clock())
	}
	w.pass(chat.TokenUseEvery - time.Minute)
	program.get("/channels").want(200)
	if used() != first {
		t.Error("written again at once")
	}
	w.pass(2 * time.Minute)
	program.get("/channels").want(200)
	if used() == first {
		t.Error("not written after a while")
	}
}

func TestATokenSharesTheLimitsOfItsAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited)
	alice, bob := w.as("alice"), w.as("bob")
	program, other := alice.program("", "write"), bob.program("", "write")
	alice.w.server.Limits.Of(web.Sending, "alice").AllowN(w.clock(), web.Allowances[web.Sending].Burst)
	program.form("/send/general", "text", "x").want(429)
	alice.form("/send/general", "text", "x").want(429)
	other.form("/send/general", "text", "x").want(200)
}

// A page of another site can make a browser show its cookie, but no token.
func TestATokenCountsWithoutLookingAtTheSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	program := alice.program("", "write")
	program.cookies = bob.cookies
	program.do(post, "/send/general", "text=hi", "Content-Type", "application/x-www-form-urlencoded", "Origin", "https://app.example").want(200)
	alice.get("/messages/general").contains(`"sender":"alice"`, "!bob")
}

func TestAWebhookPostsByTheRightsOfItsMaker(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t, limited)
	alice := p.as(asOwner)
	call := func(secret string) answer { return p.browser().json(program.HookPath+secret, `{"text":"*up*"}`) }
	call("bobs").wantBody(200, "ok")
	alice.json("/private_channels/1/remove_member", `{"username":"bob"}`).want(200)
	before := p.dump()
	call("bobs").wantBody(404, program.ChannelNotFound)
	call("nobodys").wantBody(404, program.HookNotFound)
	p.browser().json(program.HookPath+hookSecret, `{"text":"`+strings.Repeat("x", chat.MaxMessageChars+1)+`"}`).wantBody(413, "msg_too_long")
	p.browser().json(program.HookPath+hookSecret, `{"text":"\u200b"}`).wantBody(400, "no_text")
	p.unchanged(before, "refused webhooks")
	alice.json("/private_channels/1/add_member", `{"username":"bob"}`).want(200)
	call("bobs").wantBody(200, "ok")
	for p.server.Limits.Of(web.Sending, "builder").AllowN(p.clock(), 1) {
	}
	if limited := call(hookSecret); limited.status != 429 || limited.body != program.RateLimited || limited.header.Get("Retry-After") == "" {
		t.Errorf("a flood: %d %q", limited.status, limited.body)
	}
	call("bobs").wantBody(200, "ok")
	alice.json("/private_channels/1/archive", "").want(200)
	call("bobs").wantBody(404, program.ChannelNotFound)
	p.change("DELETE FROM users WHERE username = 'bob'")
	call("bobs").wantBody(404, program.HookNotFound)
}

// TestABlockHoldsForBotsAndWebhooks: who is blocked does not come back as a program.
func TestABlockHoldsForBotsAndWebhooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.json("/bots", `{"username":"Robot"}`).want(200)
	robot := bob.program("robot", "write")
	hook := bob.json("/webhooks", `{"channel":"general","bot":"ROBOT","mentions":true}`).want(200).contains(`"bot":"Robot"`)
	path := hookAddress.FindString(hook.body)
	robot.form("/send/dm:Robot:alice", "text", "before").want(200)
	alice.get("/dms").want(200).contains("dm:Robot:alice")
	alice.json("/presence", `{"state":"active","tab":"t"}`).want(204)
	robot.get("/online_users").want(200).contains(`"alice":"active"`)
	alice.json("/blocks/add", `{"username":"bob"}`).want(200)
	alice.get("/blocks").want(200).contains(`"username":"bob"`, "!Robot")
	alice.get("/ui/blocks").want(200).contains("bob", "!Robot")
	robot.form("/send/dm:Robot:alice", "text", "after").want(200)
	robot.form("/send/general", "text", "@alice look").want(200)
	w.browser().json(path, `{"text":"@alice again"}`).want(200)
	alice.get("/dms").wantBody(200, "[]")
	alice.get("/mentions").wantBody(200, "[]")
	robot.get("/online_users").want(200).contains(`"alice":"offline"`)
	alice.get("/c/general").want(200).contains("A message of somebody you have blocked")
	alice.json("/blocks/remove", `{"username":"bob"}`).want(200)
	alice.get("/dms").want(200).contains("dm:Robot:alice")
}

var hookAddress = regexp.MustCompile(`/hooks/[A-Za-z0-9_-]+`)
