package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
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
	// compose is what the composer holds: a draft with its error, a reply or an
	// edit.
	compose views.ComposerProps
}

// home opens the last channel, or the first public one.
func (s *server) home(r *request) error {
	page := chatPage{status: fiber.StatusOK, channel: r.Cookies(lastChannelCookie)}
	if r.Query("gone") != "" {
		page.notice = noticeGone
	}
	if r.Query("other") != "" {
		page.notice = noticeOther
	}
	_, err := s.Store.CheckAccess(r.ctx, r.user.Username, page.channel)
	if chat.CodeOf(err) == chat.Forbidden {
		page.channel, err = s.Store.PublicChannels()[0], nil
	}
	if err != nil {
		return err
	}
	return s.sendChatPage(r, page)
}

// channelPage opens one channel.
func (s *server) channelPage(r *request) error {
	return s.sendChatPage(r, chatPage{status: fiber.StatusOK, channel: r.channel()})
}

// sendChatPage draws the chat. It is ErrNoChannel without access.
func (s *server) sendChatPage(r *request, page chatPage) error {
	props, err := s.pages.Open(r.reader(), page.channel)
	if err != nil {
		return err
	}
	props.Page.AssetBase = s.Assets.Base()
	props.Notice = page.notice
	page.compose.Channel, page.compose.Name = props.Composer.Channel, props.Composer.Name
	props.Composer = page.compose
	r.Cookie(&fiber.Cookie{
		Name: lastChannelCookie, Value: page.channel, Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: s.Secure, Expires: r.now.Add(lastChannelKept),
	})
	return r.sendMessages(page.status, views.ChatPage(props))
}
