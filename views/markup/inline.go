package markup

// token is something in a line that is not, or may not be, text. It has no more fields than the compiler keeps in registers.
type token struct {
	start, end int32
	// partner is the index of the other half of a mark or link, -1 while there is none.
	partner int32
	what    tokenBits
}

// tokenBits is the kind of a token and, of a mark, what its neighbours allow it to do.
type tokenBits uint32

const (
	canOpen tokenBits = 1 << (iota + 8)
	canClose
	// behindLetter: a letter or digit stands between a mark and the one before.
	behindLetter
	// asTyped: an address holds nothing that is written in another way than it was typed.
	asTyped
	kindBits tokenBits = 0xff
)

// The kinds of tokens, behind those of marks, which are their types.
const (
	codeToken tokenBits = iota + tokenBits(markTypes)
	addressToken
	emojiToken
	bracketToken   // "[" that may open a link
	linkOpenToken  // "[" of a link
	linkCloseToken // "](https://…)" of a link
	textToken      // what turned out to be text
)

func (t *token) kind() tokenBits { return t.what & kindBits }

func (t *token) isMark() bool { return t.kind() < tokenBits(markTypes) }

// mark is the type of a mark.
func (t *token) mark() markType { return markType(t.kind()) }

// line is the line being read, with what was found in it.
type line struct {
	text   string
	tokens []token
	// brackets are the indices of the bracket tokens that are still open, -1 for those that open no link.
	brackets []int32
	// around is how many of the first of these have a link in them, so that they open none.
	around int
	code   code
	// pairs has for each bracket of an address the place behind its partner's start, 0 without one, as far as paired; empty until the
	// first address.
	pairs  []int32
	paired int
	// unpaired are the brackets that wait for their partner, by kind.
	unpaired [len(bracketPairs) / 2][]int32
	ahead    signsAhead
	mail     mail
	marks    marks
	options  Options
	// effort is what is left for the rest of the message, without extra, which is there for those of which source takes little.
	effort, extra int
	source        string
}

// inline reads a line of text.
func (p *parser) inline(text string) {
	l := &p.line
	if l.isSpent() {
		p.addText(text)
		return
	}
	l.ahead = signsAhead{}
	at := l.nextSpecial(text, 0)
	if at == len(text) {
		p.addText(text)
		return
	}
	l.reset(text)
	for at < len(text) && !l.isSpent() {
		l.effort -= effortOfSign
		at = l.nextSpecial(text, l.read(at))
	}
	if len(l.tokens) == 0 {
		p.addText(text)
		return
	}
	if l.marks.any {
		l.pairMarks()
	}
	p.addTokens(l)
}

func (l *line) nextSpecial(text string, at int) int {
	if at > 0 && at+wordSize <= len(text) { // signs stand in crowds, of which the processor foresees none
		word := wordAt(text, at)
		if i := firstSpecial(text, at, word, specials(word)); i >= 0 {
			return i
		}
		at += wordSize
		for at < len(text) && text[at]&0xc0 == 0x80 {
			at++ // to the next character
		}
	}
	for {
		for at < len(text) && traits[text[at]]&(special|foreign) == 0 {
			at++
		}
		if at == len(text) || traits[text[at]]&foreign == 0 {
			return at
		}
		at = l.skipOrdinary(text, at)
	}
}

// reset starts on another line with the memory of the last one.
func (l *line) reset(text string) {
	l.text, l.tokens, l.brackets, l.pairs, l.code.runs = text, l.tokens[:0], l.brackets[:0], l.pairs[:0], l.code.runs[:0]
	l.marks.any, l.marks.underscore = false, false
	l.around, l.mail, l.paired = 0, mail{}, 0
}

// read reads what stands at a special sign and returns where to go on.
func (l *line) read(at int) int {
	switch l.text[at] {
	case '`':
		return l.readCode(at)
	case '*', '_', '~':
		return l.readMark(at)
	case '[':
		return l.readBracket(at)
	case ']':
		return l.readLink(at)
	}
	if l.text[at] == ':' && l.options.Emoji != nil && at+1 < len(l.text) && traits[l.text[at+1]]&naming != 0 {
		if end := l.readEmoji(at); end > 0 {
			return end
		}
	}
	if at > 0 && l.mayBeAddress(at) {
		return l.readAddress(at)
	}
	return at + 1
}

// mayBeAddress tells whether what stands right before the sign of an address may be of one.
func (l *line) mayBeAddress(at int) bool {
	switch c := l.text[at-1]; l.text[at] {
	case '.':
		return c|0x20 == 'w'
	case ':':
		return c|0x20 == 'p' || c|0x20 == 's' || c|0x20 == 'o'
	default:
		return traits[c]&mailing != 0
	}
}

func (l *line) add(what tokenBits, start, end int) int {
	l.effort -= effortOf[what&kindBits]
	l.tokens = append(l.tokens, token{start: int32(start), end: int32(end), partner: -1, what: what})
	return end
}

// isEscaped tells whether a mark stands behind a backslash, which then stays.
func (l *line) isEscaped(at int) bool {
	return at > 0 && l.text[at-1] == '\\'
}

// takesEffect tells whether a token is more than text.
func (t *token) takesEffect() bool {
	switch t.kind() {
	case codeToken, addressToken, emojiToken, linkOpenToken, linkCloseToken:
		return true
	}
	return t.partner >= 0
}

// addText adds text.
func (p *parser) addText(text string) {
	switch {
	case p.keepNodes:
		p.nodes = append(p.nodes, Node{Kind: Text, Text: text})
	case p.marksMentions(text):
		p.html = p.appendMarked(p.html, text)
	default:
		p.html = appendEscaped(p.html, text)
	}
}

// addTokens adds a line's tokens and the text between them.
func (p *parser) addTokens(l *line) {
	if !p.keepNodes {
		p.writeTokens(l)
		return
	}
	from := int32(0)
	for i := range l.tokens {
		t := &l.tokens[i]
		if !t.takesEffect() {
			continue
		}
		if from < t.start {
			p.addText(l.text[from:t.start])
		}
		from = t.end
		if t.isMark() {
			p.addMark(t.mark(), int(t.partner) < i)
		} else {
			p.addToken(l, t)
		}
	}
	if int(from) < len(l.text) {
		p.addText(l.text[from:])
	}
}

// writeTokens is what addTokens does for HTML. A line can have thousands of marks, so these are written at once.
func (p *parser) writeTokens(l *line) {
	out, from, marks := p.html, 0, p.marksMentions(l.text)
	for i := range l.tokens {
		t := &l.tokens[i]
		if !t.takesEffect() {
			continue
		}
		if text := l.text[from:t.start]; marks && !p.linked {
			out = p.appendMarked(out, text)
		} else {
			out = appendEscaped(out, text)
		}
		from = int(t.end)
		if t.isMark() {
			out = appendMark(out, t.mark(), int(t.partner) < i)
			continue
		}
		out = p.appendToken(out, l, t)
	}
	p.html = out
	p.addText(l.text[from:])
}

// appendToken appends what is no mark.
func (p *parser) appendToken(out []byte, l *line, t *token) []byte {
	text := l.text[t.start:t.end]
	switch t.kind() {
	case codeToken:
		return appendCode(out, text)
	case addressToken:
		return appendItself(out, text, t.what&asTyped != 0)
	case linkOpenToken:
		p.linked = true
		return appendLink(out, l.target(&l.tokens[t.partner]), t.what&asTyped != 0)
	case linkCloseToken:
		p.linked = false
		return append(out, "</a>"...)
	}
	return p.appendEmoji(out, text)
}

// addToken is what appendToken does for nodes.
func (p *parser) addToken(l *line, t *token) {
	switch t.kind() {
	case codeToken:
		size := runLength(l.text, int(t.start))
		p.addNode(CodeSpan, l.text[int(t.start)+size:int(t.end)-size])
	case addressToken:
		address := l.text[t.start:t.end]
		p.nodes = append(p.nodes, Node{Kind: Address, Text: address}, Node{Kind: Text, Text: address}, Node{Kind: Address, Close: true})
	case emojiToken:
		p.addNode(Emoji, l.text[t.start:t.end])
	case linkOpenToken:
		p.addNode(Link, l.target(&l.tokens[t.partner]))
	case linkCloseToken:
		p.close(Link)
	}
}

// addMark opens or closes what marks of a type stand for.
func (p *parser) addMark(mark markType, closes bool) {
	for i, kinds := 0, kindsOfMark[mark]; i < len(kinds); i++ {
		if closes {
			p.close(kinds[len(kinds)-1-i])
		} else {
			p.open(kinds[i])
		}
	}
}
