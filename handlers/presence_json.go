package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
)

type presenceStore interface {
	ReportPresence(ctx context.Context, user, session, tab string, state chat.State, now time.Time) error
	// ChooseOverride sets an override for minutes or, with 0, until changed.
	ChooseOverride(ctx context.Context, user string, o chat.Override, minutes int, now time.Time) error
	// EndSession is what a logout does to presence; session is a hash.
	EndSession(ctx context.Context, user, session string, now time.Time) error
}

func (s *server) reportPresence(r *request) error {
	report, ok := parseReport(r)
	if !ok || !r.loggedIn() {
		return noContent(r)
	}
	return quietly(r, s.report(r, report))
}

// presenceReport is the body of a report.
type presenceReport struct {
	state        chat.State
	tab, follows string
	goes         chat.Word // where the state is Offline
	word         int64     // its number, 0 for a client that does not count
}

// report records what a tab reports, unless its session ends meanwhile.
func (s *server) report(r *request, report presenceReport) error {
	page := r.holder(report.tab, report.follows)
	switch {
	case report.word == 0:
		err := s.Store.ReportPresence(r.ctx, page.User, page.Session, page.Tab, report.state, r.now)
		if err != nil {
			return err
		}
	case report.state == chat.Offline:
		s.Liveness.Left(r.ctx, page, report.goes, report.word, r.now)
	default:
		s.Liveness.Polled(r.ctx, page, report.state, report.word, r.now)
	}
	return s.unlessEnded(r)
}

// parseReport reads {"state", "tab"?, "n"?, "word"?, "follows"?}; a report without
// a tab is the tab "", and has no number.
func parseReport(r *request) (report presenceReport, ok bool) {
	body, err := r.jsonBody()
	if err != nil {
		return report, false
	}
	name, _, stateErr := member[string](body, "state")
	report.tab, _, err = member[string](body, "tab")
	report.follows, _, _ = member[string](body, "follows")
	word, _, _ := member[string](body, "word")
	report.word, _, _ = member[int64](body, "n")
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

func (s *server) chooseOverride(r *request) error {
	override, minutes, ok := parseOverride(r)
	if !ok || !r.loggedIn() {
		return noContent(r)
	}
	return quietly(r, s.Store.ChooseOverride(r.ctx, r.user.Username, override, minutes, r.now))
}

// parseOverride reads {"override", "minutes"?}. Null is Automatic, which has no
// use for minutes.
func parseOverride(r *request) (override chat.Override, minutes int, ok bool) {
	body, err := r.jsonBody()
	if err != nil {
		return "", 0, false
	}
	if string(body["override"]) == "null" {
		return chat.Automatic, 0, true
	}
	name, given, err := member[string](body, "override")
	override, known := chat.ParseOverride(name)
	if err != nil || !given || !known {
		return "", 0, false
	}
	if override == chat.Automatic {
		return override, 0, true
	}
	minutes, given, err = member[int](body, "minutes")
	inRange := minutes >= 1 && minutes <= chat.MaxOverrideMinutes
	return override, minutes, err == nil && (!given || inRange)
}

func (s *server) override(r *request) error {
	if !r.loggedIn() {
		return r.JSON(fiber.Map{"override": nil})
	}
	user := r.user.Username
	return s.sendCached(r, answerID{"override", user, ""}, func() (cache.Read[any], error) {
		presence, err := s.Store.Presence(r.ctx, user)
		return cache.Read[any]{
			Value:   fiber.Map{"override": overrideJSON(presence.OverrideAt(r.now))},
			Expires: presence.Until(r.now), Topics: []chat.Topic{chat.TopicPerson(user)},
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

func (s *server) onlineUsers(r *request) error {
	seen, err := s.cache.PresencesFor(r.ctx, r.user.Username, r.now)
	if err != nil {
		return err
	}
	id := answerID{"online_users", "", ""}
	if seen.HidesAnybody() {
		id.user = r.user.Username
	}
	return s.sendCached(r, id, func() (cache.Read[any], error) {
		states, expires, err := seen.Listed()
		return cache.Read[any]{Value: states, Expires: expires, Topics: []chat.Topic{chat.TopicPresence, chat.TopicBlocks}}, err
	})
}
