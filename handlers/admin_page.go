package handlers

import (
	"errors"
	"time"

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

// forAdministrators answers everybody else as where there is nothing.
func forAdministrators(handle func(*server, *request) error) func(*server, *request) error {
	return func(s *server, r *request) error {
		if !r.user.Administrator {
			return chat.ErrNotAdministrator
		}
		return handle(s, r)
	}
}

func (s *server) showPeople(r *request) error {
	return s.sendPeople(r, fiber.StatusOK, views.PeopleProps{})
}

func (s *server) sendPeople(r *request, status int, props views.PeopleProps) error {
	props.Part = r.Query("q")
	people, err := s.Store.People(r.ctx, r.user.Username, props.Part, r.Query("after"), peopleShown+1)
	if err != nil {
		return err
	}
	if len(people) > peopleShown {
		people = people[:peopleShown]
		props.After = people[peopleShown-1].Username
	}
	for _, p := range people {
		props.People = append(props.People, views.PersonRow{
			Username: p.Username, Created: r.at(p.CreatedTS), Seen: r.at(p.SeenTS),
			Administrator: p.Administrator, Deactivated: p.Deactivated, Bot: p.Bot, Me: p.Username == r.user.Username,
		})
	}
	return sendPage(r.Ctx, status, views.PeoplePage(s.pageProps(r.T("People")), props))
}

// at is a stored moment by the viewer's clock; the zero time for none.
func (r *request) at(ts chat.Stamp) time.Time {
	if ts == 0 || !ts.Valid() {
		return time.Time{}
	}
	return r.local(ts.Time())
}

func (s *server) administratorForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	administrator, known := map[string]bool{"true": true, "false": false}[form.text("administrator")]
	if !known {
		return s.peopleChanged(r, chat.Errorf(chat.Invalid, `"administrator" is true or false.`))
	}
	err = s.Store.SetAdministrator(s.audited(r), r.user.Username, form.text("username"), administrator, r.now)
	return s.peopleChanged(r, err)
}

// peopleChanged leads back to the list, or shows it with what is wrong.
func (s *server) peopleChanged(r *request, failure error) error {
	if failure == nil {
		return r.goTo(peoplePage)
	}
	if errors.Is(failure, chat.ErrNotAdministrator) || chat.CodeOf(failure) == chat.NotFound {
		return failure
	}
	sentence, err := r.refusal(failure)
	if err != nil {
		return err
	}
	return s.sendPeople(r, fiber.StatusUnprocessableEntity, views.PeopleProps{Error: sentence})
}

// resetLinkForm shows the link once: nothing but its hash is kept.
func (s *server) resetLinkForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	name, link, err := s.makeResetLink(r, form.text("username"))
	if err != nil {
		return s.peopleChanged(r, err)
	}
	return s.sendPeople(r, fiber.StatusOK, views.PeopleProps{LinkFor: name, Link: link})
}

// link is the address by which others open a path.
func (s *server) link(r *request, path string) string {
	if s.BaseURL != "" {
		return s.BaseURL + path
	}
	return r.BaseURL() + path
}

func (s *server) showServerSettings(r *request) error {
	settings, err := s.Store.ServerSettings(r.ctx)
	if err != nil {
		return err
	}
	return s.sendServerSettings(r, fiber.StatusOK, settings, "")
}

func (s *server) sendServerSettings(r *request, status int, settings chat.ServerSettings, failure string) error {
	return sendPage(r.Ctx, status, views.ServerSettingsPage(s.pageProps(r.T("Settings")), views.ServerSettingsProps{
		Inviting: string(settings.Inviting), CreatingChannels: string(settings.CreatingChannels), Signup: string(s.Signup), Error: failure,
	}))
}

func (s *server) serverSettingsForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	var settings chat.ServerSettings
	if settings.Inviting, err = chat.ParsePermission(form.text("inviting")); err == nil {
		settings.CreatingChannels, err = chat.ParsePermission(form.text("creating_channels"))
	}
	if err == nil {
		err = s.Store.SetServerSettings(s.audited(r), r.user.Username, settings, r.now)
	}
	if err == nil {
		return r.goTo(settingsPage)
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendServerSettings(r, fiber.StatusUnprocessableEntity, settings, sentence)
}

func (s *server) showAudit(r *request) error {
	filter := chat.AuditFilter{Before: parseID(r.Query("before")), Person: r.Query("person"), Action: chat.AuditAction(r.Query("action"))}
	entries, err := s.Store.AuditEntries(r.ctx, filter, auditShown+1)
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
			At: r.at(e.TS), Actor: e.Actor, Action: string(e.Action), Subject: e.Subject, Detail: e.Detail, Address: e.Address,
		})
	}
	return sendPage(r.Ctx, fiber.StatusOK, views.AuditPage(s.pageProps(r.T("Audit log")), props))
}
