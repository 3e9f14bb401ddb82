package handlers

import (
	"cmp"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

func lookProps(r *request, look chat.Look) views.LookProps {
	return views.LookProps{BackURL: r.backURL("/"), Look: look}
}

// lookForm saves theme, density, language and skin tone. What is open follows by static/js/look.js.
func (s *server) lookForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	look, err := parseLook(form, r.user.Look)
	if err == nil {
		err = s.Store.SaveLook(r.ctx, r.user.Username, look.All(), r.now)
	}
	switch code := chat.CodeOf(err); {
	case code == chat.Invalid:
		return s.refuseLook(r, r.says(err))
	case code == chat.Reused:
		return s.refuseLook(r, r.says(errFormReused))
	case err != nil:
		return err
	case r.htmx() && look.Language != r.user.Look.Language:
		r.Set("HX-Refresh", "true") // all of the page is written otherwise
		return r.SendStatus(fiber.StatusNoContent)
	case r.htmx():
		return sendPage(r.Ctx, fiber.StatusOK, views.LookForm(lookProps(r, look)))
	}
	return r.Redirect(accountPage, fiber.StatusSeeOther)
}

// parseLook reads the form; one without a language, as of pages that are open since before there were any, leaves it.
func parseLook(form fields, was chat.Look) (look chat.Look, err error) {
	if look.Theme, err = chat.ParseTheme(form.text("theme")); err != nil {
		return look, err
	}
	if look.Density, err = chat.ParseDensity(form.text("density")); err != nil {
		return look, err
	}
	if look.Language, err = parseLanguage(cmp.Or(form.text("language"), was.Language)); err != nil {
		return look, err
	}
	if look.SkinTone, err = strconv.Atoi(form.text("skin_tone")); err != nil {
		look.SkinTone = -1
	}
	return look, chat.CheckSkinTone(look.SkinTone)
}

// refuseLook shows the look as it is, with what is wrong.
func (s *server) refuseLook(r *request, failure string) error {
	props := lookProps(r, r.user.Look)
	props.Error = failure
	if r.htmx() {
		return sendPage(r.Ctx, fiber.StatusUnprocessableEntity, views.LookForm(props))
	}
	account, err := s.accountProps(r)
	if err != nil {
		return err
	}
	account.Look = props
	return s.sendAccount(r, fiber.StatusUnprocessableEntity, account)
}
