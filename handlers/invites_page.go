package handlers

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

const (
	invitesPage  = "/invites"
	invitesShown = 200
)

// showInvites lists what one has made, or everybody's for an administrator.
func (s *server) showInvites(r *request) error {
	return s.sendInvites(r, fiber.StatusOK, views.InvitesProps{Days: "7", Uses: "1"})
}

func (s *server) sendInvites(r *request, status int, props views.InvitesProps) error {
	if err := s.checkInviter(r); err != nil {
		return err
	}
	invites, err := s.Store.Invites(r.ctx, r.user.Username, invitesShown)
	if err != nil {
		return err
	}
	for _, i := range invites {
		props.Invites = append(props.Invites, views.InviteRow{
			ID: i.ID, MadeBy: i.MadeBy, Expires: r.at(i.ExpiresTS), Uses: i.Uses, MostUses: i.MostUses, Valid: i.Valid(r.now),
		})
	}
	if props.Channels, err = s.inviteChannels(r); err != nil {
		return err
	}
	props.Administrator, props.Signup = r.user.Administrator, string(s.Signup)
	return sendPage(r.Ctx, status, views.InvitesPage(s.pageProps(r.T("Invites")), props))
}

// inviteChannels are those that an invite may lead to: the public ones in which not
// everybody is anyway, and the private ones of whoever invites.
func (s *server) inviteChannels(r *request) (list []views.InviteChannel, err error) {
	public, err := s.Store.AllPublicChannels(r.ctx, r.user.Username)
	if err != nil {
		return nil, err
	}
	for _, c := range public {
		if !c.Archived && !slices.Contains(s.Store.PublicChannels(), c.Channel) {
			list = append(list, views.InviteChannel{ID: c.Channel, Name: c.Name})
		}
	}
	private, err := s.Store.PrivateChannels(r.ctx, r.user.Username)
	for _, c := range private {
		list = append(list, views.InviteChannel{ID: chat.PrivateChannelID(c.ID), Name: c.Name})
	}
	return list, err
}

// createInviteForm shows the link once: nothing but its hash is kept.
func (s *server) createInviteForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	if s.Signup == chat.SignupClosed {
		return chat.ErrSignupClosed
	}
	props := views.InvitesProps{Days: form.text("days"), Uses: form.text("uses")}
	// What is no number is 0, which no invite can have.
	days, _ := strconv.Atoi(props.Days)
	uses, _ := strconv.Atoi(props.Uses)
	secret := auth.NewSecret()
	_, err = s.Store.CreateInvite(s.audited(r), r.user.Username, auth.HashSecret(secret),
		chat.NewInvite{Days: days, Uses: uses, Channels: form("channels")}, r.now)
	if err != nil {
		sentence, err := r.refusal(err)
		if err != nil {
			return err
		}
		props.Error = sentence
		return s.sendInvites(r, fiber.StatusUnprocessableEntity, props)
	}
	r.Set(fiber.HeaderCacheControl, "no-store")
	props.Link = s.link(r, "/invite/"+secret)
	return s.sendInvites(r, fiber.StatusOK, props)
}

func (s *server) endInviteForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	err = s.Store.EndInvite(s.audited(r), r.user.Username, parseID(form.text("id")), r.now)
	if chat.CodeOf(err) == chat.Reused {
		return s.sendInvites(r, fiber.StatusUnprocessableEntity, views.InvitesProps{Days: "7", Uses: "1", Error: r.says(errFormReused)})
	}
	if err != nil {
		return err
	}
	return r.goTo(invitesPage)
}
