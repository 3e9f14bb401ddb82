package views

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"minimost/views/markup"
)

// Markdown draws the text of a message: bold, italic, strike, code, quotes, lists and links to web and mail addresses.
// Everything else, HTML above all, is shown as it was typed; package markup has the rules.
// Names behind an "@" are marked where they are among the mentions.
func Markdown(source string, mentions ...string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return markup.WriteMentions(w, source, mentions)
	})
}

// Excerpt is a message's source on one line, as quotes and confirmations show it; style sheets cut it to the space there is.
func Excerpt(source string) string {
	const enough = 160 // code points: more than any quote has room for
	line := strings.Join(strings.Fields(source), " ")
	if points := []rune(line); len(points) > enough {
		return string(points[:enough]) + "…"
	}
	return line
}
