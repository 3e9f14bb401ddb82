package web

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
	TriggerSent        = "sent"
	triggerDialogClose = "dialog-close"
)

// HTMX reports whether a script asks for a fragment instead of a page.
func (r *Request) HTMX() bool { return r.Get("HX-Request") == "true" }

// AsForm lets a browser without scripts be seen: sending a form is all that it
// can report. Where scripts run, the page's own tab reports.
func (s *Server) AsForm(handle Handler) Handler {
	return func(r *Request) error {
		if err := handle(r); err != nil || r.HTMX() {
			return err
		}
		if err := s.store.ReportPresence(r.Ctx, r.User.Username, r.Session, "", chat.Active, r.Now); err != nil {
			s.Logger.Error("report presence with a form", "request", RequestID(r.HTTP), "error", err)
		}
		return nil
	}
}

// Fields are the values of a form that may be sent either way: a dialog is
// asked for again, with what was chosen so far, while one searches in it.
type Fields func(key string) []string

// QueryFields are the fields of a form in the query.
func (r *Request) QueryFields() Fields {
	args := r.Request().URI().QueryArgs()
	return func(key string) []string { return asStrings(args.PeekMulti(key)) }
}

// BodyFields are the fields of a form in the body, multipart or not.
func (r *Request) BodyFields() (Fields, error) {
	if strings.HasPrefix(r.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		multipart, err := r.multipartForm()
		if err != nil {
			return nil, ErrNotForm
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

// Text is the first value, or "".
func (f Fields) Text(key string) string {
	if values := f(key); len(values) > 0 {
		return values[0]
	}
	return ""
}

// Refusal is the sentence for what its sender can put right in the form. Any
// other error comes back.
func (r *Request) Refusal(err error) (string, error) {
	switch chat.CodeOf(err) {
	case chat.Invalid, chat.Conflict, chat.TooLarge:
		return r.Says(err), nil
	case chat.Reused:
		return r.Says(ErrFormReused), nil
	}
	return "", err
}

// RefusalWithText is refusal for a form with a text that must not be lost, and
// the status. Without scripts the page is drawn anew, so it brings the text back
// even where the store cannot be written to.
func (s *Server) RefusalWithText(r *Request, failure error) (status int, sentence string, err error) {
	sentence, err = r.Refusal(failure)
	if err != nil && !r.HTMX() && chat.CodeOf(failure) == chat.Unavailable {
		s.Logger.Error("a form was refused", "request", RequestID(r.HTTP), "route", r.Route().Path, "error", failure)
		return fiber.StatusServiceUnavailable, r.Says(failure), nil
	}
	return fiber.StatusUnprocessableEntity, sentence, err
}

// SendDialog answers with a dialog: for htmx alone, else as a page of its own.
func (s *Server) SendDialog(r *Request, status int, title string, dialog templ.Component) error {
	if r.HTMX() {
		return SendPage(r.HTTP, status, dialog)
	}
	return SendPage(r.HTTP, status, views.DialogPage(s.PageProps(title), title, dialog))
}

// BackURL is where a dialog's page leads back to. It is "" for htmx: there the
// dialog is on the page already.
func (r *Request) BackURL(fallback string) string {
	if r.HTMX() {
		return ""
	}
	return r.CameFrom(fallback)
}

// CameFrom is the channel's page that the request was made on, else fallback.
func (r *Request) CameFrom(fallback string) string {
	from, err := url.Parse(r.Get(fiber.HeaderReferer))
	if err != nil || !strings.HasPrefix(from.Path, page.ChannelURL("")) || path.Clean(from.Path) != from.Path {
		return fallback
	}
	return from.EscapedPath()
}

// Done answers a form that was accepted: htmx with nothing, any other client by
// sending it to the page.
func (r *Request) Done(page string) error {
	if r.HTMX() {
		return r.SendStatus(fiber.StatusNoContent)
	}
	return r.Redirect(page, fiber.StatusSeeOther)
}

// CloseDialog is done for a form in a dialog.
func (r *Request) CloseDialog(page string) error {
	r.Set("HX-Trigger", triggerDialogClose)
	return r.Done(page)
}

// GoTo answers a form after which another page is to be shown.
func (r *Request) GoTo(page string) error {
	if r.HTMX() {
		r.Set("HX-Redirect", page)
	}
	return r.Done(page)
}
