package markup

import (
	"strings"
	"unicode/utf8"
)

// webEnd returns the end of a web address whose host starts at a place; 0 when no host stands there.
func (l *line) webEnd(start, host int) int {
	size := hostLength(l.text[host:])
	if size == 0 {
		return 0
	}
	end := host + size
	if end < len(l.text) && strings.IndexByte("/?#", l.text[end]) >= 0 {
		end = l.pathEnd(start, end)
	}
	return end
}

// hostLength returns how long the host is that the text starts with, with the name and port around it.
func hostLength(text string) int {
	end := 0
	for i := 0; i < len(text); {
		c := text[i]
		if i == 0 && c == '[' {
			i = addressLiteral(text)
			end = i
			if i == 0 {
				break
			}
			continue
		}
		stop, size := stopAt(text, i)
		named := isASCIIAlphanumeric(c) || c >= utf8.RuneSelf && !stop
		if !named && strings.IndexByte("-._~%:@", c) < 0 {
			break
		}
		i += size
		if named {
			end = i
		}
	}
	return end
}

// addressLiteral returns the length of an IPv6 address in brackets.
func addressLiteral(text string) int {
	end := strings.IndexByte(text, ']')
	const longest = 50
	if end < 0 || end > longest || strings.Trim(text[1:end], "0123456789abcdefABCDEF:.") != "" || strings.Count(text[:end], ":") < 2 {
		return 0
	}
	return end + 1
}

// pathEnd returns the end of an address that started at a place and is known to reach from. A bracket belongs to it together
// with its partner. What only ends a sentence, closes a quote or a mark, or comes before another address does not.
func (l *line) pathEnd(start, from int) int {
	text, end := l.text, from
	quoted := start > 0 && text[start-1] == '\''
scan:
	for end < len(text) {
		stop, size := stopAt(text, end)
		if stop {
			break
		}
		rest := text[end+size:]
		switch c := text[end]; c {
		case '(', '[', '{':
			if l.partner(end) < 0 {
				break scan
			}
		case ')', ']', '}':
			if int(l.partner(end)) < start {
				break scan
			}
		case '*', '~':
			if rest != "" && rest[0] == c {
				break scan
			}
		case '\'':
			if quoted {
				break scan
			}
		case ',', ';', '|':
			if schemeLength(rest) > 0 {
				break scan
			}
		}
		end += size
	}
	return l.trimAddress(from, end)
}

// trimAddress takes off what stands behind an address that ends before a place.
func (l *line) trimAddress(from, end int) int {
	for end > from {
		r, size := utf8.DecodeLastRuneInString(l.text[from:end])
		if strings.ContainsRune(".,:;!?'*|–", r) || r == '_' && l.marks.underscore || r >= utf8.RuneSelf && classOf(r)&invisible != 0 {
			end -= size
			continue
		}
		break
	}
	return end
}

// asciiStop are the signs that no address holds.
var asciiStop = func() (set [utf8.RuneSelf]bool) {
	for c := range set {
		set[c] = c <= ' ' || c == 0x7f || strings.IndexByte("<>\"\\`", byte(c)) >= 0
	}
	return set
}()

// stopAt tells whether the character at a place ends an address, and how many bytes it has.
func stopAt(text string, at int) (bool, int) {
	if c := text[at]; c < utf8.RuneSelf {
		return asciiStop[c], 1
	}
	r, size := utf8.DecodeRuneInString(text[at:])
	return classOf(r)&foreignStop != 0, size
}
