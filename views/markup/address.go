package markup

import (
	"strings"
	"sync"
	"unicode/utf8"

	"mvdan.cc/xurls/v2"
)

const (
	mailScheme = "mailto:"
	ftpScheme  = "ftp://"
)

// readAddress reads an address that is recognised at a sign within it: "https://", "mailto:", "www." or the "@" of a mail
// address.
func (l *line) readAddress(at int) int {
	var start, end int
	switch l.text[at] {
	case ':':
		start, end = l.schemeAddress(at)
	case '.':
		start, end = l.wwwAddress(at)
	case '@':
		start, end = l.mailAddress(at)
	}
	if end == 0 {
		l.effort -= effortOfNoAddress
		return at + 1
	}
	n := len(l.tokens)
	for n > 0 && int(l.tokens[n-1].start) >= start {
		n-- // marks in the name of a mail address
	}
	if n > 0 && int(l.tokens[n-1].end) > start {
		return at + 1 // what comes before the sign belongs to the last address
	}
	l.tokens = l.tokens[:n]
	what, cost := addressToken, end-start
	if otherwise := encodedBytes(l.text[start:end]); otherwise == 0 {
		what |= asTyped
	} else {
		cost += (end-start)*2 + otherwise*effortOfEncoded
	}
	if !l.affords(cost) {
		return at + 1
	}
	return l.add(what, start, end)
}

// encodedBytes counts the bytes of an address that are written otherwise than they were typed.
func encodedBytes(text string) int {
	count := 0
	for i := range len(text) {
		count += int(traits[text[i]] / encoded & 1)
	}
	return count
}

// missingScheme is what an address leads by that was typed without the scheme of web addresses.
func missingScheme(address string) string {
	switch {
	case hasFold(address, mailScheme):
		return ""
	case hasFold(address, "www."):
		return "http://"
	}
	return mailScheme
}

// schemeAddress reads "http://…", "https://…", "ftp://…" or "mailto:…" around its ":".
func (l *line) schemeAddress(at int) (start, end int) {
	if at == 0 {
		return 0, 0
	}
	scheme := ""
	switch l.text[at-1] | 0x20 {
	case 'p':
		if scheme = "http"; at > 2 && l.text[at-3]|0x20 == 'f' {
			scheme = "ftp"
		}
	case 's':
		scheme = "https"
	case 'o':
		scheme = "mailto"
	}
	start = at - len(scheme)
	if scheme == "" || start < l.tokensEnd() || !hasFold(l.text[start:at], scheme) || start > 0 && isSchemeByte(l.text[start-1]) {
		return 0, 0
	}
	if scheme == "mailto" {
		return start, l.mailtoEnd(start, at+1)
	}
	if !strings.HasPrefix(l.text[at:], "://") {
		return 0, 0
	}
	return start, l.webEnd(start, at+len("://"))
}

// tokensEnd is where the last token ends: an address that starts before is a part of it.
func (l *line) tokensEnd() int {
	if n := len(l.tokens); n > 0 {
		return int(l.tokens[n-1].end)
	}
	return 0
}

// isSchemeByte tells whether a scheme goes on before "http", as in "git+http".
func isSchemeByte(c byte) bool {
	return isASCIIAlphanumeric(c) || c == '+'
}

func (l *line) wwwAddress(at int) (start, end int) {
	start = at - len("www")
	if start < l.tokensEnd() || l.text[at-1]|0x20 != 'w' || !hasFold(l.text[start:at], "www") || start > 0 && !isWWWNeighbour(l.text[start-1]) && !l.opensUnderscore(start) {
		return 0, 0
	}
	size := l.hostLength(start)
	dots, last := 0, 0
	for i := start; i < start+size; i++ {
		if l.text[i] == '.' {
			dots, last = dots+1, i
		}
	}
	if dots == 0 || strings.Contains(l.text[start:start+size], "..") || dots == 1 && !l.isTopLevel(l.text[last+1:start+size]) {
		return 0, 0
	}
	return start, l.pathAfter(start, start+size)
}

func isWWWNeighbour(c byte) bool {
	return !isASCIIAlphanumeric(c) && strings.IndexByte("./-_@\\", c) < 0
}

// opensUnderscore tells whether a mark "_" that may open ends at a place.
func (l *line) opensUnderscore(at int) bool {
	if len(l.tokens) == 0 {
		return false
	}
	t := &l.tokens[len(l.tokens)-1]
	return int(t.end) == at && t.kind() == tokenBits(underscore) && t.what&canOpen != 0
}

// mailAddress reads a mail address around its "@". Its name is that of a domain that can be.
func (l *line) mailAddress(at int) (start, end int) {
	if at == 0 || at+1 == len(l.text) || !isMailByte(l.text[at-1]) {
		return 0, 0
	}
	start = at
	for start > 0 && isMailByte(l.text[start-1]) {
		start--
	}
	for start < at && !isASCIIAlphanumeric(l.text[start]) {
		start++
	}
	size, cost := nameLength(l.text[at+1:])
	l.effort -= at - start + cost
	end = at + 1 + size
	domain := l.text[at+1 : end]
	dot := strings.LastIndexByte(domain, '.')
	if start == at || dot <= 0 || !l.isTopLevel(domain[dot+1:]) || start > 0 && l.text[start-1] == '/' {
		return 0, 0
	}
	return start, end
}

// nameLength returns how long the domain name is that the text starts with, and what looking for its end costs.
func nameLength(text string) (end, cost int) {
	for i := 0; i < len(text); {
		if traits[text[i]]&hosting != 0 {
			i++
			end = i
			continue
		}
		cost += effortOfNameSign
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = runeAt(text, i)
		}
		letter := classOf(r)&alphanumeric != 0
		if !letter && r != '-' && r != '.' || r == '.' && (i == 0 || text[i-1] == '.') {
			break
		}
		i += size
		if letter {
			end = i
		}
	}
	return end, cost + end/2
}

// topLevel are the names that end those of hosts, from the list of xurls: those of the root zone, and those kept for private
// networks and examples.
var topLevel = sync.OnceValue(func() *topLevelNames {
	names := &topLevelNames{others: make(map[string]bool, len(xurls.TLDs)+len(xurls.PseudoTLDs))}
	for _, list := range [][]string{xurls.TLDs, xurls.PseudoTLDs} {
		for _, name := range list {
			if len(name) == 2 {
				names.countries[name[0]-'a'][name[1]-'a'] = true
			} else if i, ok := threeLetters(name); ok {
				names.three[i] = true
			} else {
				names.others[name] = true
			}
		}
	}
	return names
})

// topLevelNames has those of two and three letters by these: they are the most frequent.
type topLevelNames struct {
	countries [26][26]bool
	three     [26 * 26 * 26]bool
	others    map[string]bool
}

// threeLetters is where a name of three letters of ASCII stands among all of these.
func threeLetters(name string) (place int, ok bool) {
	if len(name) != 3 {
		return 0, false
	}
	a, b, c := name[0]|0x20-'a', name[1]|0x20-'a', name[2]|0x20-'a'
	return (int(a)*26+int(b))*26 + int(c), a < 26 && b < 26 && c < 26
}

// isTopLevel is isTopLevel at its cost, for to find the small letters of a name takes much longer than to read it.
func (l *line) isTopLevel(name string) bool {
	if isTopLevel(name) {
		return true
	}
	l.effort -= effortOfNoDomain + 4*len(name)
	return false
}

func isTopLevel(name string) bool {
	const longest = 63 // octets of a label, RFC 1035
	if len(name) == 2 {
		a, b := name[0]|0x20-'a', name[1]|0x20-'a'
		return a < 26 && b < 26 && topLevel().countries[a][b]
	}
	if i, ok := threeLetters(name); ok {
		return topLevel().three[i]
	}
	return len(name) <= longest && topLevel().others[strings.ToLower(name)]
}

func schemeLength(text string) int {
	if !hasFold(text, "http") {
		if hasFold(text, ftpScheme) {
			return len(ftpScheme)
		}
		return 0
	}
	for _, rest := range [...]string{"s://", "://"} {
		if hasFold(text[len("http"):], rest) {
			return len("http") + len(rest)
		}
	}
	return 0
}

// hasFold tells whether a text starts with a prefix in small letters, whatever letters it has itself.
func hasFold(text, prefix string) bool {
	if len(text) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if c := text[i]; c != prefix[i] && (c|0x20 != prefix[i] || !isASCIIAlphanumeric(c)) {
			return false
		}
	}
	return true
}

func isMailByte(c byte) bool {
	return traits[c]&mailing != 0
}
