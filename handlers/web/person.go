package web

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// PersonHeader says whom the page that asks was drawn for: percent-encoded, as
// headers hold nothing but ASCII. Beacons and sockets, which have no headers, say
// it in the query and forms in a field, both named views.PersonField.
const PersonHeader = views.PersonHeader

const (
	// OtherPersonURL is where a page goes that was drawn for somebody else, and
	// CleanURL one that does not say for whom.
	OtherPersonURL = "/?other=1"
	// CleanURL is where a page goes that another person had opened.
	CleanURL = "/"
)

var (
	errOtherPerson = chat.Errorf(chat.Conflict, "This page was opened by somebody else. Nothing was done.")
	errNoPerson    = chat.Errorf(chat.Conflict, "This page does not say who opened it. Nothing was done.")
)

// checkPerson is nil for what was drawn for the session's user: everything that
// names a person names this one, and with the guard Own something does.
func (r *Request) checkPerson(guard Guard) *chat.Error {
	named := false
	for _, name := range r.persons(guard) {
		if name == "" {
			continue
		}
		if name != r.User.Username {
			return errOtherPerson
		}
		named = true
	}
	if !named && guard == Own {
		return errNoPerson
	}
	return nil
}

// persons are the names of whom a page was drawn for, "" where none is given.
func (r *Request) persons(guard Guard) [4]string {
	var names [4]string
	if header := r.Get(PersonHeader); header != "" {
		var err error
		if names[0], err = url.PathUnescape(header); err != nil {
			names[0] = header
		}
	}
	names[1] = r.Query(views.PersonField)
	if guard == Own && r.Method() != fiber.MethodPost {
		names[2] = page.DrawnFor(r.Query("since"))
	} else if r.Method() == fiber.MethodPost && !r.Request().IsBodyStream() {
		if form, err := r.BodyFields(); err == nil { // its handler says what is wrong with it
			names[3] = form.Text(views.PersonField)
		}
	}
	return names
}

// startClean refuses what a page asks that was drawn for somebody else, or for
// nobody, and sends the page where nothing is left of it.
func (r *Request) startClean(why *chat.Error) error {
	to := CleanURL
	if why == errOtherPerson {
		to = OtherPersonURL
	}
	if r.HTMX() || !wantsPage(r.HTTP) {
		r.Set("HX-Redirect", to)
		return SendText(r.HTTP, Statuses[why.Code], r.Says(why))
	}
	return r.Redirect(to, fiber.StatusSeeOther)
}
