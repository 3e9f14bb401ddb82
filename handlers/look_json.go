package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

type lookStore interface {
	SaveLook(ctx context.Context, username string, change chat.LookChange, now time.Time) error
}

var errNoLook = chat.Errorf(chat.Invalid, `Send "theme", "density", "language" or "skin_tone".`)

func (s *server) look(r *request) error {
	return r.JSON(fiber.Map{"theme": r.user.Look.Theme, "density": r.user.Look.Density, "language": r.user.Look.Language, "skin_tone": r.user.Look.SkinTone})
}

// saveLook changes what is named and keeps the rest.
func (s *server) saveLook(r *request) error {
	body, err := r.jsonBody()
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
	if change.Language, err = parsed(body, "language", parseLanguage); err != nil {
		return err
	}
	tone, given, err := member[int](body, "skin_tone")
	if err == nil && given {
		change.SkinTone, err = &tone, chat.CheckSkinTone(tone)
	}
	if err != nil {
		return err
	}
	if change == (chat.LookChange{}) {
		return errNoLook
	}
	return sendOK(r, s.Store.SaveLook(r.ctx, r.user.Username, change, r.now))
}

// parsed reads a member that is one of a few names; it is empty where none is given.
func parsed[T ~string](body jsonObject, key string, parse func(string) (T, error)) (value T, err error) {
	name, given, err := member[string](body, key)
	if err != nil || !given {
		return value, err
	}
	return parse(name)
}
