package presence

import (
	"context"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
)

type presenceStore interface {
	ReportPresence(ctx context.Context, user, session, tab string, state chat.State, now time.Time) error
	// ChooseOverride sets an override for minutes or, with 0, until changed.
	ChooseOverride(ctx context.Context, user string, o chat.Override, minutes int, now time.Time) error
	// EndSession is what a logout does to presence; session is a hash.
}

func (h *Handlers) ReportPresence(r *web.Request) error {
	report, ok := parseReport(r)
	if !ok || !r.LoggedIn() {
		return web.NoContent(r)
	}
	return web.Quietly(r, h.report(r, report))
}

// presenceReport is the body of a report.
type presenceReport struct {
	state        chat.State
	tab, follows string
	goes         chat.Word // where the state is Offline
	word         int64     // its number, 0 for a client that does not count
}

// report records what a tab reports, unless its session ends meanwhile.
func (h *Handlers) report(r *web.Request, report presenceReport) error {
	page := r.Holder(report.tab, report.follows)
	switch {
	case report.word == 0:
		err := h.store.ReportPresence(r.Ctx, page.User, page.Session, page.Tab, report.state, r.Now)
		if err != nil {
			return err
		}
	case report.state == chat.Offline:
		h.Liveness.Left(r.Ctx, page, report.goes, report.word, r.Now)
	default:
		h.Liveness.Polled(r.Ctx, page, report.state, report.word, r.Now)
	}
	return h.UnlessEnded(r)
}

// parseReport reads {"state", "tab"?, "n"?, "word"?, "follows"?}; a report without
// a tab is the tab "", and has no number.
func parseReport(r *web.Request) (report presenceReport, ok bool) {
	body, err := r.JSONBody()
	if err != nil {
		return report, false
	}
	name, _, stateErr := web.Member[string](body, "state")
	report.tab, _, err = web.Member[string](body, "tab")
	report.follows, _, _ = web.Member[string](body, "follows")
	word, _, _ := web.Member[string](body, "word")
	report.word, _, _ = web.Member[int64](body, "n")
	if report.tab == "" || report.word < 0 {
		report.word = 0
	}
	if word == "going-on" {
		report.goes = chat.GoingOn
	}
	var known bool
	report.state, known = chat.ParseState(name)
	return report, stateErr == nil && err == nil && known && max(len(report.tab), len(report.follows)) <= chat.MaxTabBytes
}

func (h *Handlers) ChooseOverride(r *web.Request) error {
	override, minutes, ok := parseOverride(r)
	if !ok || !r.LoggedIn() {
		return web.NoContent(r)
	}
	return web.Quietly(r, h.store.ChooseOverride(r.Ctx, r.User.Username, override, minutes, r.Now))
}

// parseOverride reads {"override", "minutes"?}. Null is Automatic, which has no
// use for minutes.
func parseOverride(r *web.Request) (override chat.Override, minutes int, ok bool) {
	body, err := r.JSONBody()
	if err != nil {
		return "", 0, false
	}
	if string(body["override"]) == "null" {
		return chat.Automatic, 0, true
	}
	name, given, err := web.Member[string](body, "override")
	override, known := chat.ParseOverride(name)
	if err != nil || !given || !known {
		return "", 0, false
	}
	if override == chat.Automatic {
		return override, 0, true
	}
	minutes, given, err = web.Member[int](body, "minutes")
	inRange := minutes >= 1 && minutes <= chat.MaxOverrideMinutes
	return override, minutes, err == nil && (!given || inRange)
}

func (h *Handlers) Override(r *web.Request) error {
	if !r.LoggedIn() {
		return r.JSON(fiber.Map{"override": nil})
	}
	user := r.User.Username
	return h.SendCached(r, web.AnswerID{What: "override", User: user}, func() (cache.Read[any], error) {
		presence, err := h.store.Presence(r.Ctx, user)
		return cache.Read[any]{
			Value:   fiber.Map{"override": overrideJSON(presence.OverrideAt(r.Now))},
			Expires: presence.Until(r.Now), Topics: []chat.Topic{chat.TopicPerson(user)},
		}, err
	})
}

// overrideJSON is null for Automatic, and for what another program made up.
func overrideJSON(o chat.Override) any {
	if known, ok := chat.ParseOverride(string(o)); !ok || known == chat.Automatic {
		return nil
	}
	return o
}

func (h *Handlers) OnlineUsers(r *web.Request) error {
	seen, err := h.Cache.PresencesFor(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return err
	}
	id := web.AnswerID{What: "online_users"}
	if seen.HidesAnybody() {
		id.User = r.User.Username
	}
	return h.SendCached(r, id, func() (cache.Read[any], error) {
		states, expires, err := seen.Listed()
		return cache.Read[any]{Value: states, Expires: expires, Topics: []chat.Topic{chat.TopicPresence, chat.TopicBlocks}}, err
	})
}
