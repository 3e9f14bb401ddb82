package handlers

import (
	"cmp"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

const (
	programsTitle = "Programs"
	programsPage  = "/ui/programs"
)

func (s *server) showPrograms(r *request) error {
	return s.sendPrograms(r, fiber.StatusOK, views.ProgramsProps{})
}

// sendPrograms shows the dialog with what was filled in, and with what there is.
func (s *server) sendPrograms(r *request, status int, props views.ProgramsProps) error {
	props.BackURL = r.backURL("/")
	if err := s.fillPrograms(r, &props); err != nil {
		return err
	}
	return s.sendDialog(r, status, r.T(programsTitle), views.ProgramsDialog(props))
}

// fillPrograms fills in what there is.
func (s *server) fillPrograms(r *request, props *views.ProgramsProps) error {
	tokens, err := s.Store.Tokens(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		props.Tokens.Tokens = append(props.Tokens.Tokens, r.tokenProps(t))
	}
	if props.Bots.Names, err = s.Store.Bots(r.ctx, r.user.Username); err != nil {
		return err
	}
	hooks, err := s.Store.Hooks(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	sidebar, err := s.cache.Sidebar(r.ctx, r.user.Username, r.now)
	if err != nil {
		return err
	}
	names := make(map[string]string)
	for _, c := range hookChannels(sidebar.Channels) {
		props.Hooks.Channels = append(props.Hooks.Channels, c)
		names[c.ID] = c.Name
	}
	for _, h := range hooks {
		props.Hooks.Hooks = append(props.Hooks.Hooks, views.HookProps{
			ID: h.ID, Bot: h.Bot, Channel: cmp.Or(names[h.Channel], r.T("a channel that you are not in")), Used: r.used(h.LastUsedTS),
		})
	}
	return nil
}

// hookChannels are those that a webhook can post to.
func hookChannels(channels []cache.SidebarChannel) (list []views.HookChannel) {
	for _, c := range channels {
		if c.Kind != chat.Direct {
			list = append(list, views.HookChannel{ID: c.ID, Name: c.Name})
		}
	}
	return list
}

func (r *request) tokenProps(t chat.Token) views.TokenProps {
	props := views.TokenProps{ID: t.ID, Name: t.Name, Writes: t.Scope == chat.WriteScope, Used: r.used(t.LastUsedTS)}
	if t.Username != r.user.Username {
		props.Bot = t.Username
	}
	return props
}

// used is when something was used last by the viewer's clock; the zero time is never.
func (r *request) used(ts chat.Stamp) time.Time {
	if ts == 0 || !ts.Valid() {
		return time.Time{}
	}
	return r.local(ts.Time())
}

// refusePrograms shows the dialog with the one sentence that stands against what
// was asked for. Any error that is not its sender's comes back.
func (s *server) refusePrograms(r *request, err error) error {
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendPrograms(r, fiber.StatusUnprocessableEntity, views.ProgramsProps{Error: sentence})
}
