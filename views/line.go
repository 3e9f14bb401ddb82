package views

import (
	"strings"

	"minimost/chat"
	"minimost/lang"
)

// Excerpt is what a message says on one line, as it is read, as quotes and confirmations show it; style sheets cut it to the space there is.
func Excerpt(l lang.Language, m chat.Message, emoji *chat.EmojiSet) string {
	if m.ContentType == chat.ContentSystem {
		return chat.OneLine(SystemLine(m.Content, strings.Clone).In(l.T))
	}
	if !m.HasText() {
		return chat.OneLine(m.Line())
	}
	var read strings.Builder
	for _, piece := range Pieces(m.Content, emoji) {
		read.WriteString(piece.Text)
	}
	return chat.OneLine(read.String())
}

// SystemLine is a line that the server wrote, in which people are called by the names that they are shown by. No name can disturb it.
func SystemLine(text string, shown func(name string) string) chat.Words {
	words := chat.SystemTextNaming(text, shown)
	for i, arg := range words.Args {
		if name, ok := arg.(string); ok {
			words.Args[i] = Isolate(name)
		}
	}
	return words
}
