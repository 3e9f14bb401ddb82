package admin

import (
	"errors"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const (
	peoplePage   = "/admin"
	settingsPage = "/admin/settings"
	peopleShown  = 100
	auditShown   = 100
)

// ForAdministrators answers everybody else as where there is nothing.
func ForAdministrators(handle web.Handler) web.Handler {
	return func(r *web.Request) error {
		if !r.User.Administrator {
			return chat.ErrNotAdministrator
		}
		return handle(r)
	}
}

func (h *Handlers) ShowPeople(r *web.Request) error {
	return h.sendPeople(r, fiber.StatusOK, views.PeopleProps{})
}

func (h *Handlers) sendPeople(r *web.Request, status int, props views.PeopleProps) error {
	props.Part = r.Query("q")
	people, err := h.store.People(r.Ctx, r.User.Username, props.Part, r.Query("after"), peopleShown+1)
	if err != nil {
		return err
	}
	if len(people) > peopleShown {
		people = people[:peopleShown]
		props.After = people[peopleShown-1].Username
	}
	seen, err := h.Seen(r)
	if err != nil {
		return err
	}
	for _, p := range people {
		face := web.FaceOf(seen, p.Username)
		props.People = append(props.People, views.PersonRow{
			Username: p.Username, Shown: face.Shown, Picture: face.Picture, Hue: face.Hue, Created: at(r, p.CreatedTS), Seen: at(r, p.SeenTS),
			Administrator: p.Administrator, Deactivated: p.Deactivated, Bot: p.Bot, Me: p.Username == r.User.Username,
		})
	}
	return web.SendPage(r.HTTP, status, views.PeoplePage(h.PageProps(r.T("People")), props))
}

// at is a stored moment by the viewer's clock; the zero time for none.
func at(r *web.Request, ts chat.Stamp) time.Time {
	if ts == 0 || !ts.Valid() {
		return time.Time{}
	}
	return r.Local(ts.Time())
}

func (h *Handlers) AdministratorForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	administrator, known := map[string]bool{"true": true, "false": false}[form.Text("administrator")]
	if !known {
		return h.peopleChanged(r, chat.Errorf(chat.Invalid, `"administrator" is true or false.`))
	}
	err = h.store.SetAdministrator(h.Audited(r), r.User.Username, form.Text("username"), administrator, r.Now)
	return h.peopleChanged(r, err)
}

// peopleChanged leads back to the list, or shows it with what is wrong.
func (h *Handlers) peopleChanged(r *web.Request, failure error) error {
	if failure == nil {
		return r.GoTo(peoplePage)
	}
	if errors.Is(failure, chat.ErrNotAdministrator) || chat.CodeOf(failure) == chat.NotFound {
		return failure
	}
	sentence, err := r.Refusal(failure)
	if err != nil {
		return err
	}
	return h.sendPeople(r, fiber.StatusUnprocessableEntity, views.PeopleProps{Error: sentence})
}

// ResetLinkForm shows the link once: nothing but its hash is kept.
func (h *Handlers) ResetLinkForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	name, link, err := h.makeResetLink(r, form.Text("username"))
	if err != nil {
		return h.peopleChanged(r, err)
	}
	return h.sendPeople(r, fiber.StatusOK, views.PeopleProps{LinkFor: name, Link: link})
}

// link is the address by which others open a path.
func (h *Handlers) link(r *web.Request, path string) string {
	if h.BaseURL != "" {
		return h.BaseURL + path
	}
	return r.BaseURL() + path
}

func (h *Handlers) ShowServerSettings(r *web.Request) error {
	settings, err := h.store.ServerSettings(r.Ctx)
	if err != nil {
		return err
	}
	return h.sendServerSettings(r, fiber.StatusOK, settings, "")
}

func (h *Handlers) sendServerSettings(r *web.Request, status int, settings chat.ServerSettings, failure string) error {
	return web.SendPage(r.HTTP, status, views.ServerSettingsPage(h.PageProps(r.T("Settings")), views.ServerSettingsProps{
		Inviting: string(settings.Inviting), CreatingChannels: string(settings.CreatingChannels), Signup: string(h.Signup), Error: failure,
	}))
}

func (h *Handlers) ServerSettingsForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	var settings chat.ServerSettings
	if settings.Inviting, err = chat.ParsePermission(form.Text("inviting")); err == nil {
		settings.CreatingChannels, err = chat.ParsePermission(form.Text("creating_channels"))
	}
	if err == nil {
		err = h.store.SetServerSettings(h.Audited(r), r.User.Username, settings, r.Now)
	}
	if err == nil {
		return r.GoTo(settingsPage)
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendServerSettings(r, fiber.StatusUnprocessableEntity, settings, sentence)
}

func (h *Handlers) ShowAudit(r *web.Request) error {
	filter := chat.AuditFilter{Before: web.ParseID(r.Query("before")), Person: r.Query("person"), Action: chat.AuditAction(r.Query("action"))}
	entries, err := h.store.AuditEntries(r.Ctx, filter, auditShown+1)
	if err != nil {
		return err
	}
	props := views.AuditProps{Person: filter.Person}
	if len(entries) > auditShown {
		entries = entries[:auditShown]
		props.Before = entries[auditShown-1].ID
	}
	for _, e := range entries {
		props.Entries = append(props.Entries, views.AuditRow{
			At: at(r, e.TS), Actor: e.Actor, Action: string(e.Action), Subject: e.Subject, Detail: e.Detail, Address: e.Address,
		})
	}
	return web.SendPage(r.HTTP, fiber.StatusOK, views.AuditPage(h.PageProps(r.T("Audit log")), props))
}
