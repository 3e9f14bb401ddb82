package markup

import (
	"bytes"

	"minimost/chat"
)

// maxLarge is how many emoji a message shows large that has nothing else.
const maxLarge = 10

// readEmoji reads the name of an emoji between colons, such as ":tada:"; 0 when it names none. Letters and digits beside it would
// make it a part of a word, but for those of scripts without blanks.
func (l *line) readEmoji(at int) int {
	behind := -1
	if n := len(l.tokens); n > 0 && l.tokens[n-1].kind() == emojiToken {
		behind = int(l.tokens[n-1].end)
	}
	end := emojiEnd(l.text, at, l.options.Emoji)
	if end == 0 {
		l.effort -= effortOfName
	}
	if end == 0 || l.isEscaped(at) || behind != at && at > 0 && (l.text[at-1] == ':' || isWord(l.classBefore(at))) || isWord(l.classAfter(end)) {
		if end > 0 {
			l.effort -= effortOfWord
		}
		return 0
	}
	return l.add(emojiToken, at, end)
}

func isWord(c class) bool { return c&alphanumeric != 0 && c&cjk == 0 }

// emojiEnd returns the end of ":name:" at a place, 0 unless it is the name of an emoji.
func emojiEnd(text string, at int, emoji *chat.EmojiSet) int {
	end := at + 1
	for end < len(text) && traits[text[end]]&naming != 0 {
		end++
	}
	if end == len(text) || text[end] != ':' || emoji.Named(text[at+1:end]) == "" {
		return 0
	}
	return end + 1
}

// isOnlyEmoji tells whether a message consists of a few emoji, as characters or names, and white space.
func isOnlyEmoji(source string, emoji *chat.EmojiSet) bool {
	const longest = 1_000 // bytes of ten emoji with white space between
	if len(source) > longest {
		return false
	}
	count := 0
	for at := 0; at < len(source); {
		if c := source[at]; c == ' ' || c == '\n' || c == '\r' || c == '\t' {
			at++
			continue
		}
		if count++; count > maxLarge {
			return false
		}
		var size int
		if source[at] == ':' {
			size = max(emojiEnd(source, at, emoji)-at, 0)
		} else {
			size = emoji.Length(source[at:])
		}
		if size == 0 {
			return false
		}
		at += size
	}
	return count > 0
}

const (
	paragraph = `<p dir="auto">`
	large     = `<p dir="auto" class="prose__large">`
)

// enlarge makes the only paragraph of a message large.
func enlarge(html []byte) []byte {
	if bytes.HasPrefix(html, []byte(paragraph)) && bytes.Count(html, []byte("<p")) == 1 {
		return append([]byte(large), html[len(paragraph):]...)
	}
	return html
}
