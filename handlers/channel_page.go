package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

const (
	lastChannelCookie = "minimost_channel"
	lastChannelKept   = 365 * 24 * time.Hour

	noticeGone  = "You no longer have access to that channel."
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

// home opens the last channel, or the first public one.
func (s *server) home(r *request) error {
	shown := chatPage{status: fiber.StatusOK, channel: r.Cookies(lastChannelCookie)}
	if r.Query("gone") != "" {
		shown.notice = r.T(noticeGone)
	}
	if r.Query("other") != "" {
		shown.notice = r.T(noticeOther)
	}
	_, err := s.Store.CheckAccess(r.ctx, r.user.Username, shown.channel)
	left, leftErr := chat.ParsePublicName(r.Query("left"))
	if leftErr == nil {
		if access, err := s.cache.Access(r.ctx, r.user.Username, left, r.now); err == nil {
			shown.notice = r.T("You left %s.", access.Name)
		}
	}
	if chat.CodeOf(err) == chat.Forbidden || leftErr == nil && left == shown.channel {
		shown.channel, err = s.firstChannel(r)
	}
	if err != nil {
		return err
	}
	return s.sendChatPage(r, shown)
}

// firstChannel is the first public channel that the user is in, else the first of all.
func (s *server) firstChannel(r *request) (string, error) {
	joined, err := s.Store.JoinedChannels(r.ctx, r.user.Username)
	return append(joined, s.Store.PublicChannels()[0])[0], err
}

// channelPage opens one channel, where placeOf says.
func (s *server) channelPage(r *request) error {
	place, err := s.placeOf(r)
	if err == nil {
		err = s.sendChatPage(r, chatPage{status: fiber.StatusOK, channel: r.channel(), place: place})
	}
	if chat.CodeOf(err) == chat.Forbidden {
		if renamed, err := s.Store.RenamedDirect(r.ctx, r.user.Username, r.channel()); err == nil {
			return r.Redirect(page.ChannelURL(renamed), fiber.StatusFound)
		}
	}
	return err
}

// sendChatPage draws the chat. It is ErrNoChannel without access.
func (s *server) sendChatPage(r *request, shown chatPage) error {
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	props, err := s.pages.Open(r.reader(), shown.channel, shown.place)
	if err != nil {
		return err
	}
	if err := s.offerFirstSteps(r, &props); err != nil {
		return err
	}
	props.Page.AssetBase = s.Assets.Base()
	props.Notice = shown.notice
	shown.compose.Channel, shown.compose.Name = props.Composer.Channel, props.Composer.Name
	shown.compose.Closed = props.Composer.Closed
	unsent, err := s.Store.UnsentFiles(r.ctx, r.user.Username, shown.channel)
	if err != nil {
		return err
	}
	shown.compose.Files, shown.compose.MaxFile = views.ShowFiles(unsent), s.uploads.MaxFile
	props.Composer = shown.compose
	r.Cookie(&fiber.Cookie{
		Name: lastChannelCookie, Value: shown.channel, Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: s.Secure, Expires: r.now.Add(lastChannelKept),
	})
	return r.sendMessages(shown.status, views.ChatPage(props))
}
