package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const (
	sessionsPage  = "/ui/account/sessions"
	sessionsTitle = "Your sessions"
)

func (s *server) showSessions(r *request) error { return s.sendSessions(r, fiber.StatusOK, "") }

func (s *server) sendSessions(r *request, status int, failure string) error {
	logins, err := s.logins(r)
	if err != nil {
		return err
	}
	props := views.SessionsProps{BackURL: r.backURL(accountPage), Error: failure}
	for _, l := range logins {
		props.Sessions = append(props.Sessions, views.Session{
			ID: l.Session, Browser: l.Browser, Address: l.Address, Current: l.Session == r.session,
			Started: r.local(l.Started.Time()), Seen: r.local(l.Seen.Time()),
		})
	}
	return s.sendDialog(r, status, r.T(sessionsTitle), views.SessionsDialog(props))
}

// logins are the user's sessions, this one first. One that began before sessions
// were noted is listed once it is extended.
func (s *server) logins(r *request) ([]chat.Login, error) {
	found, err := s.Store.Logins(r.ctx, r.user.Username, r.now)
	if err != nil {
		return nil, err
	}
	this := s.loginOf(r, r.session)
	this.Seen, this.Started = chat.StampOf(r.now), chat.StampOf(r.now)
	var others []chat.Login
	for _, l := range found {
		if l.Session == r.session {
			this.Started = l.Started
			continue
		}
		others = append(others, l)
	}
	return append([]chat.Login{this}, others...), nil
}

func (s *server) endSessionForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	switch err := s.endLogin(r, form.text("id")); chat.CodeOf(err) {
	case "":
	case chat.NotFound:
		return s.sendSessions(r, fiber.StatusUnprocessableEntity, r.T("That session has ended already."))
	case chat.Reused:
		return s.sendSessions(r, fiber.StatusUnprocessableEntity, r.says(errFormReused))
	default:
		return err
	}
	if r.htmx() {
		return s.sendSessions(r, fiber.StatusOK, "")
	}
	return r.Redirect(sessionsPage, fiber.StatusSeeOther)
}

func (s *server) endLogin(r *request, session string) error {
	return s.sessions.EndStored(func() error {
		return s.Store.EndLogin(r.ctx, r.user.Username, session, r.now)
	})
}

func (s *server) signOutEverywhereForm(r *request) error {
	if err := s.endEverySession(r); err != nil {
		return err
	}
	return r.goTo("/login")
}

func (s *server) endEverySession(r *request) error {
	err := s.sessions.EndStored(func() error { return s.Store.SignOutEverywhere(s.audited(r), r.user.Username, r.now) })
	if err != nil {
		return err
	}
	return s.forgetBrowser(r)
}

// forgetBrowser takes back what the browser has of a session that has ended.
func (s *server) forgetBrowser(r *request) error {
	err := s.sessions.End(r.Ctx)
	s.forgetLastChannel(r)
	return err
}

type sessionJSON struct {
	ID      string `json:"id"`
	Browser string `json:"browser"`
	Address string `json:"address"`
	Started stamp  `json:"started_ts"`
	Seen    stamp  `json:"seen_ts"`
	Current bool   `json:"current"`
}

func (s *server) listSessions(r *request) error {
	logins, err := s.logins(r)
	if err != nil {
		return err
	}
	list := make([]sessionJSON, len(logins))
	for i, l := range logins {
		list[i] = sessionJSON{l.Session, l.Browser, l.Address, stamp(l.Started), stamp(l.Seen), l.Session == r.session}
	}
	return sendList(r, list)
}

func (s *server) endSession(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	id, err := body.text("id")
	if err != nil {
		return err
	}
	return sendOK(r, s.endLogin(r, id))
}

func (s *server) signOutEverywhere(r *request) error { return sendOK(r, s.endEverySession(r)) }
