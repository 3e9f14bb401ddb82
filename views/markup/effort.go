package markup

import "strings"

// What is read of a text is bounded, so that none costs many times more than a plain one. Effort is counted in what drawing one
// letter of plain text takes, which is less than a nanosecond. What comes behind the place where it ends is shown as it was typed.
const (
	// maxEffort is what the longest message may cost, which as plain text costs 10,000.
	maxEffort = 28_000
	// usualEffort is what a text may cost besides its length before it is looked at for what takes time however it is read.
	usualEffort = 5_000
)

// What things cost, as measured in many thousands of mixtures and in documents of many kinds. That of a mark, code and the like
// comes beyond that of its signs.
const (
	effortOfSign   = 7 // that may mean something
	effortOfEscape = 2 // of two signs that HTML writes otherwise
	effortOfLine   = 27
	effortOfBlank  = 6  // an empty line
	effortOfFound  = 8  // a line, be it read or not
	effortOfTicked = 30 // a line of which backticks are looked at, to find where code ends

	effortOfTicks   = 6  // at the start of a line
	effortOfSeveral = 4  // backticks around code, which names them
	effortOfRun     = 11 // backticks in a line where not the next ones close
	effortOfFind    = 5  // such backticks, beyond that, where not one of the next few closes
	effortOfName    = 6  // of an emoji, that is none
	effortOfWord    = 22 // an emoji's name that is a part of a word
	effortOfTarget  = 5  // of what is no link
	effortOfLetter  = 8  // beyond ASCII, beside a mark
	effortOfGlance  = 10 // at one beyond ASCII between marks

	effortOfEncoded   = 11 // a byte that is written otherwise than it was typed
	effortOfBranch    = 5  // a sign in the path of an address that may end it
	effortOfNoAddress = 10
	effortOfNoDomain  = 36

	effortOfCode     = 72 // a block of it
	effortOfLabel    = 30
	effortOfCodeLine = 6
	effortOfGap      = 16 // between lines of code, that is named
	plainInCode      = 5  // letters of code, in which nothing is looked for, cost one less than of plain text
	effortOfUnseen   = 13 // a line of code in which nothing shows

	effortOfList     = 8
	effortOfListLine = 1
	effortOfItem     = 33
	effortOfItemLine = 36 // beyond its first
	effortOfQuote    = 28
	effortOfQuoted   = 1 // a line of a quote

	effortOfTable = 64
	effortOfRow   = 12
	effortOfCell  = 12
	effortOfPipe  = 12 // or backticks between the cells

	effortOfHidden  = 1
	effortOfMention = 30 // beyond the first chat.MaxMentions
)

// effortOf is what tokens cost.
var effortOf = [...]int{star: 17, twoStars: 21, threeStars: 19, underscore: 17, tildes: 21, codeToken: 25, addressToken: 40, emojiToken: 31, bracketToken: 1, linkCloseToken: 50}

// isSpent tells whether no more of the text is to be looked at.
func (l *line) isSpent() bool { return l.effort <= 0 && !l.hasExtra() }

//go:noinline
func (l *line) hasExtra() bool {
	l.takeExtra()
	return l.effort > 0
}

// takeExtra adds what there is of effort for texts that need more than usual.
func (l *line) takeExtra() {
	if l.extra > 0 {
		l.effort += max(0, l.extra-sourceEffort(l.source))
		l.extra = 0
	}
}

const (
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
	for _, sign := range [...]string{"<", ">", "&", "\""} {
		signs += strings.Count(source, sign)
	}
	return cost + (signs+max(0, signs-usualSigns))*effortOfEscape/2
}
