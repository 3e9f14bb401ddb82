package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

// Pusher is what sends Web Push.
type Pusher interface {
	// PublicKey is what browsers subscribe with, base64url.
	PublicKey() string
	// CheckEndpoint is Invalid for an address that nothing is sent to.
	CheckEndpoint(endpoint string) error
}

type pushStore interface {
	// SessionPush is what a session has subscribed to, and whether that is anything.
	SessionPush(ctx context.Context, session string) (sub chat.PushSubscription, found bool, err error)
	// SubscribePush is Invalid for what is no subscription and ErrNoPush for one that is
	// to be renewed and is not there, or of a session that has ended.
	SubscribePush(ctx context.Context, user, session string, change chat.PushChange, now time.Time) error
	// UnsubscribePush has nothing pushed to a session's browser any more.
	UnsubscribePush(ctx context.Context, session string) error
}

// showPush says what a browser subscribes with, and whether that of the session has.
func (s *server) showPush(r *request) error {
	if s.Pusher == nil {
		return chat.ErrPushOff
	}
	sub, found, err := s.Store.SessionPush(r.ctx, r.session)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"key": s.Pusher.PublicKey(), "subscribed": found, "with_text": sub.WithText})
}

// subscribePush takes a PushSubscription as browsers write it.
func (s *server) subscribePush(r *request) error {
	if s.Pusher == nil {
		return chat.ErrPushOff
	}
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	change, err := parsePushChange(body)
	if err != nil {
		return err
	}
	change.Language = r.browser.Tag()
	if err := s.Pusher.CheckEndpoint(change.Endpoint); err != nil {
		return err
	}
	return sendOK(r, s.Store.SubscribePush(r.ctx, r.user.Username, r.session, change, r.now))
}

func parsePushChange(body jsonObject) (change chat.PushChange, err error) {
	if change.Endpoint, err = body.text("endpoint"); err != nil {
		return change, err
	}
	keys, _, err := member[jsonObject](body, "keys")
	if err != nil {
		return change, err
	}
	if change.Key, err = keys.text("p256dh"); err != nil {
		return change, err
	}
	if change.Secret, err = keys.text("auth"); err != nil {
		return change, err
	}
	if change.WithText, err = optionalMember[bool](body, "with_text"); err != nil {
		return change, err
	}
	change.Renew, _, err = member[bool](body, "renew")
	return change, err
}

func (s *server) unsubscribePush(r *request) error {
	return sendOK(r, s.Store.UnsubscribePush(r.ctx, r.session))
}
