package handlers

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// channelsShown is how many channels a page of all of them has.
const channelsShown = 100

// sendChannels is the page of all public channels, or those that are searched for.
func (s *server) sendChannels(r *request) error {
	channels, err := s.Store.AllPublicChannels(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	props, err := s.pages.OpenChannels(r.reader(), channels, strings.TrimSpace(r.Query("q")))
	if err != nil {
		return err
	}
	skip, _ := strconv.Atoi(r.Query("skip"))
	props.Channels = props.Channels[min(max(skip, 0), len(props.Channels)):]
	if len(props.Channels) > channelsShown {
		props.Channels = props.Channels[:channelsShown]
		props.NextURL = "/channels?" + url.Values{"q": {props.Query}, "skip": {strconv.Itoa(skip + channelsShown)}}.Encode()
	}
	props.Page.AssetBase = s.Assets.Base()
	return r.sendMessages(fiber.StatusOK, views.ChannelsPage(props))
}

func (s *server) showNewPublic(r *request) error {
	return s.sendNewPublic(r, fiber.StatusOK, "", "")
}

func (s *server) sendNewPublic(r *request, status int, name, nameError string) error {
	return s.sendDialog(r, status, r.T("New channel"), views.NewPublicDialog(views.NewPublicProps{
		BackURL: r.backURL("/channels"), Name: name, NameError: nameError,
	}))
}

func (s *server) createPublicForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	name, err := chat.ParsePublicName(form.text("name"))
	if err == nil {
		err = s.Store.CreatePublicChannel(r.ctx, r.user.Username, name, r.now)
	}
	if err == nil {
		return r.goTo(page.ChannelURL(name))
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendNewPublic(r, fiber.StatusUnprocessableEntity, form.text("name"), sentence)
}

func (s *server) joinForm(r *request) error {
	if err := s.Store.SetJoined(r.ctx, r.user.Username, r.channel(), true, r.now); err != nil {
		return err
	}
	return r.goTo(page.ChannelURL(r.channel()))
}

// publicAccess is access to the public channel in the path.
func (s *server) publicAccess(r *request) (chat.Access, error) {
	access, err := s.cache.Access(r.ctx, r.user.Username, r.channel(), r.now)
	if err == nil && access.Channel.Kind != chat.Public {
		err = chat.ErrNoChannel
	}
	return access, err
}

// showLeavePublic asks before one leaves the public channel in the path.
func (s *server) showLeavePublic(r *request) error {
	access, err := s.publicAccess(r)
	if err != nil {
		return err
	}
	return s.sendDialog(r, fiber.StatusOK, r.T("Leave a channel"), views.LeavePublicDialog(views.LeavePublicProps{
		BackURL: r.backURL(page.ChannelURL(r.channel())), Channel: r.channel(), Name: access.Name,
	}))
}

func (s *server) leavePublicForm(r *request) error {
	if err := s.Store.SetJoined(r.ctx, r.user.Username, r.channel(), false, r.now); err != nil {
		return err
	}
	return r.goTo("/?left=" + url.QueryEscape(r.channel()))
}

// managedPublic is access to the public channel in the path for who may rename and
// archive it.
func (s *server) managedPublic(r *request) (chat.Access, error) {
	access, err := s.publicAccess(r)
	if err == nil && !access.Manages {
		err = chat.ErrNotChannelManager
	}
	return access, err
}

func (s *server) showRenamePublic(r *request) error {
	access, err := s.managedPublic(r)
	if err != nil {
		return err
	}
	return s.sendRenamePublic(r, fiber.StatusOK, access.Name, "")
}

func (s *server) sendRenamePublic(r *request, status int, name, sentence string) error {
	return s.sendDialog(r, status, r.T("Rename channel"), views.RenamePublicDialog(views.RenamePublicProps{
		BackURL: r.backURL(page.ChannelURL(r.channel())), Channel: r.channel(), Name: name, NameError: sentence,
	}))
}

func (s *server) renamePublicForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	if _, err := s.managedPublic(r); err != nil {
		return err
	}
	name, err := chat.ParsePublicName(form.text("name"))
	if err == nil {
		err = s.Store.RenamePublicChannel(s.audited(r), r.user.Username, r.channel(), name, r.now)
	}
	if err == nil {
		return r.closeDialog(r.cameFrom(page.ChannelURL(r.channel())))
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendRenamePublic(r, fiber.StatusUnprocessableEntity, form.text("name"), sentence)
}

// showArchivePublic asks before the public channel in the path is archived.
func (s *server) showArchivePublic(r *request) error {
	access, err := s.managedPublic(r)
	if err != nil {
		return err
	}
	return s.sendArchivePublic(r, fiber.StatusOK, access.Name, "")
}

func (s *server) sendArchivePublic(r *request, status int, name, sentence string) error {
	return s.sendDialog(r, status, r.T("Archive a channel"), views.ArchivePublicDialog(views.ArchivePublicProps{
		BackURL: r.backURL(page.ChannelURL(r.channel())), Channel: r.channel(), Name: name, Error: sentence,
	}))
}

func (s *server) archivePublicForm(r *request) error {
	access, err := s.managedPublic(r)
	if err != nil {
		return err
	}
	err = s.Store.ArchiveChannel(s.audited(r), r.user.Username, r.channel(), r.now)
	if chat.CodeOf(err) == chat.Conflict {
		return s.sendArchivePublic(r, fiber.StatusUnprocessableEntity, access.Name, r.says(err))
	}
	if err != nil {
		return err
	}
	return r.goTo(page.ChannelURL(r.channel()))
}

func (s *server) restoreForm(r *request) error {
	if err := s.Store.RestoreChannel(s.audited(r), r.user.Username, r.channel(), r.now); err != nil {
		return err
	}
	return r.goTo(page.ChannelURL(r.channel()))
}
