package program

import (
	"cmp"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

const (
	programsTitle = "Programs"
	programsPage  = "/ui/programs"
)

func (h *Handlers) ShowPrograms(r *web.Request) error {
	return h.sendPrograms(r, fiber.StatusOK, views.ProgramsProps{})
}

// sendPrograms shows the dialog with what was filled in, and with what there is.
func (h *Handlers) sendPrograms(r *web.Request, status int, props views.ProgramsProps) error {
	props.BackURL = r.BackURL("/")
	if err := h.fillPrograms(r, &props); err != nil {
		return err
	}
	return h.SendDialog(r, status, r.T(programsTitle), views.ProgramsDialog(props))
}

// fillPrograms fills in what there is.
func (h *Handlers) fillPrograms(r *web.Request, props *views.ProgramsProps) error {
	tokens, err := h.store.Tokens(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		props.Tokens.Tokens = append(props.Tokens.Tokens, tokenProps(r, t))
	}
	if props.Bots.Names, err = h.store.Bots(r.Ctx, r.User.Username); err != nil {
		return err
	}
	hooks, err := h.store.Hooks(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	sidebar, err := h.Cache.Sidebar(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return err
	}
	names := make(map[string]string)
	for _, c := range hookChannels(sidebar.Channels) {
		props.Hooks.Channels = append(props.Hooks.Channels, c)
		names[c.ID] = c.Name
	}
	for _, hook := range hooks {
		props.Hooks.Hooks = append(props.Hooks.Hooks, views.HookProps{
			ID: hook.ID, Bot: hook.Bot, Channel: cmp.Or(names[hook.Channel], r.T("a channel that you are not in")), Used: used(r, hook.LastUsedTS),
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

func tokenProps(r *web.Request, t chat.Token) views.TokenProps {
	props := views.TokenProps{ID: t.ID, Name: t.Name, Writes: t.Scope == chat.WriteScope, Used: used(r, t.LastUsedTS)}
	if t.Username != r.User.Username {
		props.Bot = t.Username
	}
	return props
}

// used is when something was used last by the viewer's clock; the zero time is never.
func used(r *web.Request, ts chat.Stamp) time.Time {
	if ts == 0 || !ts.Valid() {
		return time.Time{}
	}
	return r.Local(ts.Time())
}

// refusePrograms shows the dialog with the one sentence that stands against what
// was asked for. Any error that is not its sender's comes back.
func (h *Handlers) refusePrograms(r *web.Request, err error) error {
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendPrograms(r, fiber.StatusUnprocessableEntity, views.ProgramsProps{Error: sentence})
}
