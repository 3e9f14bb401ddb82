package handlers

import (
	"errors"
	"strconv"

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

// statusForm sets, or clears, what the user says of themselves.
func (s *server) statusForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	props := views.StatusFormProps{
		BackURL: r.backURL("/"), Emoji: form.text("emoji"), Text: form.text("text"), Duration: form.text("duration"),
	}
	status, err := s.statusIn(r, form)
	if err == nil {
		err = s.Store.SetStatus(r.ctx, r.user.Username, status, r.now)
	}
	if err != nil {
		failure := err
		sentence, err := r.refusal(failure)
		if err != nil {
			return err
		}
		props.Error = sentence
		if errors.Is(failure, errStatusEmoji) {
			props.Error, props.EmojiError = "", sentence
		}
		return s.sendStatusForm(r, fiber.StatusUnprocessableEntity, props)
	}
	if !r.htmx() {
		return r.Redirect(accountPage, fiber.StatusSeeOther)
	}
	return s.sendStatusForm(r, fiber.StatusOK, statusFormProps(r, status))
}

// statusIn reads the form: a ready-made status, none, or the one that was typed.
func (s *server) statusIn(r *request, form fields) (chat.Status, error) {
	if form.text(views.StatusClearField) != "" {
		return chat.Status{}, nil
	}
	status := chat.Status{Emoji: form.text("emoji"), Text: form.text("text")}
	if preset, err := strconv.Atoi(form.text(views.StatusPresetField)); err == nil && preset >= 0 && preset < len(chat.StatusPresets) {
		status = chat.StatusPresets[preset]
	}
	var known bool
	if status.Until, known = chat.StatusEnds(form.text("duration"), r.local(r.now)); !known {
		return status, errNoDuration
	}
	return s.parseStatus(r, status)
}

// parseStatus checks a status that somebody wants to set.
func (s *server) parseStatus(r *request, status chat.Status) (chat.Status, error) {
	if status.Emoji != "" {
		known, err := s.Emoji()
		if err != nil {
			return status, err
		}
		if status.Emoji, err = known.Parse(status.Emoji); err != nil {
			return status, errStatusEmoji
		}
	}
	return chat.ParseStatus(status, r.now)
}

func (s *server) sendStatusForm(r *request, status int, props views.StatusFormProps) error {
	if r.htmx() {
		return sendPage(r.Ctx, status, views.StatusForm(props))
	}
	account, err := s.accountProps(r)
	if err != nil {
		return err
	}
	account.Status = props
	return s.sendAccount(r, status, account)
}

// statusFormProps is the form of somebody with that status.
func statusFormProps(r *request, status chat.Status) views.StatusFormProps {
	p := views.StatusFormProps{BackURL: r.backURL("/"), Emoji: status.Emoji, Text: status.Text, Duration: usualStatusDuration}
	if status.IsSet() {
		p.Until = views.UntilText(r.language(), status.Until, r.local(r.now))
	}
	return p
}
