package message

import (
	"cmp"

	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

const (
	// NoticeGone is shown to whoever was sent away from a channel.
	NoticeGone  = "You no longer have access to that channel."
	noticeOther = "The page that was here had been opened by somebody else. Nothing of it was sent."
)

// chatPage is a page of the chat before it is drawn: a channel, and what a
// browser without scripts brings back to it.
type chatPage struct {
	channel string
	status  int
	notice  string
	place   page.Place
	// compose is what the composer holds: a draft with its error, a reply or an
	// edit.
	compose views.ComposerProps
}

// Home opens the last channel, or the first public one.
func (h *Handlers) Home(r *web.Request) error {
	shown := chatPage{status: fiber.StatusOK, channel: r.LastChannel()}
	if r.Query("gone") != "" {
		notice, err := h.noticeGone(r)
		if err != nil {
			return err
		}
		shown.notice = notice
	}
	if r.Query("other") != "" {
		shown.notice = r.T(noticeOther)
	}
	_, err := h.store.CheckAccess(r.Ctx, r.User.Username, shown.channel)
	left, leftErr := chat.ParsePublicName(r.Query("left"))
	if leftErr == nil {
		if access, err := h.Cache.Access(r.Ctx, r.User.Username, left, r.Now); err == nil {
			shown.notice = r.T("You left %s.", views.Isolate(access.Name))
		}
	}
	if chat.CodeOf(err) == chat.Forbidden || leftErr == nil && left == shown.channel {
		shown.channel, err = h.firstChannel(r)
	}
	if err != nil {
		return err
	}
	return h.sendChatPage(r, shown)
}

// noticeGone says why the page of a private channel is there no more. Of one that was left only the browser in which that was
// done has the name: whoever left it may not read by what name it goes now. Whoever comes back to one has been told how it went.
func (h *Handlers) noticeGone(r *web.Request) (string, error) {
	parting, err := h.store.PartedLast(r.Ctx, r.User.Username, r.Now.Add(-web.LeftKept))
	if err != nil || r.Query("gone") == "back" {
		return r.T(NoticeGone), err
	}
	if parting.Archived != "" {
		return h.noticeArchived(r, parting)
	}
	switch name := r.Left(); {
	case !parting.Left:
		return r.T(NoticeGone), nil
	case name != "":
		return r.T("You left %s.", views.Isolate(name)), nil
	}
	return r.T("You left the channel."), nil
}

func (h *Handlers) noticeArchived(r *web.Request, parting chat.Parting) (string, error) {
	name := views.Isolate(parting.Archived)
	if parting.By == r.User.Username {
		return r.T("You archived %s.", name), nil
	}
	by, err := h.Shown(r, parting.By)
	return r.T("%s archived %s.", views.Isolate(by), name), err
}

// firstChannel is the first public channel that the user is in, else the first of all.
func (h *Handlers) firstChannel(r *web.Request) (string, error) {
	joined, err := h.store.JoinedChannels(r.Ctx, r.User.Username)
	return append(joined, h.store.PublicChannels()[0])[0], err
}

// ChannelPage opens one channel, where placeOf says.
func (h *Handlers) ChannelPage(r *web.Request) error {
	place, err := h.placeOf(r)
	if err == nil {
		err = h.sendChatPage(r, chatPage{status: fiber.StatusOK, channel: r.Channel(), place: place})
	}
	if chat.CodeOf(err) == chat.Forbidden {
		if renamed, err := h.store.RenamedDirect(r.Ctx, r.User.Username, r.Channel()); err == nil {
			return r.Redirect(page.ChannelURL(renamed), fiber.StatusFound)
		}
	}
	return err
}

// sendChatPage draws the chat. It is ErrNoChannel without access.
func (h *Handlers) sendChatPage(r *web.Request, shown chatPage) error {
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	props, err := h.Pages.Open(r.Reader(), shown.channel, shown.place)
	if err != nil {
		return err
	}
	if err := h.offerFirstSteps(r, &props); err != nil {
		return err
	}
	props.Page.AssetBase = h.Assets.Base()
	props.Notice = cmp.Or(shown.notice, props.Notice)
	shown.compose.Channel, shown.compose.Name = props.Composer.Channel, props.Composer.Name
	shown.compose.Closed = props.Composer.Closed
	unsent, err := h.store.UnsentFiles(r.Ctx, r.User.Username, shown.channel)
	if err != nil {
		return err
	}
	shown.compose.Files, shown.compose.MaxFile = views.ShowFiles(unsent), h.uploads.MaxFile
	props.Composer = shown.compose
	h.KeepLastChannel(r, shown.channel)
	return r.SendMessages(shown.status, views.ChatPage(props))
}
