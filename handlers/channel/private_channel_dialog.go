package channel

import (
	"strings"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

func (h *Handlers) ShowNewChannel(r *web.Request) error {
	return h.sendNewChannel(r, fiber.StatusOK, r.QueryFields(), "")
}

func (h *Handlers) sendNewChannel(r *web.Request, status int, form web.Fields, nameError string) error {
	found, err := h.searchProps(r, searchToCreate(form))
	if err != nil {
		return err
	}
	return h.SendDialog(r, status, r.T("New private channel"), views.CreateChannelDialog(views.CreateChannelProps{
		BackURL: r.BackURL("/"), Name: form.Text("name"), NameError: nameError, Search: found,
	}))
}

func (h *Handlers) CreateChannelForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	name, err := chat.ParsePrivateName(form.Text("name"))
	var c chat.PrivateChannel
	if err == nil {
		c, err = h.store.CreatePrivateChannel(r.Ctx, r.User.Username, name, form("members"), r.Now)
	}
	if err == nil {
		return r.GoTo(page.ChannelURL(chat.PrivateChannelID(c.ID)))
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendNewChannel(r, fiber.StatusUnprocessableEntity, form, sentence)
}

// privateChannel is the one in the path; ErrNoChannel for all but its members.
func (h *Handlers) privateChannel(r *web.Request) (chat.PrivateChannel, error) {
	return h.store.PrivateChannel(r.Ctx, r.User.Username, r.ID("id"))
}

func privateChannelURL(c chat.PrivateChannel) string {
	return page.ChannelURL(chat.PrivateChannelID(c.ID))
}

func (h *Handlers) ShowRename(r *web.Request) error {
	c, err := h.privateChannel(r)
	if err != nil {
		return err
	}
	return h.sendRename(r, fiber.StatusOK, c, c.Name, "")
}

func (h *Handlers) sendRename(r *web.Request, status int, c chat.PrivateChannel, name, nameError string) error {
	return h.SendDialog(r, status, r.T("Rename channel"), views.RenameDialog(views.RenameProps{
		BackURL: r.BackURL(privateChannelURL(c)), ChannelID: c.ID, Name: name, NameError: nameError,
	}))
}

func (h *Handlers) RenameForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	c, err := h.privateChannel(r)
	if err != nil {
		return err
	}
	name, err := chat.ParsePrivateName(form.Text("name"))
	if err == nil {
		err = h.store.RenamePrivateChannel(r.Ctx, r.User.Username, c.ID, name, r.Now)
	}
	if err == nil {
		return r.CloseDialog(r.CameFrom(privateChannelURL(c)))
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendRename(r, fiber.StatusUnprocessableEntity, c, form.Text("name"), sentence)
}

func (h *Handlers) ShowAddMember(r *web.Request) error {
	return h.sendAddMember(r, fiber.StatusOK, r.QueryFields(), nil)
}

// sendAddMember shows what is wrong beside the search, where anything is.
func (h *Handlers) sendAddMember(r *web.Request, status int, form web.Fields, wrong error) error {
	c, err := h.privateChannel(r)
	if err != nil {
		return err
	}
	found, err := h.searchProps(r, searchToAdd(form, c))
	if err != nil {
		return err
	}
	if wrong != nil {
		found.Error = r.Says(wrong)
	}
	return h.SendDialog(r, status, r.T("Add a member"), views.AddMemberDialog(views.AddMemberProps{
		BackURL: r.BackURL(privateChannelURL(c)), ChannelID: c.ID, ChannelName: c.Name,
		History: form.Text("history"), Search: found,
	}))
}

var errNobodyToAdd = chat.Errorf(chat.Invalid, "Choose somebody to add.")

func (h *Handlers) AddMemberForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	switch err := h.addChosen(r, form); chat.CodeOf(err) {
	case "":
		return r.CloseDialog(r.CameFrom(page.ChannelURL(chat.PrivateChannelID(r.ID("id")))))
	case chat.Invalid, chat.Conflict, chat.NotFound:
		return h.sendAddMember(r, fiber.StatusUnprocessableEntity, form, err)
	case chat.Reused:
		return h.sendAddMember(r, fiber.StatusUnprocessableEntity, form, web.ErrFormReused)
	default:
		return err
	}
}

func (h *Handlers) addChosen(r *web.Request, form web.Fields) error {
	history, err := chat.ParseHistory(form.Text("history"))
	if err != nil {
		return err
	}
	names := namesIn(form, "username")
	if len(names) == 0 {
		return errNobodyToAdd
	}
	return h.store.AddMember(r.Ctx, r.User.Username, r.ID("id"), names[0], history, r.Now)
}

// namesIn are the accounts that were chosen or, when none was, the name that
// was typed to search for one.
func namesIn(form web.Fields, field string) []string {
	if names := form(field); len(names) > 0 {
		return names
	}
	if typed := strings.TrimSpace(form.Text("q")); typed != "" {
		return []string{typed}
	}
	return nil
}
