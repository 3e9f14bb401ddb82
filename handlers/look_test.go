package handlers

import (
	"strings"
	"testing"
)

func TestALookIsThereFromTheFirstPaintOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	system, dark := `<meta name="color-scheme" content="light dark">`, `<meta name="color-scheme" content="dark">`
	alice.get("/c/general").want(200).contains(system, `data-density="comfortable"`, "!data-theme")
	alice.form("/ui/look", "theme", "dark", "density", "compact", "skin_tone", "4").wantBack("/ui/account")
	for _, path := range []string{"/c/general", "/ui/account", "/ui/shortcuts", "/ui/switcher"} {
		alice.get(path).contains(dark, `data-theme="dark"`, `data-density="compact"`)
	}
	bob.get("/c/general").contains(system, `data-density="comfortable"`, "!data-theme")
	alice.get("/look").wantBody(200, `{"density":"compact","language":"browser","skin_tone":4,"theme":"dark"}`)
	alice.json("/look", `{"theme":"system"}`).wantBody(200, "ok")
	alice.get("/c/general").contains(system, `data-density="compact"`, "!data-theme")
}

func TestALookThatThereIsNotIsRefused(t *testing.T) {
	t.Parallel()
	alice := newWorld(t).as("alice")
	alice.hxPost("/ui/look", "theme", "light", "density", "compact", "skin_tone", "0").want(200).contains("!"+wholePage, `id="look"`, `value="light" checked`)
	alice.hxPost("/ui/look", "theme", "blue", "density", "compact").want(422).contains("!"+wholePage, `id="look-error"`, `value="light" checked`)
	alice.form("/ui/look", "theme", "light").want(422).contains(wholePage, "Choose comfortable or compact.", `id="sharing"`)
	for _, body := range []string{`{"theme":"blue"}`, `{"density":""}`, `{"theme":"dark","density":"cosy"}`, `{"skin_tone":6}`, `{"skin_tone":-1}`, `{"skin_tone":1.5}`, `{"language":"tlh"}`, `{"language":""}`} {
		alice.json("/look", body).want(400)
	}
	alice.get("/look").wantBody(200, `{"density":"compact","language":"browser","skin_tone":0,"theme":"light"}`)
}

// firstEmoji is the first that a completion offers.
func firstEmoji(a answer) string {
	_, from, _ := strings.Cut(a.body, `data-emoji="`)
	emoji, _, _ := strings.Cut(from, `"`)
	return emoji
}

func TestEmojiAreOfferedInTheReadersSkinTone(t *testing.T) {
	t.Parallel()
	alice := newWorld(t).as("alice")
	alice.hxGet("/ui/emoji?q=tada").want(200).contains(`data-emoji="🎉"`, ":tada:", `role="option"`)
	alice.hxGet("/ui/emoji?q=thumbsup").want(200).contains(`data-emoji="👍"`)
	alice.json("/look", `{"skin_tone":5}`).wantBody(200, "ok")
	alice.hxGet("/ui/emoji?q=%3Athumbsup").want(200).contains(`data-emoji="👍🏿"`)
	for _, nothing := range []string{"", "q=", "q=zzzz", "q=" + strings.Repeat("a", 1000)} {
		alice.hxGet("/ui/emoji?"+nothing).want(200).contains("!data-emoji", `id="emoji-options"`)
	}
}
