package channel

import (
	"net/url"
	"strconv"
	"strings"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// sendChannels is the page of all public channels, or those that are searched for.
func (h *Handlers) sendChannels(r *web.Request) error {
	skip, _ := strconv.Atoi(r.Query("skip"))
	props, err := h.Pages.OpenChannels(r.Reader(), strings.TrimSpace(r.Query("q")), skip)
	if err != nil {
		return err
	}
	props.Page.AssetBase = h.Assets.Base()
	return r.SendMessages(fiber.StatusOK, views.ChannelsPage(props))
}

func (h *Handlers) ShowNewPublic(r *web.Request) error {
	return h.sendNewPublic(r, fiber.StatusOK, "", "")
}

func (h *Handlers) sendNewPublic(r *web.Request, status int, name, nameError string) error {
	return h.SendDialog(r, status, r.T("New channel"), views.NewPublicDialog(views.NewPublicProps{
		BackURL: r.BackURL("/channels"), Name: name, NameError: nameError,
	}))
}

func (h *Handlers) CreatePublicForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	name, err := chat.ParsePublicName(form.Text("name"))
	if err == nil {
		err = h.store.CreatePublicChannel(r.Ctx, r.User.Username, name, r.Now)
	}
	if err == nil {
		return r.GoTo(page.ChannelURL(name))
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendNewPublic(r, fiber.StatusUnprocessableEntity, form.Text("name"), sentence)
}

func (h *Handlers) JoinForm(r *web.Request) error {
	if err := h.store.SetJoined(r.Ctx, r.User.Username, r.Channel(), true, r.Now); err != nil {
		return err
	}
	return r.GoTo(page.ChannelURL(r.Channel()))
}

// publicAccess is access to the public channel in the path.
func (h *Handlers) publicAccess(r *web.Request) (chat.Access, error) {
	access, err := h.Cache.Access(r.Ctx, r.User.Username, r.Channel(), r.Now)
	if err == nil && access.Channel.Kind != chat.Public {
		err = chat.ErrNoChannel
	}
	return access, err
}

// ShowLeavePublic asks before one leaves the public channel in the path.
func (h *Handlers) ShowLeavePublic(r *web.Request) error {
	access, err := h.publicAccess(r)
	if err != nil {
		return err
	}
	return h.SendDialog(r, fiber.StatusOK, r.T("Leave a channel"), views.LeavePublicDialog(views.LeavePublicProps{
		BackURL: r.BackURL(page.ChannelURL(r.Channel())), Channel: r.Channel(), Name: access.Name,
	}))
}

func (h *Handlers) LeavePublicForm(r *web.Request) error {
	if err := h.store.SetJoined(r.Ctx, r.User.Username, r.Channel(), false, r.Now); err != nil {
		return err
	}
	return r.GoTo("/?left=" + url.QueryEscape(r.Channel()))
}

// managedPublic is access to the public channel in the path for who may rename and
// archive it.
func (h *Handlers) managedPublic(r *web.Request) (chat.Access, error) {
	access, err := h.publicAccess(r)
	if err == nil && !access.Manages {
		err = chat.ErrNotChannelManager
	}
	return access, err
}

func (h *Handlers) ShowRenamePublic(r *web.Request) error {
	access, err := h.managedPublic(r)
	if err != nil {
		return err
	}
	return h.sendRenamePublic(r, fiber.StatusOK, access.Name, "")
}

func (h *Handlers) sendRenamePublic(r *web.Request, status int, name, sentence string) error {
	return h.SendDialog(r, status, r.T("Rename channel"), views.RenamePublicDialog(views.RenamePublicProps{
		BackURL: r.BackURL(page.ChannelURL(r.Channel())), Channel: r.Channel(), Name: name, NameError: sentence,
	}))
}

func (h *Handlers) RenamePublicForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	if _, err := h.managedPublic(r); err != nil {
		return err
	}
	name, err := chat.ParsePublicName(form.Text("name"))
	if err == nil {
		err = h.store.RenamePublicChannel(h.Audited(r), r.User.Username, r.Channel(), name, r.Now)
	}
	if err == nil {
		return r.CloseDialog(r.CameFrom(page.ChannelURL(r.Channel())))
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendRenamePublic(r, fiber.StatusUnprocessableEntity, form.Text("name"), sentence)
}

// ShowArchivePublic asks before the public channel in the path is archived.
func (h *Handlers) ShowArchivePublic(r *web.Request) error {
	access, err := h.managedPublic(r)
	if err != nil {
		return err
	}
	return h.sendArchivePublic(r, fiber.StatusOK, access.Name, "")
}

func (h *Handlers) sendArchivePublic(r *web.Request, status int, name, sentence string) error {
	return h.SendDialog(r, status, r.T("Archive a channel"), views.ArchivePublicDialog(views.ArchivePublicProps{
		BackURL: r.BackURL(page.ChannelURL(r.Channel())), Channel: r.Channel(), Name: name, Error: sentence,
	}))
}

func (h *Handlers) ArchivePublicForm(r *web.Request) error {
	access, err := h.managedPublic(r)
	if err != nil {
		return err
	}
	err = h.store.ArchiveChannel(h.Audited(r), r.User.Username, r.Channel(), r.Now)
	if chat.CodeOf(err) == chat.Conflict {
		return h.sendArchivePublic(r, fiber.StatusUnprocessableEntity, access.Name, r.Says(err))
	}
	if err != nil {
		return err
	}
	return r.GoTo(page.ChannelURL(r.Channel()))
}

func (h *Handlers) RestoreForm(r *web.Request) error {
	if err := h.store.RestoreChannel(h.Audited(r), r.User.Username, r.Channel(), r.Now); err != nil {
		return err
	}
	return r.GoTo(page.ChannelURL(r.Channel()))
}
