package views

import (
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/views/markup"
)

// Markdown draws the text of a message: bold, italic, strike, code, quotes, lists and links to web and mail addresses.
// Everything else, HTML above all, is shown as it was typed; package markup has the rules.
// Names behind an "@" are marked where they are among the mentions.
// Of emoji, their names between colons are drawn; nil for none.
func Markdown(source string, emoji *chat.EmojiSet, mentions ...string) templ.Component {
	return MarkdownWithin(nil, source, emoji, mentions...)
}

// CodeTime is how long the blocks of code of a page may take to be coloured.
type CodeTime = markup.CodeTime

// MarkdownWithin is Markdown of one of the texts of a page, which share a time for the colours of code.
func MarkdownWithin(code *CodeTime, source string, emoji *chat.EmojiSet, mentions ...string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return markup.Write(w, source, markup.Options{Mentions: mentions, Emoji: emoji, Highlight: true, CodeTime: code})
	})
}

// The shortest text that is folded has more lines than a folded one shows, at the width of a large window.
const (
	longLines = 24
	lineWidth = 100 // characters
	// codeLines is how many lines of a block of code are seen: it scrolls by itself.
	codeLines = 18
)

// IsLong tells whether a text is folded until its reader wants to see all of it.
func IsLong(source string) bool {
	if len(source) < longLines {
		return false
	}
	lines, code, inCode := 0, 0, false
	for line := range strings.Lines(source) {
		if strings.HasPrefix(line, "```") {
			inCode, code = !inCode, 0
		}
		if inCode {
			if code++; code > codeLines {
				continue
			}
		}
		if lines += 1 + utf8.RuneCountInString(line)/lineWidth; lines >= longLines {
			return true
		}
	}
	return false
}

// Pieces are a text as it is read in a line, without the marks that Markdown draws.
func Pieces(source string, emoji *chat.EmojiSet) []markup.Piece {
	return markup.Pieces(source, markup.Options{Emoji: emoji})
}
