package markup

import "strings"

// What is read of a text is bounded, so that none costs many times more than a plain one. Effort is counted in what drawing one
// letter of plain text takes, which is less than a nanosecond. What comes behind the place where it ends is shown as it was typed.
const (
	// maxEffort is what the longest message may cost, which as plain text costs 10,000.
	maxEffort = 25_300
	// usualEffort is what a text may cost besides its length before it is looked at for what takes time however it is read.
	usualEffort = 5_000
)

// What things cost, as measured in many thousands of mixtures and in documents of many kinds. That of a mark, code and the like
// comes beyond that of its signs.
const (
	effortOfSign   = 7 // that may mean something
	effortOfEscape = 2 // of two signs that HTML writes otherwise
	effortOfLine   = 26
	effortOfBlank  = 3  // an empty line
	effortOfFound  = 8  // a line, be it read or not
	effortOfTicked = 30 // a line of which backticks are looked at, to find where code ends

	effortOfTicks   = 20 // at the start of a line
	effortOfSeveral = 4  // backticks around code, which names them
	effortOfRun     = 10 // backticks in a line where not the next ones close
	effortOfFind    = 5  // such backticks, beyond that, where not one of the next few closes
	effortOfName    = 10 // of an emoji, that is none
	effortOfWord    = 16 // an emoji's name that is a part of a word
	effortOfLook    = 2  // at a byte of what may not show
	effortOfTarget  = 3  // of what is no link
	effortOfNoMark  = 5
	effortOfLetter  = 5 // beyond ASCII, beside a mark
	effortOfGlance  = 6 // at one beyond ASCII between marks

	effortOfEncoded   = 11 // a byte that is written otherwise than it was typed
	effortOfBracket   = 3  // of which a partner is looked for
	effortOfBranch    = 5  // a sign in the path of an address that may end it
	effortOfNoAddress = 10
	effortOfNameSign  = 4 // in a domain, that is no letter or digit of ASCII
	effortOfNoDomain  = 24

	effortOfCode     = 60 // a block of it
	effortOfLabel    = 50
	effortOfCodeLine = 2
	effortOfGap      = 12 // between lines of code, that is named
	plainInCode      = 5  // letters of code, in which nothing is looked for, cost one less than of plain text
	effortOfUnseen   = 5  // a line of code in which nothing shows

	effortOfList     = 12
	effortOfListLine = 2
	effortOfItem     = 39
	effortOfItemLine = 10 // beyond its first
	effortOfQuote    = 32
	effortOfQuoted   = 4 // a line of a quote

	effortOfTable = 80
	effortOfRow   = 15
	effortOfCell  = 12
	effortOfPipe  = 10 // or backticks between the cells

	effortOfHidden  = 5
	effortOfMention = 30 // beyond the first chat.MaxMentions
	// effortOfMentionSign is that of an "@" where mentions are marked, be it read or not.
	effortOfMentionSign = 20
)

// effortOf is what tokens cost.
var effortOf = [...]int{star: 18, twoStars: 22, threeStars: 20, underscore: 19, tildes: 20, codeToken: 25, addressToken: 44, emojiToken: 38, bracketToken: 1, linkCloseToken: 47}

// isSpent tells whether no more of the text is to be looked at.
func (l *line) isSpent() bool { return l.effort <= 0 && !l.hasExtra() }

//go:noinline
func (l *line) hasExtra() bool {
	l.takeExtra()
	return l.effort > 0
}

// affords tells whether something can be drawn with what is left, and takes what it costs; else nothing is left, for it is drawn at
// once.
func (l *line) affords(cost int) bool {
	if cost >= l.effort {
		l.takeExtra()
	}
	if cost < l.effort {
		l.effort -= cost
		return true
	}
	l.effort, l.extra = min(l.effort, 0), 0
	return false
}

// takeExtra adds what there is of effort for texts that need more than usual.
func (l *line) takeExtra() {
	if l.extra > 0 {
		l.effort += max(0, l.extra-sourceEffort(l.source))
		l.extra = 0
	}
}

const (
	// plainOfQuick is how many letters cost one less than others, of lines that are no longer than a short one, and behind the lines
	// that are looked at.
	plainOfQuick = 3
	shortLine    = 40

	usualBytes = 10_000 // of the longest message in ASCII
	manyBytes  = 15_000 // of that in a language with many accents
	usualSigns = 200
)

// sourceEffort is what a text takes however it is read: the more, the more bytes there are, and the more signs that are written
// otherwise.
func sourceEffort(source string) int {
	// Few characters beyond ASCII cost the most, for they stand between others.
	size := len(source)
	cost := min(size, usualBytes) + 2*max(0, min(size, manyBytes)-usualBytes) + max(0, size-manyBytes)/8
	signs := strings.Count(source, "\r")
	if signs > 0 {
		signs += strings.Count(source, "\n") / 2 // of ends that differ each is named
	}
	for _, sign := range [...]string{"<", ">", "&", "\""} {
		signs += strings.Count(source, sign)
	}
	return cost + (signs+max(0, signs-usualSigns))*effortOfEscape/2
}
