package markup

import (
	"math/rand/v2"
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

// mentioned are the names that are marked in a text. Ten thousand signs may hold a hundred of them, and thousands of others.
type mentioned struct {
	names []string
	// first has for a hash the index behind that of the first name that has it, next for each name that behind that of the next.
	first [1 << hashBits]uint8
	next  []uint8
	// left is how many "@" with a name behind them are looked at whatever the text has cost.
	left int
}

const hashBits = 8

// hashFactor differs from run to run, so that nobody chooses names of one hash.
var hashFactor = rand.Uint64() | 1

func hashWith(hash uint64, c byte) uint64 { return (hash ^ uint64(lower(c))) * hashFactor }

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// reset makes ready for another text.
func (m *mentioned) reset(names []string) {
	m.names = names[:min(len(names), chat.MaxMentions)]
	if m.left = chat.MaxMentions; len(names) == 0 {
		return
	}
	m.first, m.next = [1 << hashBits]uint8{}, m.next[:0]
	for i, name := range m.names {
		var hash uint64
		for j := range len(name) {
			hash = hashWith(hash, name[j])
		}
		first := &m.first[hash>>(64-hashBits)]
		m.next = append(m.next, *first)
		*first = uint8(i + 1)
	}
}

// length is how much of what was typed behind an "@" is one of the names: as much as can be of chat.MentionSpellings.
func (m *mentioned) length(typed string) (length int) {
	sure := strings.TrimRight(typed, "-_")
	var hash uint64
	for n := 1; n <= min(len(typed), chat.MaxUsernameChars); n++ {
		hash = hashWith(hash, typed[n-1])
		if n < len(sure) {
			continue
		}
		for i := m.first[hash>>(64-hashBits)]; i > 0; i = m.next[i-1] {
			if strings.EqualFold(m.names[i-1], typed[:n]) {
				length = n
				break
			}
		}
	}
	return length
}

// maxMentionSigns is how many "@" a text has at most of which mentions are marked: each is looked at, also behind what is read.
const maxMentionSigns = 1_000

// marksMentions tells whether there may be mentions to mark in a text.
func (p *parser) marksMentions(text string) bool {
	return len(p.mentioned.names) > 0 && strings.IndexByte(text, '@') >= 0
}

// appendMarked is appendEscaped with the mentions marked that a text has.
func (p *parser) appendMarked(out []byte, text string) []byte {
	m, from := &p.mentioned, 0
	for at, end := chat.NextMention(text, 0); at >= 0; at, end = chat.NextMention(text, end) {
		if m.left--; m.left < 0 {
			if p.line.effort -= effortOfMention; p.line.isSpent() {
				break
			}
		}
		size := m.length(text[at+1 : end])
		if size == 0 {
			continue
		}
		out = append(appendEscaped(out, text[from:at]), `<span class="mention">`...)
		from = at + 1 + size
		out = append(append(out, text[at:from]...), "</span>"...)
	}
	return appendEscaped(out, text[from:])
}
