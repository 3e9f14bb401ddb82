package views

import (
	"strconv"

	"github.com/a-h/templ"
)

// dialogLink makes a plain link open its page inside #dialog; on a page of its own (backURL set) it stays a link.
func dialogLink(url, backURL string) templ.Attributes {
	if backURL != "" {
		return nil
	}
	return templ.Attributes{"hx-get": url, "hx-target": "#dialog", "hx-swap": "innerHTML", "aria-haspopup": "dialog"}
}

// dialogForm makes a form answer inside #dialog; on a page of its own the browser posts it.
func dialogForm(url, backURL string) templ.Attributes {
	if backURL != "" {
		return nil
	}
	return templ.Attributes{"hx-post": url, "hx-target": "#dialog", "hx-swap": "innerHTML"}
}

// privateChannelURL is a route of one private channel, such as "rename".
func privateChannelURL(id int64, verb string) string {
	return "/ui/private_channels/" + strconv.FormatInt(id, 10) + "/" + verb
}

// current marks the link to the page one is on.
func current(yes bool) templ.Attributes {
	if !yes {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

// sectionForm makes a form replace one section of its dialog with the answer. Of two choices made right after each
// other the second asks for both: one that waited for the first answer would be lost with the form that it replaces.
func sectionForm(url, target, backURL string) templ.Attributes {
	if backURL != "" {
		return nil
	}
	return templ.Attributes{"hx-post": url, "hx-target": target, "hx-swap": "outerHTML", "hx-sync": "this:replace"}
}

// describedByError ties a group of controls to the FieldError with that id.
func describedByError(id, message string) templ.Attributes {
	if message == "" {
		return nil
	}
	return templ.Attributes{"aria-describedby": id + "-error"}
}
