package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// webEnd returns the end of a web address whose host starts at a place; 0 when no host stands there.
func (l *line) webEnd(start, host int) int {
	size := l.hostLength(host)
	if size == 0 {
		return 0
	}
	return l.pathAfter(start, host+size)
}

// hostLength is hostLength of what starts at a place; 0 where that is longer than any.
func (l *line) hostLength(at int) int {
	const longest = 512 // bytes: a name has at most 253, and there may be that of a person before it and a port behind
	text := l.text[at:min(len(l.text), at+longest)]
	size := nameReach(text)
	l.effort -= size
	if size == len(text) || traits[text[size]]&(hostSign|foreign) == 0 && text[0] != '[' {
		for size > 0 && traits[text[size-1]]&hosting == 0 {
			size--
		}
	} else {
		reach := hostReach(text)
		l.effort -= 2 * reach
		size = hostWithin(text, reach)
	}
	if size > longest-utf8.UTFMax {
		l.effort -= 2 * longest
		return 0
	}
	return size
}

// pathAfter returns the end of an address of which the host ends at a place.
func (l *line) pathAfter(start, end int) int {
	if end < len(l.text) && (l.text[end] == '/' || l.text[end] == '?' || l.text[end] == '#') {
		if end = l.pathEnd(start, end); l.isSpent() {
			return 0
		}
	}
	return end
}

// hostLength returns how long the host is that the text starts with, with the name and port around it. What is no port does not
// belong to it, as in "https://x.org:abc".
func hostLength(text string) int { return hostWithin(text, hostReach(text)) }

// nameReach returns how far the signs go that can be of a host of ASCII, without a name and port around it.
func nameReach(text string) int {
	end := 0
	for end < len(text) && traits[text[end]]&hostName != 0 {
		end++
	}
	return end
}

// hostWithin is hostLength of what can be of a host up to a place.
func hostWithin(text string, end int) int {
	host := strings.LastIndexByte(text[:end], '@') + 1
	if text[host:end] != "" && text[host] == '[' {
		host += addressLiteral(text[host:])
	}
	colon := strings.IndexByte(text[host:end], ':')
	if colon < 0 {
		return end
	}
	colon += host
	port := colon + 1
	for port < end && isDigit(text[port]) {
		port++
	}
	if port < end && text[port] < utf8.RuneSelf || port-colon > len(":65535") {
		return colon
	}
	return port
}

// hostReach returns how far the signs go that can be of a host with the name and port around it.
func hostReach(text string) int {
	end, i := 0, 0
	if text != "" && text[0] == '[' {
		if i = addressLiteral(text); i == 0 {
			return 0
		}
		end = i
	}
	for i < len(text) {
		switch t := traits[text[i]]; {
		case t&hosting != 0:
			i++
			end = i
		case t&hostSign != 0:
			i++
		case text[i] < utf8.RuneSelf:
			return end
		default:
			stop, size := stopAt(text, i)
			if stop || strings.HasPrefix(text[i:], "–") { // a dash between two hosts
				return end
			}
			i += size
			end = i
		}
	}
	return end
}

// addressLiteral returns the length of an IPv6 address in brackets.
func addressLiteral(text string) int {
	const longest = 50
	end := strings.IndexByte(text[:min(len(text), longest+1)], ']')
	if end < 0 || strings.Trim(text[1:end], "0123456789abcdefABCDEF:.") != "" || strings.Count(text[:end], ":") < 2 {
		return 0
	}
	return end + 1
}

// pathEnd returns the end of an address that started at a place and is known to reach from. What only ends a sentence does not
// belong to it.
func (l *line) pathEnd(start, from int) int {
	return l.trimAddress(from, l.pathReach(start, from))
}

// isQuoted tells whether an address that starts at a place ends with the next quote.
func (l *line) isQuoted(start int) bool { return start > 0 && l.text[start-1] == '\'' }

// pathReach returns how far the signs go that can be of an address. A bracket belongs to it together with its partner. What
// closes a quote or a mark, or comes before another address, does not.
func (l *line) pathReach(start, from int) int {
	text, end := l.text[:min(len(l.text), start+longestAddress)], from
	quoted := l.isQuoted(start)
scan:
	for {
		for end < len(text) && traits[text[end]]&(branching|stopping|foreign) == 0 {
			end++
		}
		if end == len(text) {
			break
		}
		t, size := traits[text[end]], 1
		if text[end] >= utf8.RuneSelf {
			var stop bool
			if stop, size = stopAt(text, end); stop {
				break
			}
		} else if t&stopping != 0 {
			break
		}
		if l.effort -= effortOfBranch; l.isSpent() {
			break
		}
		if t&branching == 0 {
			end += size
			continue
		}
		switch rest := text[end+size:]; text[end] {
		case '(', '[', '{':
			if l.partner(end) < 0 {
				break scan
			}
		case ')', ']', '}':
			if l.partner(end) < start {
				break scan
			}
		case '*', '~':
			if size = runLength(text, end); size > 1 && l.mayClose(end, end+size) {
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
	l.effort -= (end - from) / 8
	return end
}

// mayClose tells whether two marks or more in an address can be a closing half, or stand before one.
func (l *line) mayClose(at, end int) bool {
	after := l.classAfter(end)
	return after&(space|closing) != 0 || (l.classBefore(at)|after)&cjk != 0 || traits[l.text[end]]&marking != 0
}

// trimAddress takes off what stands behind an address that ends before a place.
func (l *line) trimAddress(from, end int) int {
	for end > from {
		if c := l.text[end-1]; c < utf8.RuneSelf {
			if traits[c]&trailing == 0 && (c != '_' || !l.marks.underscore) {
				break
			}
			end--
			continue
		}
		r, size := runeBefore(l.text, end)
		if r != '–' && (classOf(r)&invisible == 0 || unicode.Is(unicode.M, r)) {
			break
		}
		end -= size
	}
	return end
}

// stopAt tells whether the character at a place ends an address, and how many bytes it has.
func stopAt(text string, at int) (bool, int) {
	if c := text[at]; c < utf8.RuneSelf {
		return traits[c]&stopping != 0, 1
	}
	r, size := runeAt(text, at)
	return classOf(r)&foreignStop != 0, size
}
