package account

import (
	"context"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

type lookStore interface {
	SaveLook(ctx context.Context, username string, change chat.LookChange, now time.Time) error
}

var errNoLook = chat.Errorf(chat.Invalid, `Send "theme", "density", "language" or "skin_tone".`)

func (h *Handlers) Look(r *web.Request) error {
	return r.JSON(fiber.Map{"theme": r.User.Look.Theme, "density": r.User.Look.Density, "language": r.User.Look.Language, "skin_tone": r.User.Look.SkinTone})
}

// SaveLook changes what is named and keeps the rest.
func (h *Handlers) SaveLook(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	var change chat.LookChange
	if change.Theme, err = parsed(body, "theme", chat.ParseTheme); err != nil {
		return err
	}
	if change.Density, err = parsed(body, "density", chat.ParseDensity); err != nil {
		return err
	}
	if change.Language, err = parsed(body, "language", web.ParseLanguage); err != nil {
		return err
	}
	tone, given, err := web.Member[int](body, "skin_tone")
	if err == nil && given {
		change.SkinTone, err = &tone, chat.CheckSkinTone(tone)
	}
	if err != nil {
		return err
	}
	if change == (chat.LookChange{}) {
		return errNoLook
	}
	return web.SendOK(r, h.store.SaveLook(r.Ctx, r.User.Username, change, r.Now))
}

// parsed reads a member that is one of a few names; it is empty where none is given.
func parsed[T ~string](body web.JSONObject, key string, parse func(string) (T, error)) (value T, err error) {
	name, given, err := web.Member[string](body, key)
	if err != nil || !given {
		return value, err
	}
	return parse(name)
}
