package account

import (
	"cmp"
	"strconv"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

func lookProps(r *web.Request, look chat.Look) views.LookProps {
	return views.LookProps{BackURL: r.BackURL("/"), Look: look}
}

// LookForm saves theme, density, language and skin tone. What is open follows by static/js/look.js.
func (h *Handlers) LookForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	look, err := parseLook(form, r.User.Look)
	if err == nil {
		err = h.store.SaveLook(r.Ctx, r.User.Username, look.All(), r.Now)
	}
	switch code := chat.CodeOf(err); {
	case code == chat.Invalid:
		return h.refuseLook(r, r.Says(err))
	case code == chat.Reused:
		return h.refuseLook(r, r.Says(web.ErrFormReused))
	case err != nil:
		return err
	case r.HTMX() && look.Language != r.User.Look.Language:
		r.Set("HX-Refresh", "true") // all of the page is written otherwise
		return r.SendStatus(fiber.StatusNoContent)
	case r.HTMX():
		return web.SendPage(r.HTTP, fiber.StatusOK, views.LookForm(lookProps(r, look)))
	}
	return r.Redirect(accountPage, fiber.StatusSeeOther)
}

// parseLook reads the form; one without a language, as of pages that are open since before there were any, leaves it.
func parseLook(form web.Fields, was chat.Look) (look chat.Look, err error) {
	if look.Theme, err = chat.ParseTheme(form.Text("theme")); err != nil {
		return look, err
	}
	if look.Density, err = chat.ParseDensity(form.Text("density")); err != nil {
		return look, err
	}
	if look.Language, err = web.ParseLanguage(cmp.Or(form.Text("language"), was.Language)); err != nil {
		return look, err
	}
	if look.SkinTone, err = strconv.Atoi(form.Text("skin_tone")); err != nil {
		look.SkinTone = -1
	}
	return look, chat.CheckSkinTone(look.SkinTone)
}

// refuseLook shows the look as it is, with what is wrong.
func (h *Handlers) refuseLook(r *web.Request, failure string) error {
	props := lookProps(r, r.User.Look)
	props.Error = failure
	if r.HTMX() {
		return web.SendPage(r.HTTP, fiber.StatusUnprocessableEntity, views.LookForm(props))
	}
	account, err := h.accountProps(r)
	if err != nil {
		return err
	}
	account.Look = props
	return h.sendAccount(r, fiber.StatusUnprocessableEntity, account)
}
