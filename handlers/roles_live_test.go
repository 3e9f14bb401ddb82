package handlers

import "strings"

// fromNothing is the cursor of a page that shows nothing yet.
const fromNothing = "?since=x~0~0~0~0~0~0~0~0~0~0~0~0~0~0"

var _ = addRoleCases(liveCases)

func liveCases() map[string][]roleCase {
	gone := silently("")
	return map[string][]roleCase{
		"GET /ui/live/:channel": {
			{name: "public", path: "/ui/live/general" + fromNothing, read: shownTexts, cast: accounts(says("hello, anyone?"))},
			{name: "private", path: "/ui/live/private:1" + fromNothing, read: shownTexts, cast: insiders(outcome{}, gone).
				but(asMember, says("welcome to the plan, bob is here, after carol")).
				but(asOwner, says("before bob, carol was here, welcome to the plan, bob is here, after carol"))},
			{name: "direct", path: "/ui/live/dm:alice:bob" + fromNothing, read: shownTexts, cast: insiders(says("hi bob"), gone)},
			{name: "none", path: "/ui/live/nowhere" + fromNothing, cast: accounts(gone)},
			{name: "no cursor", path: "/ui/live/general", cast: accounts(denied(400))},
		},
		"GET /ui/events/:channel": {
			{name: "public", path: "/ui/events/general" + fromNothing, read: shownTexts, cast: accounts(says("hello, anyone?"))},
			{name: "private", path: "/ui/events/private:1" + fromNothing, read: shownTexts, cast: insiders(outcome{}, denied(403)).
				but(asMember, says("welcome to the plan, bob is here, after carol")).
				but(asOwner, says("before bob, carol was here, welcome to the plan, bob is here, after carol"))},
			{name: "direct", path: "/ui/events/dm:alice:bob" + fromNothing, read: shownTexts, cast: insiders(says("hi bob"), denied(403))},
			{name: "none", path: "/ui/events/nowhere" + fromNothing, cast: accounts(denied(403))},
			{name: "no cursor", path: "/ui/events/general", cast: accounts(denied(400))},
		},
	}
}

// shownTexts are those of the fixture's messages that an answer shows.
func shownTexts(a answer) string {
	var shown []string
	for _, text := range []string{
		"hello", "before bob", "carol was here", "welcome to the plan", "bob is here", "after carol", "hi bob", "anyone?",
	} {
		if strings.Contains(a.body, text) {
			shown = append(shown, text)
		}
	}
	return strings.Join(shown, ", ")
}
