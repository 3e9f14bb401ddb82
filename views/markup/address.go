package markup

import (
	"strings"
	"sync"
	"unicode/utf8"

	"mvdan.cc/xurls/v2"
)

const mailScheme = "mailto:"

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
		return at + 1
	}
	for n := len(l.tokens); n > 0 && int(l.tokens[n-1].start) >= start; n-- {
		l.tokens = l.tokens[:n-1] // marks in the name of a mail address
	}
	return l.add(token{kind: addressToken}, start, end)
}

// schemeOf is what an address leads by that was typed without a scheme.
func schemeOf(address string) string {
	switch {
	case schemeLength(address) > 0 || hasFold(address, mailScheme):
		return ""
	case hasFold(address, "www."):
		return "http://"
	}
	return mailScheme
}

// schemeAddress reads "http://…", "https://…" or "mailto:…" around its ":".
func (l *line) schemeAddress(at int) (start, end int) {
	if at == 0 {
		return 0, 0
	}
	scheme := ""
	switch l.text[at-1] | 0x20 {
	case 'p':
		scheme = "http"
	case 's':
		scheme = "https"
	case 'o':
		scheme = "mailto"
	}
	start = at - len(scheme)
	if scheme == "" || start < 0 || !strings.EqualFold(l.text[start:at], scheme) || start > 0 && isSchemeByte(l.text[start-1]) {
		return 0, 0
	}
	if scheme == "mailto" {
		if end = l.pathEnd(start, at+1); isMailTarget(l.text[at+1 : end]) {
			return start, end
		}
		return 0, 0
	}
	if !strings.HasPrefix(l.text[at:], "://") {
		return 0, 0
	}
	return start, l.webEnd(start, at+len("://"))
}

// isSchemeByte tells whether a scheme goes on before "http", as in "git+http".
func isSchemeByte(c byte) bool {
	return isASCIIAlphanumeric(c) || c == '+'
}

func (l *line) wwwAddress(at int) (start, end int) {
	start = at - len("www")
	if start < 0 || l.text[at-1]|0x20 != 'w' || !strings.EqualFold(l.text[start:at], "www") || start > 0 && !isWWWNeighbour(l.text[start-1]) {
		return 0, 0
	}
	end = l.webEnd(start, start)
	if end == 0 {
		return 0, 0
	}
	host := l.text[start : start+hostLength(l.text[start:end])]
	if strings.Count(strings.Trim(host, "."), ".") < 2 && !isTopLevel(host[strings.LastIndexByte(host, '.')+1:]) {
		return 0, 0
	}
	return start, end
}

func isWWWNeighbour(c byte) bool {
	return !isASCIIAlphanumeric(c) && strings.IndexByte("./-_@\\", c) < 0
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
	end = at + 1 + nameLength(l.text[at+1:])
	domain := l.text[at+1 : end]
	dot := strings.LastIndexByte(domain, '.')
	if start == at || dot <= 0 || !isTopLevel(domain[dot+1:]) || start > 0 && l.text[start-1] == '/' {
		return 0, 0
	}
	return start, end
}

// nameLength returns how long the domain name is that the text starts with.
func nameLength(text string) int {
	end := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		letter := classOf(r)&alphanumeric != 0
		if !letter && r != '-' && r != '.' || r == '.' && (i == 0 || text[i-1] == '.') {
			break
		}
		i += size
		if letter {
			end = i
		}
	}
	return end
}

// topLevel are the names that end those of hosts, from the list of xurls: those of the root zone, and those kept for private
// networks and examples.
var topLevel = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool, len(xurls.TLDs)+len(xurls.PseudoTLDs))
	for _, names := range [][]string{xurls.TLDs, xurls.PseudoTLDs} {
		for _, name := range names {
			all[name] = true
		}
	}
	return all
})

func isTopLevel(name string) bool {
	const longest = 63 // octets of a label, RFC 1035
	return len(name) <= longest && topLevel()[strings.ToLower(name)]
}

func isMailTarget(text string) bool {
	at := strings.IndexByte(text, '@')
	return at > 0 && nameLength(text[at+1:]) > 0
}

func schemeLength(text string) int {
	for _, scheme := range []string{"https://", "http://"} {
		if hasFold(text, scheme) {
			return len(scheme)
		}
	}
	return 0
}

func hasFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

func isASCIIAlphanumeric(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z'
}

func isMailByte(c byte) bool {
	return isASCIIAlphanumeric(c) || strings.IndexByte("._%+-", c) >= 0
}
