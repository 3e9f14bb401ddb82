package account

import (
	"context"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

type pushStore interface {
	// SessionPush is what a session has subscribed to, and whether that is anything.
	SessionPush(ctx context.Context, session string) (sub chat.PushSubscription, found bool, err error)
	// SubscribePush is Invalid for what is no subscription and ErrNoPush for one that is
	// to be renewed and is not there, or of a session that has ended.
	SubscribePush(ctx context.Context, user, session string, change chat.PushChange, now time.Time) error
	// UnsubscribePush has nothing pushed to a session's browser any more.
	UnsubscribePush(ctx context.Context, session string) error
}

// ShowPush says what a browser subscribes with, and whether that of the session has.
func (h *Handlers) ShowPush(r *web.Request) error {
	if h.Pusher == nil {
		return chat.ErrPushOff
	}
	sub, found, err := h.store.SessionPush(r.Ctx, r.Session)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"key": h.Pusher.PublicKey(), "subscribed": found, "with_text": sub.WithText})
}

// SubscribePush takes a PushSubscription as browsers write it.
func (h *Handlers) SubscribePush(r *web.Request) error {
	if h.Pusher == nil {
		return chat.ErrPushOff
	}
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	change, err := parsePushChange(body)
	if err != nil {
		return err
	}
	change.Language = r.Browser.Tag()
	if err := h.Pusher.CheckEndpoint(change.Endpoint); err != nil {
		return err
	}
	return web.SendOK(r, h.store.SubscribePush(r.Ctx, r.User.Username, r.Session, change, r.Now))
}

func parsePushChange(body web.JSONObject) (change chat.PushChange, err error) {
	if change.Endpoint, err = body.Text("endpoint"); err != nil {
		return change, err
	}
	keys, _, err := web.Member[web.JSONObject](body, "keys")
	if err != nil {
		return change, err
	}
	if change.Key, err = keys.Text("p256dh"); err != nil {
		return change, err
	}
	if change.Secret, err = keys.Text("auth"); err != nil {
		return change, err
	}
	if change.WithText, err = web.OptionalMember[bool](body, "with_text"); err != nil {
		return change, err
	}
	change.Renew, _, err = web.Member[bool](body, "renew")
	return change, err
}

func (h *Handlers) UnsubscribePush(r *web.Request) error {
	return web.SendOK(r, h.store.UnsubscribePush(r.Ctx, r.Session))
}
