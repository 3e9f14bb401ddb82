package handlers

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/liveness"
	"minimost/push"
)

// fromNothing is the cursor of a page that shows nothing yet.
const fromNothing = "?since=x~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0"

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
		"GET /ui/live": {
			{name: "a page without a channel", path: "/ui/live", cast: accounts(silently(""))},
			{name: "its sidebar", path: "/ui/live" + fromNothing + "&shows=/", read: shownPrivate, cast: insiders(says("plan"), says(""))},
			{name: "activity", path: "/ui/live" + fromNothing + "&shows=/activity", read: shownTexts, cast: accounts(says("")).
				but(asMember, says("welcome to the plan")).but(asOwner, says("after carol"))},
			{name: "no cursor", path: "/ui/live?shows=/activity", cast: accounts(denied(400))},
		},
		"GET /ui/socket": {
			{name: "a page without a channel", path: "/ui/socket", read: shownTexts, cast: accounts(opens(""))},
			{name: "its sidebar", path: "/ui/socket" + fromNothing + "&shows=/", read: shownPrivate, cast: insiders(opens("plan"), opens(""))},
			{name: "activity", path: "/ui/socket" + fromNothing + "&shows=/activity", read: shownTexts, cast: accounts(opens("")).
				but(asMember, opens("welcome to the plan")).but(asOwner, opens("after carol"))},
			{name: "no cursor", path: "/ui/socket?shows=/activity", cast: accounts(denied(400))},
		},
		"GET /ui/socket/:channel": {
			{name: "public", path: "/ui/socket/general" + fromNothing, read: shownTexts, cast: accounts(opens("hello, anyone?"))},
			{name: "private", path: "/ui/socket/private:1" + fromNothing, read: shownTexts, cast: insiders(outcome{}, denied(403)).
				but(asMember, opens("welcome to the plan, bob is here, after carol")).
				but(asOwner, opens("before bob, carol was here, welcome to the plan, bob is here, after carol"))},
			{name: "direct", path: "/ui/socket/dm:alice:bob" + fromNothing, read: shownTexts, cast: insiders(opens("hi bob"), denied(403))},
			{name: "none", path: "/ui/socket/nowhere" + fromNothing, cast: accounts(denied(403))},
			{name: "no cursor", path: "/ui/socket/general", cast: accounts(denied(400))},
		},
	}
}

// opens is the outcome of a socket on which some texts come.
func opens(texts string) outcome { return outcome{101, texts, ""} }

// deaf takes no notice of sockets.
type deaf struct{ web.Liveness }

func (deaf) Opened(context.Context, push.Holder, chat.State, int64, time.Time)   {}
func (deaf) Reported(context.Context, push.Holder, chat.State, int64, time.Time) {}
func (deaf) Said(context.Context, push.Holder, chat.Word, int64, time.Time)      {}
func (deaf) Heard(push.Holder, time.Time)                                        {}
func (deaf) Overdue(push.Holder, time.Time)                                      {}
func (deaf) Ended(context.Context, push.Holder, push.End, time.Time)             {}

func deafly(c *config) {
	began := time.Now()
	c.Liveness = deaf{liveness.New(c.Store, c.Now, func() time.Duration { return time.Since(began) }, cmp.Or(c.Logger, slog.New(slog.DiscardHandler)))}
}

// shownPrivate is whether an answer names the private channel of the fixture.
func shownPrivate(a answer) string {
	if strings.Contains(a.body, "/c/private:1") {
		return "plan"
	}
	return ""
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
