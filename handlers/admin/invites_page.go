package admin

import (
	"slices"
	"strconv"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

const (
	invitesPage  = "/invites"
	invitesShown = 200
)

// ShowInvites lists what one has made, or everybody's for an administrator.
func (h *Handlers) ShowInvites(r *web.Request) error {
	return h.sendInvites(r, fiber.StatusOK, views.InvitesProps{Days: "7", Uses: "1"})
}

func (h *Handlers) sendInvites(r *web.Request, status int, props views.InvitesProps) error {
	if err := h.checkInviter(r); err != nil {
		return err
	}
	invites, err := h.store.Invites(r.Ctx, r.User.Username, invitesShown)
	if err != nil {
		return err
	}
	for _, i := range invites {
		props.Invites = append(props.Invites, views.InviteRow{
			ID: i.ID, MadeBy: i.MadeBy, Expires: at(r, i.ExpiresTS), Uses: i.Uses, MostUses: i.MostUses, Valid: i.Valid(r.Now),
		})
	}
	if props.Channels, err = h.inviteChannels(r); err != nil {
		return err
	}
	props.Administrator, props.Signup = r.User.Administrator, string(h.Signup)
	return web.SendPage(r.HTTP, status, views.InvitesPage(h.PageProps(r.T("Invites")), props))
}

// inviteChannels are those that an invite may lead to: the public ones in which not
// everybody is anyway, and the private ones of whoever invites.
func (h *Handlers) inviteChannels(r *web.Request) (list []views.InviteChannel, err error) {
	public, err := h.store.AllPublicChannels(r.Ctx, r.User.Username)
	if err != nil {
		return nil, err
	}
	for _, c := range public {
		if !c.Archived && !slices.Contains(h.store.PublicChannels(), c.Channel) {
			list = append(list, views.InviteChannel{ID: c.Channel, Name: c.Name})
		}
	}
	private, err := h.store.PrivateChannels(r.Ctx, r.User.Username)
	for _, c := range private {
		list = append(list, views.InviteChannel{ID: chat.PrivateChannelID(c.ID), Name: c.Name})
	}
	return list, err
}

// CreateInviteForm shows the link once: nothing but its hash is kept.
func (h *Handlers) CreateInviteForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	if h.Signup == chat.SignupClosed {
		return chat.ErrSignupClosed
	}
	props := views.InvitesProps{Days: form.Text("days"), Uses: form.Text("uses")}
	// What is no number is 0, which no invite can have.
	days, _ := strconv.Atoi(props.Days)
	uses, _ := strconv.Atoi(props.Uses)
	secret := auth.NewSecret()
	asked := chat.NewInvite{Days: days, Uses: uses, Channels: form("channels")}
	if _, err = h.store.CreateInvite(h.Audited(r), r.User.Username, auth.HashSecret(secret), asked, r.Now); err != nil {
		return h.refuseInvite(r, props, asked, err)
	}
	r.Set(fiber.HeaderCacheControl, "no-store")
	props.Link = h.link(r, "/invite/"+secret)
	return h.sendInvites(r, fiber.StatusOK, props)
}

// refuseInvite says why there is none, beside the field that it is about.
func (h *Handlers) refuseInvite(r *web.Request, props views.InvitesProps, asked chat.NewInvite, err error) error {
	sentence, err := r.Refusal(err)
	switch {
	case err != nil:
		return err
	case asked.CheckDays() != nil:
		props.DaysError = sentence
	case asked.CheckUses() != nil:
		props.UsesError = sentence
	default:
		props.Error = sentence
	}
	return h.sendInvites(r, fiber.StatusUnprocessableEntity, props)
}

func (h *Handlers) EndInviteForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	err = h.store.EndInvite(h.Audited(r), r.User.Username, web.ParseID(form.Text("id")), r.Now)
	if chat.CodeOf(err) == chat.Reused {
		return h.sendInvites(r, fiber.StatusUnprocessableEntity, views.InvitesProps{Days: "7", Uses: "1", Error: r.Says(web.ErrFormReused)})
	}
	if err != nil {
		return err
	}
	return r.GoTo(invitesPage)
}
