package account

import (
	"errors"
	"strconv"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

var (
	errNoDuration  = chat.Errorf(chat.Invalid, "Choose when the status is cleared.")
	errStatusEmoji = chat.Errorf(chat.Invalid, "Choose one emoji, or none.")
)

// usualStatusDuration is the one that is chosen where there is no status.
const usualStatusDuration = "today"

// StatusForm sets, or clears, what the user says of themselves.
func (h *Handlers) StatusForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	props := views.StatusFormProps{
		BackURL: r.BackURL("/"), Emoji: form.Text("emoji"), Text: form.Text("text"), Duration: form.Text("duration"),
	}
	status, err := h.statusIn(r, form)
	if err == nil {
		err = h.store.SetStatus(r.Ctx, r.User.Username, status, r.Now)
	}
	if err != nil {
		failure := err
		sentence, err := r.Refusal(failure)
		if err != nil {
			return err
		}
		props.Error = sentence
		if errors.Is(failure, errStatusEmoji) {
			props.Error, props.EmojiError = "", sentence
		}
		return h.sendStatusForm(r, fiber.StatusUnprocessableEntity, props)
	}
	if !r.HTMX() {
		return r.Redirect(accountPage, fiber.StatusSeeOther)
	}
	return h.sendStatusForm(r, fiber.StatusOK, statusFormProps(r, status))
}

// statusIn reads the form: a ready-made status, none, or the one that was typed.
func (h *Handlers) statusIn(r *web.Request, form web.Fields) (chat.Status, error) {
	if form.Text(views.StatusClearField) != "" {
		return chat.Status{}, nil
	}
	status := chat.Status{Emoji: form.Text("emoji"), Text: form.Text("text")}
	if preset, err := strconv.Atoi(form.Text(views.StatusPresetField)); err == nil && preset >= 0 && preset < len(chat.StatusPresets) {
		status = chat.StatusPresets[preset]
	}
	var known bool
	if status.Until, known = chat.StatusEnds(form.Text("duration"), r.Local(r.Now)); !known {
		return status, errNoDuration
	}
	return h.parseStatus(r, status)
}

// parseStatus checks a status that somebody wants to set.
func (h *Handlers) parseStatus(r *web.Request, status chat.Status) (chat.Status, error) {
	if status.Emoji != "" {
		known, err := h.Emoji()
		if err != nil {
			return status, err
		}
		if status.Emoji, err = known.Parse(status.Emoji); err != nil {
			return status, errStatusEmoji
		}
	}
	return chat.ParseStatus(status, r.Now)
}

func (h *Handlers) sendStatusForm(r *web.Request, status int, props views.StatusFormProps) error {
	if r.HTMX() {
		return web.SendPage(r.HTTP, status, views.StatusForm(props))
	}
	account, err := h.accountProps(r)
	if err != nil {
		return err
	}
	account.Status = props
	return h.sendAccount(r, status, account)
}

// statusFormProps is the form of somebody with that status.
func statusFormProps(r *web.Request, status chat.Status) views.StatusFormProps {
	p := views.StatusFormProps{BackURL: r.BackURL("/"), Emoji: status.Emoji, Text: status.Text, Duration: usualStatusDuration}
	if status.IsSet() {
		p.Until = views.UntilText(r.Language(), status.Until, r.Local(r.Now))
	}
	return p
}
