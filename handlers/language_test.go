package handlers

import (
	"net/url"
	"strings"
	"testing"
)

const (
	accept  = "Accept-Language"
	germans = "de-AT,de;q=0.9,en;q=0.8"
)

func TestPagesAreInTheLanguageOfTheBrowserOrTheAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.browser().get("/login", accept, germans).want(200).contains(`<html lang="de"`, "Anmelden", "!Log in")
	w.browser().get("/login", accept, "fr, en;q=0.5").want(200).contains(`<html lang="en"`, "Log in")
	alice := w.as("alice")
	alice.get("/c/general", accept, germans).want(200).contains(`<html lang="de"`, "Private Kanäle", "Hier beginnt general", "!Private channels")
	alice.get("/c/general").want(200).contains(`<html lang="en"`, "Private channels")

	alice.json("/look", `{"language":"de"}`).wantBody(200, "ok")
	alice.get("/c/general", accept, "en-US").want(200).contains(`<html lang="de"`, "Private Kanäle")
	alice.get("/ui/account").want(200).contains(`value="de" checked`, "Wie im Browser")
	alice.json("/look", `{"language":"browser"}`).wantBody(200, "ok")
	alice.get("/c/general", accept, "en-US").want(200).contains(`<html lang="en"`)
}

func TestAnotherLanguageDrawsThePageAnew(t *testing.T) {
	t.Parallel()
	alice := newWorld(t).as("alice")
	a := alice.hxPost("/ui/look", "theme", "light", "density", "compact", "skin_tone", "0", "language", "de").want(204)
	if a.header.Get("HX-Refresh") != "true" {
		t.Error("the page stays in the language that it was in")
	}
	alice.hxPost("/ui/look", "theme", "dark", "density", "compact", "skin_tone", "0", "language", "de").want(200).contains(`id="look"`, "Dichte")
	alice.hxPost("/ui/look", "theme", "dark", "density", "compact", "skin_tone", "0").want(200).contains(`value="de" checked`)
	alice.hxPost("/ui/look", "theme", "dark", "density", "compact", "skin_tone", "0", "language", "tlh").want(422).contains("Wähle eine Sprache, die es gibt.")
}

func TestErrorsAreSaidInTheReadersLanguageAndToProgramsInEnglish(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.browser().form("/login", "username", "nobody", "password", "").want(422).contains("Enter your password.")
	alice := w.as("alice")
	alice.json("/look", `{"language":"de"}`).wantBody(200, "ok")
	alice.get("/c/nowhere", "Accept", "text/html").want(403).contains("Das steht dir nicht offen", "Du hast keinen Zugang zu diesem Kanal.", "Zurück zum Chat")
	alice.hxPost("/ui/pin/99", "keep", "true").want(404).contains("Diese Nachricht gibt es nicht.")
	alice.hxPost("/ui/channels/create", "name", "Not a name").want(422).contains("Der Name eines öffentlichen Kanals")
	alice.hxPost("/ui/private_channels/create", "name", strings.Repeat("x", 81)).want(422).contains("Name (Kanal): höchstens 80 Zeichen, hier sind es 81.")
	alice.json("/send/general", `{"text":""}`).want(400).contains("A message needs some text.")
	alice.get("/messages/nowhere").want(403).contains("You have no access to this channel.")
}

// TestWhatIsDrawnOnceIsDrawnForEachLanguage: a message is kept as it was drawn, with the times in it.
func TestWhatIsDrawnOnceIsDrawnForEachLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	languages := map[*browser]string{bob: germans, carol: "en"}
	cursors := map[*browser]string{bob: bob.cursorOf("general"), carol: carol.cursorOf("general")}
	alice.form("/ui/channels/general/topic", "topic", "Bread").want(303)
	alice.form("/send/general", "text", "hello").want(200)
	for b, words := range map[*browser][]string{
		bob:   {"alice hat geändert, worum es in diesem Kanal geht", ">Heute<", "!alice changed", "!>Today<"},
		carol: {"alice changed what this channel is about", ">Today<", "!alice hat", "!>Heute<"},
	} {
		b.get("/ui/live/general?since="+cursors[b], accept, languages[b], "Time-Zone", "Europe/Vienna").want(200).contains(words...)
	}
}

func TestEmojiAreCalledInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/look", `{"language":"de"}`).wantBody(200, "ok")
	alice.form("/send/general", "text", "ready").want(200)
	bob.form("/react/1", "reaction", "👍").want(200)
	alice.get("/c/general").want(200).contains("bob hat mit 👍 Daumen hoch reagiert", "/vendor/emoji/de.json", "/i18n/de.js", "!thumbs up")
	bob.get("/c/general").want(200).contains("You reacted with 👍 thumbs up", "/vendor/emoji/en.json", "!/i18n/", "!Daumen")
	alice.get("/ui/react/1").want(200).contains("👍 Daumen hoch", "!thumbs up")

	for typed, shown := range map[string]string{"daumen_h": ":daumen_hoch:", "hoch": ":daumen_hoch:", "thumbsup": ":thumbsup:"} {
		alice.hxGet("/ui/emoji?q="+typed).want(200).contains(`data-emoji="👍"`, shown)
	}
	for _, typed := range []string{"häkchen", "HAEKCHEN"} {
		alice.hxGet("/ui/emoji?"+url.Values{"q": {typed}}.Encode()).want(200).contains(`data-emoji="✅"`, ":weisses_haekchen:")
	}
	bob.hxGet("/ui/emoji?q=daumen").want(200).contains("!data-emoji")
	bob.form("/send/general", "text", ":rakete: :rocket: :daumen:").want(200)
	bob.get("/c/general").want(200).contains("🚀", "!:rakete:<", ":daumen:")
}
