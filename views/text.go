package views

import (
	"context"
	"html"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/lang"
)

// T is a text of the interface in the language that is drawn in; its key is what it is in English.
func T(ctx context.Context, key string, args ...any) string { return lang.Of(ctx).T(key, args...) }

// N is T for a number.
func N(ctx context.Context, n int, one, other string, args ...any) string {
	return lang.Of(ctx).N(n, one, other, args...)
}

// Sentence is a text with elements in the places of "%s", "%[1]s" and "%d".
func Sentence(key string, parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		text, next := T(ctx, key), 0
		for {
			before, rest, found := strings.Cut(text, "%")
			if _, err := io.WriteString(w, html.EscapeString(before)); err != nil || !found {
				return err
			}
			end := strings.IndexAny(rest, "sd")
			if n, err := strconv.Atoi(strings.Trim(rest[:end], "[]")); err == nil {
				next = n - 1
			}
			if err := parts[next].Render(ctx, w); err != nil {
				return err
			}
			next++
			text = rest[end+1:]
		}
	})
}

// decimal is a number with the sign before its fraction that the language has.
func decimal(ctx context.Context, number string) string {
	return strings.Replace(number, ".", T(ctx, "fraction|."), 1)
}

func fileSize(ctx context.Context, bytes int64) string { return decimal(ctx, chat.FileSize(bytes)) }
