package markup

import (
	"slices"
	"strings"

	"minimost/chat"
)

// Mentions are the names behind an "@" in the text of a message, as they were typed, each once whatever its case, at most
// chat.MaxMentions. What stands in code, addresses and links mentions nobody.
func Mentions(source string) (names []string) {
	if strings.IndexByte(source, '@') < 0 {
		return nil
	}
	links := 0
	for _, n := range Parse(source, Options{}) {
		switch {
		case n.Close && (n.Kind == Link || n.Kind == Address):
			links--
		case n.Kind == Link || n.Kind == Address:
			links++
		case n.Kind == Text && links == 0:
			names = appendMentions(names, n.Text)
		}
	}
	return names[:min(len(names), chat.MaxMentions)]
}

func appendMentions(names []string, text string) []string {
	for at, end := chat.NextMention(text, 0); at >= 0; at, end = chat.NextMention(text, end) {
		name := text[at+1 : end]
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
			names = append(names, name)
		}
	}
	return names
}

// markMentions marks mentions in HTML of ours, outside of code and links.
func markMentions(html []byte, names []string) []byte {
	out := make([]byte, 0, len(html)+64)
	rest, closing := string(html), ""
	for rest != "" {
		tag := strings.IndexByte(rest, '<')
		if tag < 0 {
			tag = len(rest)
		}
		if closing == "" {
			out = appendMarked(out, rest[:tag], names)
		} else {
			out = append(out, rest[:tag]...)
		}
		rest = rest[tag:]
		end := strings.IndexByte(rest, '>') + 1 // quoted values and comments have none: it is escaped
		switch {
		case closing != "" && rest[:end] == closing:
			closing = ""
		case closing != "":
		case strings.HasPrefix(rest, "<a "):
			closing = "</a>"
		case strings.HasPrefix(rest, "<code"):
			closing = "</code>"
		case strings.HasPrefix(rest, `<p class="prose__label"`):
			closing = "</p>"
		}
		out = append(out, rest[:end]...)
		rest = rest[end:]
	}
	return out
}

func appendMarked(out []byte, text string, names []string) []byte {
	from := 0
	for at, end := chat.NextMention(text, 0); at >= 0; at, end = chat.NextMention(text, end) {
		size := mentionLength(text[at+1:end], names)
		if size == 0 {
			continue
		}
		out = append(append(out, text[from:at]...), `<span class="mention">`...)
		from = at + 1 + size
		out = append(append(out, text[at:from]...), "</span>"...)
	}
	return append(out, text[from:]...)
}

// mentionLength is how much of what was typed behind an "@" is one of the names.
func mentionLength(typed string, names []string) int {
	for _, spelling := range chat.MentionSpellings(typed) {
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, spelling) }) {
			return len(spelling)
		}
	}
	return 0
}
