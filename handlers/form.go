package handlers

import (
	"net/url"
	"path"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// What an answer to htmx says in HX-Trigger: a script acts on it.
const (
	triggerSent        = "sent"
	triggerDialogClose = "dialog-close"
)

// htmx reports whether a script asks for a fragment instead of a page.
func (r *request) htmx() bool { return r.Get("HX-Request") == "true" }

// asForm lets a browser without scripts be seen: sending a form is all that it
// can report. Where scripts run, the page's own tab reports.
func asForm(handle func(*server, *request) error) func(*server, *request) error {
	return func(s *server, r *request) error {
		if err := handle(s, r); err != nil || r.htmx() {
			return err
		}
		if err := s.Store.ReportPresence(r.ctx, r.user.Username, r.session, "", chat.Active, r.now); err != nil {
			s.Logger.Error("report presence with a form", "request", requestID(r.Ctx), "error", err)
		}
		return nil
	}
}

// fields are the values of a form that may be sent either way: a dialog is
// asked for again, with what was chosen so far, while one searches in it.
type fields func(key string) []string

func (r *request) queryFields() fields {
	args := r.Request().URI().QueryArgs()
	return func(key string) []string { return asStrings(args.PeekMulti(key)) }
}

func (r *request) bodyFields() (fields, error) {
	if strings.HasPrefix(r.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		multipart, err := r.MultipartForm()
		if err != nil {
			return nil, errNotForm
		}
		return func(key string) []string { return multipart.Value[key] }, nil
	}
	args := r.Request().PostArgs()
	return func(key string) []string { return asStrings(args.PeekMulti(key)) }, nil
}

func asStrings(values [][]byte) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}

// text is the first value, or "".
func (f fields) text(key string) string {
	if values := f(key); len(values) > 0 {
		return values[0]
	}
	return ""
}

// refusal is the sentence for what its sender can put right in the form. Any
// other error comes back.
func (r *request) refusal(err error) (string, error) {
	switch chat.CodeOf(err) {
	case chat.Invalid, chat.Conflict, chat.TooLarge:
		return r.says(err), nil
	case chat.Reused:
		return r.says(errFormReused), nil
	}
	return "", err
}

// refusalWithText is refusal for a form with a text that must not be lost, and
// the status. Without scripts the page is drawn anew, so it brings the text back
// even where the store cannot be written to.
func (s *server) refusalWithText(r *request, failure error) (status int, sentence string, err error) {
	sentence, err = r.refusal(failure)
	if err != nil && !r.htmx() && chat.CodeOf(failure) == chat.Unavailable {
		s.Logger.Error("a form was refused", "request", requestID(r.Ctx), "route", r.Route().Path, "error", failure)
		return fiber.StatusServiceUnavailable, r.says(failure), nil
	}
	return fiber.StatusUnprocessableEntity, sentence, err
}

// sendDialog answers with a dialog: for htmx alone, else as a page of its own.
func (s *server) sendDialog(r *request, status int, title string, dialog templ.Component) error {
	if r.htmx() {
		return sendPage(r.Ctx, status, dialog)
	}
	return sendPage(r.Ctx, status, views.DialogPage(s.pageProps(title), title, dialog))
}

// backURL is where a dialog's page leads back to. It is "" for htmx: there the
// dialog is on the page already.
func (r *request) backURL(fallback string) string {
	if r.htmx() {
		return ""
	}
	return r.cameFrom(fallback)
}

// cameFrom is the channel's page that the request was made on, else fallback.
func (r *request) cameFrom(fallback string) string {
	from, err := url.Parse(r.Get(fiber.HeaderReferer))
	if err != nil || !strings.HasPrefix(from.Path, page.ChannelURL("")) || path.Clean(from.Path) != from.Path {
		return fallback
	}
	return from.EscapedPath()
}

// done answers a form that was accepted: htmx with nothing, any other client by
// sending it to the page.
func (r *request) done(page string) error {
	if r.htmx() {
		return r.SendStatus(fiber.StatusNoContent)
	}
	return r.Redirect(page, fiber.StatusSeeOther)
}

// closeDialog is done for a form in a dialog.
func (r *request) closeDialog(page string) error {
	r.Set("HX-Trigger", triggerDialogClose)
	return r.done(page)
}

// goTo answers a form after which another page is to be shown.
func (r *request) goTo(page string) error {
	if r.htmx() {
		r.Set("HX-Redirect", page)
	}
	return r.done(page)
}
