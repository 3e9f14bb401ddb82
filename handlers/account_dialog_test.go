package handlers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"minimost/handlers/web"
)

func TestTheAccountDialogSaysHowOthersSeeOneselfAndWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	w.now = time.Date(2026, time.March, 4, 17, 30, 0, 0, time.UTC)
	alice.cookies[web.ZoneCookie] = "America/Sao_Paulo"
	why := func(words string) {
		t.Helper()
		alice.hxGet("/ui/account").want(200).contains("How others see you now: </span>" + words + "</p>")
	}
	alice.login("alice", testPassword).want(302)
	why("Offline: no tab is open")
	alice.json("/presence", `{"state":"active","tab":"a"}`).want(204)
	alice.json("/presence", `{"state":"active","tab":"b"}`).want(204)
	why("Online: connected in 2 tabs")
	for choice, words := range map[string]string{
		`{"override":"idle","minutes":30}`:    "Away: you chose Away until 15:00",
		`{"override":"active","minutes":600}`: "Online: you chose Online until 5 March, 00:30",
		`{"override":"offline"}`:              "Offline: you chose Offline until changed",
	} {
		alice.json("/presence/override", choice).want(204)
		why(words)
	}
	alice.json("/presence/override", `{"override":null}`).want(204)
	why("Online: connected in 2 tabs")
	alice.json("/presence", `{"state":"idle","tab":"a"}`).want(204)
	alice.json("/presence", `{"state":"hidden","tab":"b"}`).want(204)
	why("Away: idle in 1 tab")
	w.pass(3 * time.Minute)
	why("Offline: no tab is open")
}

func checked(id string) string {
	return fmt.Sprintf(`id="override-%[1]s" name="override" value="%[1]s" checked`, id)
}

func TestChoosingAnOverride(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.json("/presence", `{"state":"active","tab":"a"}`).want(204)
	alice.hxPost("/ui/presence/override", "override", "idle", "minutes", "60").want(200).
		contains("!"+wholePage, `id="override-picker"`, checked("idle"), `value="60" selected`, "Away: you chose Away until ")
	w.pass(40 * time.Minute)
	alice.hxGet("/ui/account").want(200).contains(checked("idle"), `value="30" selected`)
	alice.hxPost("/ui/presence/override", "override", "offline", "minutes", "").want(200).
		contains(checked("offline"), `value="" selected`, "Offline: you chose Offline until changed")
	alice.form("/ui/presence/override", "override", "auto", "minutes", "30").wantBack("/ui/account")
	alice.get("/ui/account").want(200).contains(wholePage, checked("auto"), "Online: connected in 1 tab")
}

func TestARefusedOverrideIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	for _, minutes := range []string{"0", "-5", "10081", "x", "1.5", "99999999999999999999"} {
		alice.hxPost("/ui/presence/override", "override", "active", "minutes", minutes).want(422).
			contains("!"+wholePage, `id="override-error">Choose 1 minute to 7 days.`, checked("active"))
	}
	alice.form("/ui/presence/override", "override", "idle", "minutes", "0").want(422).
		contains(wholePage, "Choose 1 minute to 7 days.", checked("idle"), `id="sharing"`)
	alice.form("/ui/presence/override", "minutes", "30").want(422).contains("Choose how others see you.")
	alice.form("/ui/presence/override", "override", "asleep").want(422).contains("Choose how others see you.")
	alice.get("/presence/override").wantBody(200, `{"override":null}`)
}

func TestSwitchesThatAreOffAreLeftOutOfTheForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	got := alice.hxPost("/ui/settings", "share_typing", "true").want(200).contains("!"+wholePage, `id="sharing"`)
	if on := strings.Count(got.body, " checked"); on != 1 {
		t.Errorf("%d switches are on", on)
	}
	alice.get("/settings").wantBody(200, `{"share_last_seen":false,"share_receipts":false,"share_typing":true}`)
	alice.form("/ui/settings").wantBack("/ui/account")
	alice.get("/settings").wantBody(200, `{"share_last_seen":false,"share_receipts":false,"share_typing":false}`)
}
