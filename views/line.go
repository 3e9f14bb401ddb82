package views

import (
	"context"

	"minimost/chat"
	"minimost/lang"
)

// Line is the text of a message in a line, in the language where the server wrote it.
func Line(l lang.Language, m chat.Message) string {
	if m.ContentType == chat.ContentSystem {
		return chat.ParseSystemText(m.Content).In(l.T)
	}
	return m.Line()
}

// systemText is a line that the server wrote, with names that cannot disturb it.
func systemText(ctx context.Context, line string) string {
	words := chat.ParseSystemText(line)
	for i, arg := range words.Args {
		if name, ok := arg.(string); ok {
			words.Args[i] = Isolate(name)
		}
	}
	return words.In(lang.Of(ctx).T)
}
