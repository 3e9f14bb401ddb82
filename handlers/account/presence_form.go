package account

import (
	"strconv"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

var (
	errNoChoice   = chat.Errorf(chat.Invalid, "Choose how others see you.")
	errBadMinutes = chat.Errorf(chat.Invalid, "Choose 1 minute to 7 days.")
)

// OverrideForm is the picker of the account dialog.
func (h *Handlers) OverrideForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	override, minutes, err := parseOverrideForm(form)
	if err != nil {
		return h.refuseOverride(r, override, minutes, err)
	}
	err = h.store.ChooseOverride(r.Ctx, r.User.Username, override, minutes, r.Now)
	if chat.CodeOf(err) == chat.Reused {
		return h.refuseOverride(r, override, minutes, web.ErrFormReused)
	}
	if err != nil {
		return err
	}
	if !r.HTMX() {
		return r.Redirect(accountPage, fiber.StatusSeeOther)
	}
	props, err := h.overrideProps(r)
	if err != nil {
		return err
	}
	if override != chat.Automatic {
		props.Minutes = minutes
	}
	return web.SendPage(r.HTTP, fiber.StatusOK, views.OverridePicker(props))
}

// parseOverrideForm reads override and minutes; no minutes are until changed.
func parseOverrideForm(form web.Fields) (override chat.Override, minutes int, err error) {
	override, known := chat.ParseOverride(form.Text("override"))
	if !known || len(form("override")) == 0 {
		return override, 0, errNoChoice
	}
	raw := form.Text("minutes")
	if override == chat.Automatic || raw == "" {
		return override, 0, nil
	}
	minutes, err = strconv.Atoi(raw)
	if err != nil || minutes < 1 || minutes > chat.MaxOverrideMinutes {
		return override, minutes, errBadMinutes
	}
	return override, minutes, nil
}

// refuseOverride shows the picker as it was left, with what is wrong.
func (h *Handlers) refuseOverride(r *web.Request, override chat.Override, minutes int, err error) error {
	props, failure := h.overrideProps(r)
	if failure != nil {
		return failure
	}
	props.Override, props.Minutes, props.Error = string(override), minutes, r.Says(err)
	if r.HTMX() {
		return web.SendPage(r.HTTP, fiber.StatusUnprocessableEntity, views.OverridePicker(props))
	}
	account, err := h.accountProps(r)
	if err != nil {
		return err
	}
	account.Override = props
	return h.sendAccount(r, fiber.StatusUnprocessableEntity, account)
}
