package gallery_test

import (
	"context"
	"html"
	"regexp"
	"strings"
	"testing"

	"minimost/lang"
	"minimost/views"
	"minimost/views/fixtures"
	"minimost/views/gallery"
)

var said = regexp.MustCompile(`>([^<>]+)<|\s(?:aria-label|title|placeholder|alt|data-(?:failed|unreachable|one|many|unsaved|copied|place))="([^"]*)"`)

// ofFixtures are texts that fixtures have, as people and forms would.
var ofFixtures = map[string]bool{
	"A message needs some text.":                true,
	"Back to the chat":                          true,
	"Choose 1 minute to 7 days, or 0.":          true,
	"Choose 1 minute to 7 days.":                true,
	"Choose a picture.":                         true,
	"Choose at least one person.":               true,
	"Choose comfortable or compact.":            true,
	"Choose one emoji, or none.":                true,
	"Choose what is to become of your account.": true,
	"Enter your password.":                      true,
	"Enter your username.":                      true,
	"Add people":                                true,
	"Everybody can find this channel and read what is written here.": true,
	"Set a topic":                     true,
	"Invite people":                   true,
	"Lunch":                           true,
	"Pinned messages":                 true,
	"pinned":                          true,
	"New direct message":              true,
	"Set your status":                 true,
	"That session has ended already.": true,
	"The message was edited elsewhere meanwhile. Your text is not saved: saving it now replaces the other one.": true,
	"The server cannot be reached. Try again in a moment.":                                                      true,
	"The times of a schedule are 00:00 to 23:59.":                                                               true,
	"The two passwords differ.":                                                                                 true,
	"There is a token of that name already. End it first, or choose another name.":                              true,
	"There is no account of that name.":                                                                         true,
	"There is no such time zone.":                                                                               true,
	"This is not your password.":                                                                                true,
	"This is the only public channel. Make another one first.":                                                  true,
	"This is not open to you":                                                                                   true,
	"This conversation can only be read: an account that took part in it was removed.":                          true,
	"This cannot be found":                                                                                      true,
	"Back in a moment":                                                                                          true,
	"Try again":                                                                                                 true,
	"Write to somebody":                                                                                         true,
	"before a day":                                                                                              true,
}

func TestEveryStateIsWhollyInGerman(t *testing.T) {
	const german lang.Language = "de"
	texts := lang.Texts(german)
	for _, e := range fixtures.Entries() {
		t.Run(strings.TrimPrefix(e.URL(), "/gallery/"), func(t *testing.T) {
			var b strings.Builder
			if err := gallery.Document(views.PageProps{}, e).Render(lang.In(context.Background(), german), &b); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), `<html lang="de"`) {
				t.Error("the page does not say that it is in German")
			}
			for _, found := range said.FindAllStringSubmatch(b.String(), -1) {
				text := strings.TrimSpace(html.UnescapeString(found[1] + found[2]))
				if translation, known := texts[text]; known && translation != text && text != e.Title && !ofFixtures[text] {
					t.Errorf("%q is in English", text)
				}
			}
		})
	}
}
