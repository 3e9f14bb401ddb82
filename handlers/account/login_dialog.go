package account

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/views"
)

const (
	sessionsPage  = "/ui/account/sessions"
	sessionsTitle = "Your sessions"
)

func (h *Handlers) ShowSessions(r *web.Request) error { return h.sendSessions(r, fiber.StatusOK, "") }

func (h *Handlers) sendSessions(r *web.Request, status int, failure string) error {
	logins, err := h.logins(r)
	if err != nil {
		return err
	}
	props := views.SessionsProps{BackURL: r.BackURL(accountPage), Error: failure}
	for _, l := range logins {
		props.Sessions = append(props.Sessions, views.Session{
			ID: l.Session, Browser: l.Browser, Address: l.Address, Current: l.Session == r.Session,
			Started: r.Local(l.Started.Time()), Seen: r.Local(l.Seen.Time()),
		})
	}
	return h.SendDialog(r, status, r.T(sessionsTitle), views.SessionsDialog(props))
}

// logins are the user's sessions, this one first. One that began before sessions
// were noted is listed once it is extended.
func (h *Handlers) logins(r *web.Request) ([]chat.Login, error) {
	found, err := h.store.Logins(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return nil, err
	}
	this := h.LoginOf(r, r.Session)
	this.Seen, this.Started = chat.StampOf(r.Now), chat.StampOf(r.Now)
	var others []chat.Login
	for _, l := range found {
		if l.Session == r.Session {
			this.Started = l.Started
			continue
		}
		others = append(others, l)
	}
	return append([]chat.Login{this}, others...), nil
}

func (h *Handlers) EndSessionForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	switch err := h.endLogin(r, form.Text("id")); chat.CodeOf(err) {
	case "":
	case chat.NotFound:
		return h.sendSessions(r, fiber.StatusUnprocessableEntity, r.T("That session has ended already."))
	case chat.Reused:
		return h.sendSessions(r, fiber.StatusUnprocessableEntity, r.Says(web.ErrFormReused))
	default:
		return err
	}
	if r.HTMX() {
		return h.sendSessions(r, fiber.StatusOK, "")
	}
	return r.Redirect(sessionsPage, fiber.StatusSeeOther)
}

func (h *Handlers) endLogin(r *web.Request, session string) error {
	return h.Sessions.EndStored(func() error {
		return h.store.EndLogin(r.Ctx, r.User.Username, session, r.Now)
	})
}

func (h *Handlers) SignOutEverywhereForm(r *web.Request) error {
	if err := h.endEverySession(r); err != nil {
		return err
	}
	return r.GoTo("/login")
}

func (h *Handlers) endEverySession(r *web.Request) error {
	err := h.Sessions.EndStored(func() error { return h.store.SignOutEverywhere(h.Audited(r), r.User.Username, r.Now) })
	if err != nil {
		return err
	}
	return h.forgetBrowser(r)
}

// forgetBrowser takes back what the browser has of a session that has ended.
func (h *Handlers) forgetBrowser(r *web.Request) error {
	err := h.Sessions.End(r.HTTP)
	h.ForgetLastChannel(r)
	return err
}

type sessionJSON struct {
	ID      string    `json:"id"`
	Browser string    `json:"browser"`
	Address string    `json:"address"`
	Started web.Stamp `json:"started_ts"`
	Seen    web.Stamp `json:"seen_ts"`
	Current bool      `json:"current"`
}

func (h *Handlers) ListSessions(r *web.Request) error {
	logins, err := h.logins(r)
	if err != nil {
		return err
	}
	return web.SendListOf(r, logins, func(l chat.Login) sessionJSON {
		return sessionJSON{l.Session, l.Browser, l.Address, web.Stamp(l.Started), web.Stamp(l.Seen), l.Session == r.Session}
	})
}

func (h *Handlers) EndSession(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	id, err := body.Text("id")
	if err != nil {
		return err
	}
	return web.SendOK(r, h.endLogin(r, id))
}

func (h *Handlers) SignOutEverywhere(r *web.Request) error {
	return web.SendOK(r, h.endEverySession(r))
}
