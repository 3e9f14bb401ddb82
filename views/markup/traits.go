package markup

import (
	"strings"
	"unicode/utf8"
)

// trait is what a byte means where only single bytes are looked at. Of characters beyond ASCII, chars.go knows more.
type trait uint16

const (
	// special: something within a line may begin or end here.
	special trait = 1 << iota
	// marking is one of the signs that marks are made of.
	marking
	// stopping: no address holds it.
	stopping
	// hosting: a letter or digit of a host; hostSign is what stands between these, or in the name or port.
	hosting
	hostSign
	// hostName is either, unless a name or port goes with it.
	hostName
	// branching: whether the path of an address goes on depends on what is around.
	branching
	// trailing: an address does not end with it.
	trailing
	// mailing: a part of the name in a mail address.
	mailing
	// escaped and encoded: not written as it is into HTML, into the address of a link.
	escaped
	encoded
	// naming: a byte of the name of an emoji.
	naming
	// foreign: a byte of a character beyond ASCII.
	foreign
	// blank: white space of ASCII.
	blank
)

const (
	specialSigns = "`*_~[]:.@"
	escapedSigns = "\x00&<>\""
)

var traits = func() (all [256]trait) {
	add := func(t trait, signs string) {
		for _, c := range []byte(signs) {
			all[c] |= t
		}
	}
	add(special, specialSigns)
	add(marking, "*_~")
	add(stopping, "<>\"\\`\x7f")
	add(hostSign, "-._~%:@")
	add(hostName, "-._~%")
	add(branching, "()[]{}*~',;|")
	add(trailing, ".,:;!?'*|")
	add(blank, "\t\n\v\f\r ")
	add(mailing, "._%+-")
	add(escaped, escapedSigns)
	add(naming, "abcdefghijklmnopqrstuvwxyz0123456789_+-")
	add(encoded, "&%|^{}`\"<>\\ ")
	for c := range all {
		switch {
		case isASCIIAlphanumeric(byte(c)):
			all[c] |= hosting | hostName | mailing
		case c <= ' ':
			all[c] |= stopping | encoded
		case c >= utf8.RuneSelf:
			all[c] |= encoded | foreign | naming
		}
	}
	return all
}()

// setOf is a table of some signs.
func setOf(signs string) (set [256]bool) {
	for c := range set {
		set[c] = strings.IndexByte(signs, byte(c)) >= 0
	}
	return set
}

func isASCIIAlphanumeric(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z'
}
