package markup

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// readBracket notes a "[" that may open a link. Behind "!" stood a picture's, and pictures are not shown.
func (l *line) readBracket(at int) int {
	if !l.isEscaped(at) && (at == 0 || l.text[at-1] != '!') {
		l.brackets = append(l.brackets, int32(len(l.tokens)))
		l.add(bracketToken, at, at+1)
	} else {
		l.brackets = append(l.brackets, -1)
	}
	return at + 1
}

// readLink makes a link of "[text](https://…)" at its "]".
func (l *line) readLink(at int) int {
	if l.isEscaped(at) || len(l.brackets) == 0 {
		return at + 1
	}
	open := l.brackets[len(l.brackets)-1]
	l.brackets = l.brackets[:len(l.brackets)-1]
	if len(l.brackets) < l.around {
		open, l.around = -1, len(l.brackets)
	}
	end, asTyped, ok := l.targetEnd(at + 1)
	if open < 0 || !ok || !l.shows(l.text[l.tokens[open].end:at]) {
		l.effort -= effortOfTarget
		return at + 1
	}
	l.tokens[open].what, l.tokens[open].partner = linkOpenToken|asTyped, int32(len(l.tokens))
	for i := range l.tokens[open:] {
		if t := &l.tokens[int(open)+i]; t.kind() == addressToken {
			t.what = textToken // no link stands in a link
		}
	}
	l.around = len(l.brackets)
	return l.add(linkCloseToken, at, end)
}

// target is where a link leads, of which the closing half is given.
func (l *line) target(end *token) string {
	return l.text[end.start+int32(len("](")) : end.end-1]
}

// targetEnd returns the end of "(https://…)" at a place: an address, brackets in pairs, nothing else; and whether it is known to hold
// nothing that is written otherwise.
func (l *line) targetEnd(at int) (end int, typed tokenBits, ok bool) {
	if at == len(l.text) || l.text[at] != '(' {
		return 0, 0, false
	}
	rest := l.text[at+1:]
	web := schemeLength(rest)
	if web == 0 && !hasFold(rest, mailScheme) {
		return 0, 0, false
	}
	close, typed := l.closingBracket(at)
	if close < 0 {
		return 0, 0, false
	}
	if web > 0 {
		host := at + 1 + web
		end := host + l.hostLength(host)
		return close + 1, typed, end > host && (end+1 >= close || l.text[end] != ':' || strings.IndexByte("/?#", l.text[end+1]) >= 0)
	}
	return close + 1, typed, l.hasMail(at+1+len(mailScheme), close)
}

// closingBracket is partner of the bracket before the address of a link. Most addresses hold nothing that it depends on; of these it
// is known too whether they hold what is written otherwise.
func (l *line) closingBracket(at int) (close int, typed tokenBits) {
	if at < l.paired {
		return l.partner(at), 0
	}
	text, i := l.text[:min(len(l.text), at+longestAddress)], at+1
	for i < len(text) && traits[text[i]]&(branching|stopping|foreign|encoded) == 0 {
		i++
	}
	l.effort -= (i - at) / 2
	if i < len(text) && text[i] == ')' {
		return i, asTyped
	}
	if close = l.partner(at); close > 0 && !l.affords(close-at+encodedBytes(l.text[at:close])*effortOfEncoded) {
		close = -1
	}
	return close, 0
}

// partner returns the place of the bracket that belongs to the one at a place, with nothing between them that no address
// holds; -1 without one. It is asked for all brackets of an address, from left to right.
func (l *line) partner(at int) int {
	if len(l.pairs) == 0 {
		l.pairs = slices.Grow(l.pairs, len(l.text))[:len(l.text)]
	}
	if at >= l.paired {
		clear(l.pairs[l.paired:at])
		l.pairBrackets(at)
	}
	return int(l.pairs[at]) - 1
}

const bracketPairs = "()[]{}"

// kindOfBracket has the place of each bracket in bracketPairs, -1 of other bytes.
var kindOfBracket = func() (kinds [256]int8) {
	for c := range kinds {
		kinds[c] = int8(strings.IndexByte(bracketPairs, byte(c)))
	}
	return kinds
}()

// pairBrackets finds the partners of all brackets from a place on, each kind for itself, up to what no address holds.
func (l *line) pairBrackets(from int) {
	open := &l.unpaired
	for kind := range open {
		open[kind] = open[kind][:0]
	}
	i, slow := from, 0
	if l.effort < longestAddress*(1+effortOfBracket) {
		l.takeExtra()
	}
	most := min(longestAddress, max(l.effort, 0)/(1+effortOfBracket)+1)
	for end := min(len(l.text), from+most); i < end; {
		l.pairs[i] = 0
		c := l.text[i]
		if traits[c]&(branching|stopping|foreign) == 0 {
			i++
			continue
		}
		slow++
		stop, size := stopAt(l.text, i)
		if stop && i > from {
			break
		}
		if kind := kindOfBracket[c]; kind >= 0 {
			waiting := &open[kind/2]
			if kind%2 == 0 {
				*waiting = append(*waiting, int32(i))
			} else if n := len(*waiting); n > 0 {
				opener := (*waiting)[n-1]
				*waiting = (*waiting)[:n-1]
				l.pairs[i], l.pairs[opener] = opener+1, int32(i)+1
			}
		}
		i += size
	}
	l.effort -= i - from + slow*effortOfBracket
	l.paired = i
}

// longestAddress is within how many bytes the partner of a bracket is looked for.
const longestAddress = 2_048

// shows tells whether anything of a text shows, at the cost of looking for it. Beyond what is left of effort it does.
func (l *line) shows(text string) bool {
	if text != "" && text[0] < utf8.RuneSelf && asciiClasses[text[0]]&invisible == 0 {
		return true
	}
	if effortOfLook*len(text) > l.effort {
		l.takeExtra()
	}
	at := firstVisible(text[:min(len(text), max(l.effort, 0)/effortOfLook+utf8.UTFMax)])
	l.effort -= effortOfLook * (at + 2)
	return at < len(text)
}

// firstVisible returns where the first character of a text stands that shows, or its end.
func firstVisible(text string) int {
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = runeAt(text, i)
		}
		if classOf(r)&invisible == 0 {
			return i
		}
		i += size
	}
	return len(text)
}
