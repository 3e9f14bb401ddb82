package channel

import (
	"cmp"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

var errNoMember = chat.Errorf(chat.NotFound, "There is no member of that name.")

// ShowRemoveMember asks before the owner removes the member in the query.
func (h *Handlers) ShowRemoveMember(r *web.Request) error {
	c, err := h.ownChannel(r)
	if err != nil {
		return err
	}
	m, found := c.Member(r.Query("username"))
	if !found {
		return errNoMember
	}
	return h.sendRemoveMember(r, fiber.StatusOK, c, m.Username, "")
}

// ownChannel is the private channel in the path for its owner.
func (h *Handlers) ownChannel(r *web.Request) (chat.PrivateChannel, error) {
	c, err := h.privateChannel(r)
	return c, cmp.Or(err, c.CheckOwner(r.User.Username))
}

func (h *Handlers) sendRemoveMember(r *web.Request, status int, c chat.PrivateChannel, username, failure string) error {
	shown, err := h.Shown(r, username)
	if err != nil {
		return err
	}
	return h.SendDialog(r, status, r.T("Remove a member"), views.RemoveMemberDialog(views.RemoveMemberProps{
		BackURL: r.BackURL(privateChannelURL(c)), ChannelID: c.ID, ChannelName: c.Name, Username: username, Shown: shown, Error: failure,
	}))
}

func (h *Handlers) RemoveMemberForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	c, err := h.ownChannel(r)
	if err != nil {
		return err
	}
	username := form.Text("username")
	err = h.store.RemoveMember(r.Ctx, r.User.Username, c.ID, username, r.Now)
	switch chat.CodeOf(err) {
	case "":
		return r.CloseDialog(r.CameFrom(privateChannelURL(c)))
	case chat.NotFound, chat.Invalid:
		return h.sendRemoveMember(r, fiber.StatusUnprocessableEntity, c, username, r.Says(err))
	case chat.Reused:
		return h.sendRemoveMember(r, fiber.StatusUnprocessableEntity, c, username, r.Says(web.ErrFormReused))
	}
	return err
}

func (h *Handlers) ShowLeave(r *web.Request) error {
	c, err := h.privateChannel(r)
	if err != nil {
		return err
	}
	props := views.LeaveProps{BackURL: r.BackURL(privateChannelURL(c)), ChannelID: c.ID, ChannelName: c.Name}
	switch next := c.OwnerAfter(r.User.Username); {
	case next == "":
		props.Last = true
	case next != c.Owner():
		if props.NextOwner, err = h.Shown(r, next); err != nil {
			return err
		}
	}
	return h.SendDialog(r, fiber.StatusOK, r.T("Leave a channel"), views.LeaveDialog(props))
}

func (h *Handlers) LeaveForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	c, unknown := h.privateChannel(r) // as where the form comes once more
	if err := h.leave(r, form.Text("decline") == "true"); err != nil {
		return err
	}
	if unknown == nil {
		h.KeepLeft(r, c.Name)
	}
	return r.GoTo(page.GoneURL)
}

func (h *Handlers) ShowArchive(r *web.Request) error {
	c, err := h.ownChannel(r)
	if err != nil {
		return err
	}
	return h.SendDialog(r, fiber.StatusOK, r.T("Archive a channel"), views.ArchiveDialog(views.ArchiveProps{
		BackURL: r.BackURL(privateChannelURL(c)), ChannelID: c.ID, ChannelName: c.Name,
	}))
}

func (h *Handlers) ArchiveForm(r *web.Request) error {
	if err := h.store.ArchivePrivateChannel(r.Ctx, r.User.Username, r.ID("id"), r.Now); err != nil {
		return err
	}
	return r.GoTo(page.GoneURL)
}
