package markup

import (
	"strings"
	"unicode/utf8"
)

// mail is what is known of the mail addresses behind "mailto:", so that a line with many of these is read once.
type mail struct {
	from, sign int // no "@" stands between these; sign is that of one, or the end of the line
	name       int // where the first letter behind it ends that a domain can have, 0 without one; the name goes on
	// refused is up to where an address that starts with "mailto:" reaches no domain.
	refused int
}

// mailtoEnd returns the end of an address that starts with "mailto:", which ends where it is known to reach; 0 without a mail
// address there.
func (l *line) mailtoEnd(start, from int) int {
	if start < l.mail.refused {
		return 0 // an earlier one that was not quoted went no further: this one does not either
	}
	sign, name := l.nextMail(from)
	if sign == from || name == 0 {
		return 0
	}
	reach := l.pathReach(start, from)
	if reach > sign {
		if end := l.trimAddress(from, reach); end >= name {
			return end
		}
	}
	if !l.isQuoted(start) {
		l.mail.refused = min(reach, sign)
	}
	return 0
}

// hasMail tells whether what stands between two places starts with a mail address.
func (l *line) hasMail(from, to int) bool {
	sign, name := l.nextMail(from)
	return sign > from && name > 0 && name <= to
}

// nextMail finds the next "@" and the end of the first letter or digit of the domain behind it, 0 without one.
func (l *line) nextMail(from int) (sign, name int) {
	m := &l.mail
	if from < m.from || from > m.sign || m.sign == 0 {
		m.from, m.sign, m.name = from, len(l.text), 0
		if i := strings.IndexByte(l.text[from:], '@'); i >= 0 {
			m.sign = from + i
			m.name = firstOfName(l.text, m.sign+1)
		}
	}
	return m.sign, m.name
}

// firstOfName returns where the first letter or digit ends of a domain name that starts at a place, 0 without one.
func firstOfName(text string, at int) int {
	for i := at; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case classOf(r)&alphanumeric != 0:
			return i + size
		case r != '-' && r != '.' || r == '.' && (i == at || text[i-1] == '.'):
			return 0
		}
		i += size
	}
	return 0
}
