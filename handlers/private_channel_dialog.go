package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

func (s *server) showNewChannel(r *request) error {
	return s.sendNewChannel(r, fiber.StatusOK, r.queryFields(), "")
}

func (s *server) sendNewChannel(r *request, status int, form fields, nameError string) error {
	found, err := s.searchProps(r, searchToCreate(form))
	if err != nil {
		return err
	}
	return s.sendDialog(r, status, r.T("New private channel"), views.CreateChannelDialog(views.CreateChannelProps{
		BackURL: r.backURL("/"), Name: form.text("name"), NameError: nameError, Search: found,
	}))
}

func (s *server) createChannelForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	name, err := chat.ParsePrivateName(form.text("name"))
	var c chat.PrivateChannel
	if err == nil {
		c, err = s.Store.CreatePrivateChannel(r.ctx, r.user.Username, name, form("members"), r.now)
	}
	if err == nil {
		return r.goTo(page.ChannelURL(chat.PrivateChannelID(c.ID)))
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendNewChannel(r, fiber.StatusUnprocessableEntity, form, sentence)
}

// privateChannel is the one in the path; ErrNoChannel for all but its members.
func (s *server) privateChannel(r *request) (chat.PrivateChannel, error) {
	return s.Store.PrivateChannel(r.ctx, r.user.Username, r.id("id"))
}

func privateChannelURL(c chat.PrivateChannel) string {
	return page.ChannelURL(chat.PrivateChannelID(c.ID))
}

func (s *server) showRename(r *request) error {
	c, err := s.privateChannel(r)
	if err != nil {
		return err
	}
	return s.sendRename(r, fiber.StatusOK, c, c.Name, "")
}

func (s *server) sendRename(r *request, status int, c chat.PrivateChannel, name, nameError string) error {
	return s.sendDialog(r, status, r.T("Rename channel"), views.RenameDialog(views.RenameProps{
		BackURL: r.backURL(privateChannelURL(c)), ChannelID: c.ID, Name: name, NameError: nameError,
	}))
}

func (s *server) renameForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	c, err := s.privateChannel(r)
	if err != nil {
		return err
	}
	name, err := chat.ParsePrivateName(form.text("name"))
	if err == nil {
		err = s.Store.RenamePrivateChannel(r.ctx, r.user.Username, c.ID, name, r.now)
	}
	if err == nil {
		return r.closeDialog(r.cameFrom(privateChannelURL(c)))
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendRename(r, fiber.StatusUnprocessableEntity, c, form.text("name"), sentence)
}

func (s *server) showAddMember(r *request) error {
	return s.sendAddMember(r, fiber.StatusOK, r.queryFields(), nil)
}

// sendAddMember shows what is wrong beside the search, where anything is.
func (s *server) sendAddMember(r *request, status int, form fields, wrong error) error {
	c, err := s.privateChannel(r)
	if err != nil {
		return err
	}
	found, err := s.searchProps(r, searchToAdd(form, c))
	if err != nil {
		return err
	}
	if wrong != nil {
		found.Error = r.says(wrong)
	}
	return s.sendDialog(r, status, r.T("Add a member"), views.AddMemberDialog(views.AddMemberProps{
		BackURL: r.backURL(privateChannelURL(c)), ChannelID: c.ID, ChannelName: c.Name,
		History: form.text("history"), Search: found,
	}))
}

var errNobodyToAdd = chat.Errorf(chat.Invalid, "Choose somebody to add.")

func (s *server) addMemberForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	switch err := s.addChosen(r, form); chat.CodeOf(err) {
	case "":
		return r.closeDialog(r.cameFrom(page.ChannelURL(chat.PrivateChannelID(r.id("id")))))
	case chat.Invalid, chat.Conflict, chat.NotFound:
		return s.sendAddMember(r, fiber.StatusUnprocessableEntity, form, err)
	case chat.Reused:
		return s.sendAddMember(r, fiber.StatusUnprocessableEntity, form, errFormReused)
	default:
		return err
	}
}

func (s *server) addChosen(r *request, form fields) error {
	history, err := chat.ParseHistory(form.text("history"))
	if err != nil {
		return err
	}
	names := namesIn(form, "username")
	if len(names) == 0 {
		return errNobodyToAdd
	}
	return s.Store.AddMember(r.ctx, r.user.Username, r.id("id"), names[0], history, r.now)
}

// namesIn are the accounts that were chosen or, when none was, the name that
// was typed to search for one.
func namesIn(form fields, field string) []string {
	if names := form(field); len(names) > 0 {
		return names
	}
	if typed := strings.TrimSpace(form.text("q")); typed != "" {
		return []string{typed}
	}
	return nil
}
