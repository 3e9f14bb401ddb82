package handlers

import (
	"cmp"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

var errNoMember = chat.Errorf(chat.NotFound, "There is no member of that name.")

// showRemoveMember asks before the owner removes the member in the query.
func (s *server) showRemoveMember(r *request) error {
	c, err := s.ownChannel(r)
	if err != nil {
		return err
	}
	m, found := c.Member(r.Query("username"))
	if !found {
		return errNoMember
	}
	return s.sendRemoveMember(r, fiber.StatusOK, c, m.Username, "")
}

// ownChannel is the private channel in the path for its owner.
func (s *server) ownChannel(r *request) (chat.PrivateChannel, error) {
	c, err := s.privateChannel(r)
	return c, cmp.Or(err, c.CheckOwner(r.user.Username))
}

func (s *server) sendRemoveMember(r *request, status int, c chat.PrivateChannel, username, failure string) error {
	shown, err := s.shown(r, username)
	if err != nil {
		return err
	}
	return s.sendDialog(r, status, r.T("Remove a member"), views.RemoveMemberDialog(views.RemoveMemberProps{
		BackURL: r.backURL(privateChannelURL(c)), ChannelID: c.ID, ChannelName: c.Name, Username: username, Shown: shown, Error: failure,
	}))
}

func (s *server) removeMemberForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	c, err := s.ownChannel(r)
	if err != nil {
		return err
	}
	username := form.text("username")
	err = s.Store.RemoveMember(r.ctx, r.user.Username, c.ID, username, r.now)
	switch chat.CodeOf(err) {
	case "":
		return r.closeDialog(r.cameFrom(privateChannelURL(c)))
	case chat.NotFound, chat.Invalid:
		return s.sendRemoveMember(r, fiber.StatusUnprocessableEntity, c, username, r.says(err))
	case chat.Reused:
		return s.sendRemoveMember(r, fiber.StatusUnprocessableEntity, c, username, r.says(errFormReused))
	}
	return err
}

func (s *server) showLeave(r *request) error {
	c, err := s.privateChannel(r)
	if err != nil {
		return err
	}
	props := views.LeaveProps{BackURL: r.backURL(privateChannelURL(c)), ChannelID: c.ID, ChannelName: c.Name}
	switch next := c.OwnerAfter(r.user.Username); {
	case next == "":
		props.Last = true
	case next != c.Owner():
		if props.NextOwner, err = s.shown(r, next); err != nil {
			return err
		}
	}
	return s.sendDialog(r, fiber.StatusOK, r.T("Leave a channel"), views.LeaveDialog(props))
}

func (s *server) leaveForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	if err := s.leave(r, form.text("decline") == "true"); err != nil {
		return err
	}
	return r.goTo("/")
}

func (s *server) showArchive(r *request) error {
	c, err := s.ownChannel(r)
	if err != nil {
		return err
	}
	return s.sendDialog(r, fiber.StatusOK, r.T("Archive a channel"), views.ArchiveDialog(views.ArchiveProps{
		BackURL: r.backURL(privateChannelURL(c)), ChannelID: c.ID, ChannelName: c.Name,
	}))
}

func (s *server) archiveForm(r *request) error {
	if err := s.Store.ArchivePrivateChannel(r.ctx, r.user.Username, r.id("id"), r.now); err != nil {
		return err
	}
	return r.goTo("/")
}
