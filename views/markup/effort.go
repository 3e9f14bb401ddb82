package markup

import "strings"

// What is read of a text is bounded, so that none costs many times more than a plain one. Effort is counted in what drawing one
// letter of plain text takes, which is less than a nanosecond. What comes behind the place where it ends is shown as it was typed.
const (
	// maxEffort is what the longest message may cost, which as plain text costs 10,000.
	maxEffort = 29_000
	// usualEffort is what a text may cost besides its length before it is looked at for what takes time however it is read.
	usualEffort = 5_000
)

// What things cost, as measured in many thousands of mixtures and in documents of many kinds. That of a mark, code and the like
// comes beyond that of its signs.
const (
	effortOfSign   = 8 // that may mean something
	effortOfEscape = 5 // of two signs that HTML writes otherwise
	effortOfLine   = 28
	effortOfBlank  = 6 // an empty line
	manyLines      = 400
	effortOfFound  = 4 // a line beyond those many, be it read or not

	effortOfTicks   = 12 // at the start of a line
	effortOfSeveral = 6  // backticks around code, which names them
	effortOfRun     = 11 // backticks in a line where not the next ones close
	effortOfFind    = 5  // such backticks, beyond that, where not one of the next few closes
	effortOfName    = 8  // of an emoji, that is none
	effortOfWord    = 60 // an emoji's name that is a part of a word
	effortOfTarget  = 30 // of what is no link
	effortOfLetter  = 10 // beyond ASCII, beside a mark
	effortOfGlance  = 20 // at one beyond ASCII between marks

	effortOfBranch    = 5 // a sign in the path of an address that may end it
	effortOfNoAddress = 25
	effortOfNoDomain  = 36

	effortOfCode     = 115 // a block of it
	effortOfLabel    = 45
	effortOfCodeLine = 3
	effortOfGap      = 8  // between lines of code, that is named
	effortOfUnseen   = 13 // a line of code in which nothing shows

	effortOfList     = 44
	effortOfListLine = 1
	effortOfItem     = 38
	effortOfItemLine = 6 // beyond its first
	effortOfQuote    = 28
	effortOfQuoted   = 1 // a line of a quote

	effortOfTable = 130
	effortOfRow   = 12
	effortOfCell  = 14
	effortOfPipe  = 12 // or backticks between the cells

	effortOfHidden  = 2
	effortOfMention = 30 // beyond the first chat.MaxMentions
)

// effortOf is what tokens cost.
var effortOf = [...]int{star: 21, twoStars: 21, threeStars: 24, underscore: 21, tildes: 21, codeToken: 24, addressToken: 38, emojiToken: 60, bracketToken: 2, linkCloseToken: 84}

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
