package admin

import (
	"context"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

// SignOutAccount ends every session of an account, which comes in any case.
func (h *Handlers) SignOutAccount(r *web.Request, username string) error {
	user, err := h.store.User(r.Ctx, username)
	if err != nil {
		return err
	}
	return h.Sessions.EndStored(func() error { return h.store.SignOutEverywhere(h.Audited(r), user.Username, r.Now) })
}

func (h *Handlers) DeactivateOther(r *web.Request, username string) error {
	return h.Sessions.EndStored(func() error { return h.store.Deactivate(h.Audited(r), r.User.Username, username, r.Now) })
}

func (h *Handlers) ReactivateOther(r *web.Request, username string) error {
	return h.store.Reactivate(h.Audited(r), r.User.Username, username, r.Now)
}

// makeResetLink returns the account as it is spelled and the link, of which nothing but
// a hash is kept.
func (h *Handlers) makeResetLink(r *web.Request, username string) (name, link string, err error) {
	user, err := h.store.User(r.Ctx, username)
	if err != nil {
		return "", "", err
	}
	token := auth.NewSecret()
	err = h.store.CreateResetToken(h.Audited(r), auth.HashResetToken(token), user.Username, chat.StampOf(r.Now.Add(chat.ResetLasts)))
	r.Set(fiber.HeaderCacheControl, "no-store")
	return user.Username, h.link(r, "/reset/"+token), err
}

// PersonForm does to the account in a form what an administrator asks for.
func (h *Handlers) PersonForm(do func(r *web.Request, name string) error) web.Handler {
	return func(r *web.Request) error {
		form, err := r.BodyFields()
		if err != nil {
			return err
		}
		return h.peopleChanged(r, do(r, form.Text("username")))
	}
}

// ShowRemovePerson asks what becomes of the messages of the account in the query.
func (h *Handlers) ShowRemovePerson(r *web.Request) error {
	user, err := h.store.User(r.Ctx, r.Query("username"))
	if err != nil {
		return err
	}
	return h.sendRemovePerson(r, fiber.StatusOK, views.RemovePersonProps{Username: user.Username})
}

func (h *Handlers) sendRemovePerson(r *web.Request, status int, props views.RemovePersonProps) error {
	return web.SendPage(r.HTTP, status, views.RemovePersonPage(h.PageProps(r.T("Remove an account")), props))
}

func (h *Handlers) RemovePersonForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	props := views.RemovePersonProps{Username: form.Text("username")}
	fate, err := chat.ParseFate(form.Text("messages"))
	if err == nil {
		err = h.accounts.RemoveAccount(r, r.User.Username, props.Username, fate)
	}
	if err == nil {
		return r.GoTo(peoplePage)
	}
	if props.Error, err = r.Refusal(err); err != nil {
		return err
	}
	return h.sendRemovePerson(r, fiber.StatusUnprocessableEntity, props)
}

func (h *Handlers) ShowAdminChannels(r *web.Request) error {
	return h.sendAdminChannels(r, fiber.StatusOK, "")
}

func (h *Handlers) sendAdminChannels(r *web.Request, status int, failure string) error {
	ownerless, err := h.store.OwnerlessChannels(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	public, err := h.store.AllPublicChannels(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	props := views.AdminChannelsProps{Error: failure}
	for _, c := range public {
		props.Public = append(props.Public, views.ListedChannel{Channel: c.Channel, Name: c.Name, Archived: c.Archived})
	}
	for _, c := range ownerless {
		props.Ownerless = append(props.Ownerless, views.OwnerlessChannel(c))
	}
	return web.SendPage(r.HTTP, status, views.AdminChannelsPage(h.PageProps(r.T("Channels")), props))
}

// publicNames are all public channels, whoever has made them.
func (h *Handlers) publicNames(r *web.Request) (names []string, err error) {
	public, err := h.store.AllPublicChannels(r.Ctx, r.User.Username)
	for _, c := range public {
		names = append(names, c.Channel)
	}
	return names, err
}

func (h *Handlers) TakeOverForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	id := web.ParseID(form.Text("id"))
	err = h.store.TakeOver(h.Audited(r), r.User.Username, id, r.Now)
	if chat.CodeOf(err) == chat.Reused {
		return h.sendAdminChannels(r, fiber.StatusUnprocessableEntity, r.Says(web.ErrFormReused))
	}
	if err != nil {
		return err
	}
	return r.GoTo("/c/" + chat.PrivateChannelID(id))
}

// answerWithin is how long the database may take before administrators are told that
// it is slow.
const answerWithin = time.Second

func (h *Handlers) ShowUsage(r *web.Request) error {
	usage, err := h.store.Usage(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return err
	}
	props := views.UsageProps{Usage: usage, Healthy: h.isHealthy(r.Ctx), Now: r.Local(r.Now)}
	return web.SendPage(r.HTTP, fiber.StatusOK, views.UsagePage(h.PageProps(r.T("Usage")), props))
}

// isHealthy reports whether the database answers in time.
func (h *Handlers) isHealthy(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	return h.store.Ready(ctx) == nil
}
