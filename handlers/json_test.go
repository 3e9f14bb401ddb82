package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

// numbers stand for ids and times, which differ from run to run.
var longNumber = regexp.MustCompile(`\d{9,}(\.\d+)?`)

func shape(a answer) string { return longNumber.ReplaceAllString(a.body, "T") }

func wantShape(t *testing.T, a answer, want string) {
	t.Helper()
	a.want(200)
	if got := shape(a); got != want {
		t.Errorf("%s:\n%s\nwant\n%s", a.asked, got, want)
	}
}

func TestMessagesInJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/general", "text", "hi\r\nthere").wantBody(200, "ok")
	alice.form("/send/general", "text", "again", "reply_to_id", "1").wantBody(200, "ok")
	alice.form("/send/general", "text", "odd reply", "reply_to_id", "x").wantBody(200, "ok")
	bob.form("/react/1", "reaction", "👍").wantBody(200, `{"👍":["bob"]}`)
	alice.form("/react/1", "reaction", "🎉").wantBody(200, `{"👍":["bob"],"🎉":["alice"]}`)
	alice.form("/react/1", "reaction", "👍").wantBody(200, `{"👍":["bob","alice"],"🎉":["alice"]}`)
	alice.form("/edit/2", "text", "again!").wantBody(200, "ok")
	alice.form("/delete/3").wantBody(200, "ok")

	wantShape(t, bob.get("/message/1"), `{"id":1,"channel":"general","sender":"alice","content":"hi\nthere","content_type":"text","ts":T,"sent_ts":T,`+
		`"edited":0,"edited_ts":null,"deleted":0,"deleted_ts":null,"reply_to_id":null,`+
		`"reactions":"{\"👍\":[\"bob\",\"alice\"],\"🎉\":[\"alice\"]}","reactions_ts":T}`)
	wantShape(t, bob.get("/message/2"), `{"id":2,"channel":"general","sender":"alice","content":"again!","content_type":"text","ts":T,"sent_ts":T,`+
		`"edited":1,"edited_ts":T,"deleted":0,"deleted_ts":null,"reply_to_id":1,"reactions":null,"reactions_ts":null}`)
	var list []map[string]any
	if err := json.Unmarshal([]byte(bob.get("/messages/general").want(200).body), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 3 {
		t.Fatalf("%d messages", len(list))
	}
	if got := list[2]; got["deleted"] != 1.0 || got["content"] != "" || got["deleted_ts"] == nil {
		t.Errorf("the tombstone is %v", got)
	}
	for path, want := range map[string]int{
		"/messages/general?after=x":                       3,
		"/messages/general?after=NaN":                     3,
		"/messages/general?after=-5":                      3,
		"/messages/general?after=9999999999":              0,
		"/messages/general?limit=1":                       1,
		"/messages/general?after=1&limit=1":               3,
		"/messages/general?limit=-1":                      3,
		"/messages/general?limit=99999999999999999999999": 3,
		"/messages_before/general?before=9999999999":      2,
		"/messages_before/general?before=0":               0,
	} {
		if err := json.Unmarshal([]byte(bob.get(path).want(200).body), &list); err != nil || len(list) != want {
			t.Errorf("%s: %d messages, want %d, %v", path, len(list), want, err)
		}
	}
	for path, status := range map[string]int{
		"/messages_before/general":            400,
		"/messages_before/general?before=x":   400,
		"/messages_before/general?before=inf": 400,
		"/messages/nowhere":                   403,
		"/messages/dm:alice:mallory":          403,
		"/messages/dm:bob:alice":              403,
		"/messages/private:x":                 403,
		"/messages/%ff":                       403,
		"/message/9":                          404,
		"/message/x":                          404,
		"/message/99999999999999999999":       404,
		"/channel_members/private:1":          403,
		"/last_read/nowhere":                  403,
		"/read_receipts/nowhere":              403,
		"/read_receipts/nowhere/1":            403,
		"/read_receipts/general/x":            404,
		"/private_channels/x/members":         403,
		"/private_channels/1/members":         403,
	} {
		bob.get(path).want(status)
	}
}

func TestChangesOfMessagesThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/general", "text", "hi").want(200)
	alice.form("/send/general", "text", "bye").want(200)
	alice.form("/delete/2").want(200)
	for _, try := range []struct {
		path, field, value string
		status             int
	}{
		{"/send/general", "text", " \n ", 400},
		{"/send/general", "", "", 400},
		{"/send/general?text=query", "", "", 400},
		{"/send/general", "text", "\xff", 400},
		{"/send/general", "text", strings.Repeat("é", chat.MaxMessageChars+1), 413},
		{"/send/general", "text", strings.Repeat("é", chat.MaxMessageChars), 200},
		{"/send/nowhere", "text", "x", 403},
		{"/send/dm:bob:nobody", "text", "x", 400},
		{"/send/dm:bob:alice", "text", "x", 400},
		{"/send/private:7", "text", "x", 403},
		{"/edit/1", "text", "mine now", 403},
		{"/edit/x", "text", "mine now", 403},
		{"/delete/1", "", "", 403},
		{"/delete/99999999999999999999", "", "", 403},
		{"/react/1", "reaction", "x", 400},
		{"/react/1", "", "", 400},
		{"/react/1?reaction=%F0%9F%91%8D", "", "", 400},
		{"/react/2", "reaction", "👍", 404},
		{"/react/x", "reaction", "👍", 404},
		{"/mark_read/general", "up_to", "x", 400},
		{"/mark_read/general", "up_to", "", 400},
		{"/mark_read/general", "up_to", "0", 204},
		{"/mark_read/nowhere", "up_to", "0", 403},
		{"/mark_read/nowhere", "", "", 403},
	} {
		if got := bob.form(try.path, try.field, try.value); got.status != try.status {
			t.Errorf("%s with %q: status %d, want %d: %s", try.path, try.field, got.status, try.status, got.body)
		}
	}
	alice.form("/edit/1", "text", "").want(400)
	alice.form("/edit/2", "text", "x").want(409)
	alice.form("/delete/2").want(409)
	bob.get("/last_read/general").wantBody(200, `{"last_read_ts":null}`)
}

func TestMultipartFormsAreReadToo(t *testing.T) {
	t.Parallel()
	alice := newWorld(t).as("alice")
	body := "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nfrom a form\r\n--b--\r\n"
	alice.do(fiber.MethodPost, "/send/general", body, "Content-Type", "multipart/form-data; boundary=b").want(200)
	alice.do(fiber.MethodPost, "/send/general", "no form", "Content-Type", "multipart/form-data").want(400)
	if got := alice.get("/message/1").want(200); !strings.Contains(got.body, "from a form") {
		t.Error(got.body)
	}
}

func TestReceiptsInJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/general", "text", "hi").want(200)
	bob.get("/channel_unreads").wantBody(200, `{"general":1,"random":0}`)
	bob.form("/mark_read/general").wantBody(204, "")
	wantShape(t, alice.get("/read_receipts/general"), `{"bob":T}`)
	wantShape(t, alice.get("/read_receipts/general/1"), `[{"reader":"bob","read_ts":T}]`)
	wantShape(t, bob.get("/last_read/general"), `{"last_read_ts":T}`)
	alice.get("/read_receipts/random").wantBody(200, `{}`)
	alice.get("/read_receipts/random/1").want(404)
	bob.get("/channel_unreads").wantBody(200, `{"general":0,"random":0}`)
}

func TestPrivateChannelsInJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	alice.get("/private_channels").wantBody(200, `[]`)
	alice.json("/private_channels/create", `{"name":" plans ","members":["BOB","nobody"],"more":1}`).
		wantBody(200, `{"id":1,"channel":"private:1","name":"plans"}`)
	alice.json("/private_channels/create", `{"name":"solo","members":null}`).want(200)
	wantShape(t, bob.get("/private_channels"), `[{"id":1,"channel":"private:1","name":"plans","unread":0,"members":["alice","bob"]}]`)
	wantShape(t, bob.get("/private_channels/1/members"),
		`[{"username":"alice","role":"owner","joined_ts":T},{"username":"bob","role":"member","joined_ts":T}]`)
	for _, try := range []struct {
		who        *browser
		path, body string
		status     int
	}{
		{alice, "/private_channels/create", `{}`, 400},
		{alice, "/private_channels/create", `{"name":5}`, 400},
		{alice, "/private_channels/create", `{"name":"x","members":"bob"}`, 400},
		{alice, "/private_channels/create", `{"name":"x","members":[null]}`, 400},
		{alice, "/private_channels/create", `["x"]`, 400},
		{alice, "/private_channels/create", ``, 400},
		{alice, "/private_channels/create", "{\"name\":\"\xff\"}", 400},
		{carol, "/private_channels/1/rename", `{"name":"x"}`, 403},
		{carol, "/private_channels/x/rename", `{"name":"x"}`, 403},
		{carol, "/private_channels/99999999999999999999/leave", ``, 403},
		{bob, "/private_channels/1/rename", `{"name":""}`, 400},
		{bob, "/private_channels/1/rename", `{"name":"better"}`, 200},
		{bob, "/private_channels/1/add_member", `{"username":"nobody"}`, 404},
		{bob, "/private_channels/1/add_member", `{"username":"Alice"}`, 409},
		{bob, "/private_channels/1/add_member", `{"username":"carol","history":"some"}`, 400},
		{bob, "/private_channels/1/add_member", `{"username":"carol","history":"all"}`, 200},
		{carol, "/private_channels/1/remove_member", `{"username":"bob"}`, 403},
		{alice, "/private_channels/1/remove_member", `{"username":"nobody"}`, 404},
		{alice, "/private_channels/1/remove_member", `{"username":"carol"}`, 200},
		{carol, "/private_channels/1/leave", ``, 403},
		{bob, "/private_channels/1/archive", ``, 403},
		{bob, "/private_channels/1/leave", ``, 200},
		{alice, "/private_channels/1/archive", ``, 200},
		{alice, "/private_channels/1/archive", ``, 403},
	} {
		got := try.who.json(try.path, try.body)
		if got.status != try.status || got.status == 200 && got.body != "ok" {
			t.Errorf("%s with %s: %d %q, want %d", try.path, try.body, got.status, got.body, try.status)
		}
	}
}

func TestDirectChannelsInJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.get("/dms").wantBody(200, `[]`)
	alice.form("/send/dm:alice:bob", "text", "hi").want(200)
	alice.form("/send/dm%3Aalice%3Abob", "text", "hi").want(200)
	bob.get("/dms").wantBody(200, `[{"channel":"dm:alice:bob","users":["alice"],"unread":2}]`)
	bob.get("/unread_count").wantBody(200, `{"count":2}`)
	bob.get("/channel_members/dm:alice:bob").wantBody(200, `["alice"]`)
	bob.json("/dms/close", `{"channel":"dm:alice:bob"}`).wantBody(200, "ok")
	bob.get("/dms").wantBody(200, `[]`)
	bob.json("/dms/close", `{"channel":"general"}`).want(400)
	bob.json("/dms/close", `{"channel":"dm:alice:carol"}`).want(403)
	bob.json("/dms/close", `{}`).want(400)
}

func TestAccountsAndSettingsInJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	w.account("bob")
	alice.get("/users").wantBody(200, `["bob"]`)
	alice.get("/channels").wantBody(200, `["general","random"]`)
	alice.get("/settings").wantBody(200, `{"share_last_seen":true,"share_receipts":true,"share_typing":true}`)
	alice.json("/settings", `{"share_typing":false}`).wantBody(200, "ok")
	alice.get("/settings").wantBody(200, `{"share_last_seen":true,"share_receipts":true,"share_typing":false}`)
	alice.json("/settings", `{"share_receipts":false,"share_typing":true}`).wantBody(200, "ok")
	alice.get("/settings").wantBody(200, `{"share_last_seen":true,"share_receipts":false,"share_typing":true}`)
	for _, body := range []string{`{}`, `[]`, ``, `{"share_typing":1}`, `{"share_typing":null}`, `{"share_typing":true,"share_receipts":"no"}`} {
		alice.json("/settings", body).want(400)
	}
	alice.get("/settings").wantBody(200, `{"share_last_seen":true,"share_receipts":false,"share_typing":true}`)
}

func TestPresenceInJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.get("/online_users").wantBody(200, `{}`)
	for _, body := range []string{``, `5`, `null`, `{}`, `{"state":"away"}`, `{"state":1}`, `{"State":"active"}`,
		`{"state":"active","tab":5}`, `{"state":"active","tab":"` + strings.Repeat("x", 65) + `"}`, "{\"state\":\"active\",\"tab\":\"\xff\"}"} {
		alice.json("/presence", body).wantBody(204, "")
	}
	bob.get("/online_users").wantBody(200, `{}`)
	alice.json("/presence", `{"state":"hidden","tab":"`+strings.Repeat("x", 64)+`","more":[]}`).wantBody(204, "")
	bob.get("/online_users").wantBody(200, `{"alice":"hidden"}`)
	alice.json("/presence", `{"state":"active"}`).want(204)
	bob.get("/online_users").wantBody(200, `{"alice":"active"}`)

	for _, body := range []string{``, `{}`, `{"Override":"idle"}`, `{"override":"hidden"}`, `{"override":5}`, `{"override":"idle","minutes":0}`,
		`{"override":"idle","minutes":10081}`, `{"override":"idle","minutes":1.5}`, `{"override":"idle","minutes":"5"}`} {
		alice.json("/presence/override", body).wantBody(204, "")
		alice.get("/presence/override").wantBody(200, `{"override":null}`)
	}
	alice.json("/presence/override", `{"override":"idle","minutes":10080}`).want(204)
	alice.get("/presence/override").wantBody(200, `{"override":"idle"}`)
	bob.get("/online_users").wantBody(200, `{"alice":"idle"}`)
	for _, automatic := range []string{`null`, `""`, `"auto"`} {
		alice.json("/presence/override", `{"override":"offline"}`).want(204)
		alice.json("/presence/override", `{"override":`+automatic+`,"minutes":-1}`).want(204)
		alice.get("/presence/override").wantBody(200, `{"override":null}`)
	}
	alice.json("/presence/override", `{"override":"idle","minutes":1}`).want(204)
	w.pass(time.Minute + time.Microsecond)
	alice.get("/presence/override").wantBody(200, `{"override":null}`)
}

func TestTypingInJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.do(fiber.MethodPost, "/typing/general", "").wantBody(204, "")
	alice.get("/typing/general").wantBody(200, `[]`)
	bob.get("/typing/general").wantBody(200, `["alice"]`)
	alice.do(fiber.MethodDelete, "/typing/general", "").wantBody(204, "")
	bob.get("/typing/general").wantBody(200, `[]`)
	for _, channel := range []string{"nowhere", "private:1", "dm:bob:carol", "dm:b:a", "%ff"} {
		alice.do(fiber.MethodPost, "/typing/"+channel, "").wantBody(204, "")
		alice.do(fiber.MethodDelete, "/typing/"+channel, "").wantBody(204, "")
		alice.get("/typing/"+channel).wantBody(200, `[]`)
	}
}

func TestSilentRoutesSayNothingWithoutASession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nobody, alice := w.browser(), w.as("alice")
	nobody.json("/presence", `{"state":"active"}`).wantBody(204, "")
	nobody.json("/presence/override", `{"override":"idle"}`).wantBody(204, "")
	nobody.get("/presence/override").wantBody(200, `{"override":null}`)
	nobody.do(fiber.MethodPost, "/typing/general", "").wantBody(204, "")
	nobody.do(fiber.MethodDelete, "/typing/general", "").wantBody(204, "")
	nobody.get("/typing/general").wantBody(200, `[]`)
	alice.get("/typing/general").wantBody(200, `[]`)
	alice.get("/online_users").wantBody(200, `{}`)
}

// brokenStore fails where access is checked.
type brokenStore struct {
	Store
	err error
}

func (b brokenStore) StartTyping(context.Context, string, string, time.Time) error { return b.err }

func (b brokenStore) Typing(context.Context, string, time.Time) ([]chat.Typing, error) {
	return nil, b.err
}

func (b brokenStore) MessagesAfter(context.Context, string, string, chat.Stamp, int) ([]chat.Message, error) {
	return nil, b.err
}

func TestInternalFailureIsUnavailableEvenOnSilentRoutes(t *testing.T) {
	t.Parallel()
	for _, err := range []error{errors.New("no such table: secret"), context.DeadlineExceeded, chat.Errorf(chat.Unavailable, "Later.")} {
		w := newWorld(t)
		w.asks.Store = brokenStore{w.asks.Store, err}
		alice := w.as("alice")
		for _, got := range []answer{
			alice.do(fiber.MethodPost, "/typing/general", ""),
			alice.get("/typing/general"),
			alice.get("/messages/general"),
		} {
			if got.status != 503 || got.body == "" || strings.Contains(got.body, "secret") {
				t.Errorf("%v: %s answers %d %q", err, got.asked, got.status, got.body)
			}
		}
	}
}

func TestNumbersAreNeverRounded(t *testing.T) {
	t.Parallel()
	for _, ts := range []float64{1716000001.456, 1716000001.4567893, 1716000001, 5e-324} {
		text, err := json.Marshal(web.Stamp(ts))
		if err != nil {
			t.Fatal(err)
		}
		if back, err := strconv.ParseFloat(string(text), 64); err != nil || back != ts {
			t.Errorf("%v became %s", ts, text)
		}
	}
}

// TestSettingsChangedAtOnceAreBothKept: the other switch is turned while the
// first is on its way to the store.
func TestSettingsChangedAtOnceAreBothKept(t *testing.T) {
	t.Parallel()
	store := &slowSettings{}
	w := newWorld(t)
	store.Store = w.asks.Store
	w.asks.Store = store
	alice := w.as("alice")
	store.meanwhile = func() { alice.json("/settings", `{"share_receipts": false}`).want(200) }
	alice.json("/settings", `{"share_typing": false}`).want(200)
	alice.get("/settings").wantBody(200, `{"share_last_seen":true,"share_receipts":false,"share_typing":false}`)
}

// slowSettings is a store to which settings are long on their way once.
type slowSettings struct {
	Store
	meanwhile func()
}

func (s *slowSettings) SaveSettings(ctx context.Context, username string, change chat.SettingsChange, now time.Time) error {
	if happens := s.meanwhile; happens != nil {
		s.meanwhile = nil
		happens()
	}
	return s.Store.SaveSettings(ctx, username, change, now)
}
