package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

var (
	errNoChoice   = chat.Errorf(chat.Invalid, "Choose how others see you.")
	errBadMinutes = chat.Errorf(chat.Invalid, "Choose 1 minute to 7 days.")
)

// overrideForm is the picker of the account dialog.
func (s *server) overrideForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	override, minutes, err := parseOverrideForm(form)
	if err != nil {
		return s.refuseOverride(r, override, minutes, err)
	}
	err = s.Store.ChooseOverride(r.ctx, r.user.Username, override, minutes, r.now)
	if chat.CodeOf(err) == chat.Reused {
		return s.refuseOverride(r, override, minutes, errFormReused)
	}
	if err != nil {
		return err
	}
	if !r.htmx() {
		return r.Redirect(accountPage, fiber.StatusSeeOther)
	}
	props, err := s.overrideProps(r)
	if err != nil {
		return err
	}
	if override != chat.Automatic {
		props.Minutes = minutes
	}
	return sendPage(r.Ctx, fiber.StatusOK, views.OverridePicker(props))
}

// parseOverrideForm reads override and minutes; no minutes are until changed.
func parseOverrideForm(form fields) (override chat.Override, minutes int, err error) {
	override, known := chat.ParseOverride(form.text("override"))
	if !known || len(form("override")) == 0 {
		return override, 0, errNoChoice
	}
	raw := form.text("minutes")
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
func (s *server) refuseOverride(r *request, override chat.Override, minutes int, err error) error {
	props, failure := s.overrideProps(r)
	if failure != nil {
		return failure
	}
	props.Override, props.Minutes, props.Error = string(override), minutes, r.says(err)
	if r.htmx() {
		return sendPage(r.Ctx, fiber.StatusUnprocessableEntity, views.OverridePicker(props))
	}
	account, err := s.accountProps(r)
	if err != nil {
		return err
	}
	account.Override = props
	return s.sendAccount(r, fiber.StatusUnprocessableEntity, account)
}
