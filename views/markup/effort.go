package markup

import "strings"

// isSpent tells whether no more of the text is to be looked at.
func (l *line) isSpent() bool {
	if l.effort > 0 {
		return false
	}
	l.takeExtra()
	return l.effort <= 0
}

// takeExtra adds what there is of effort for texts that need more than usual: the less, the more signs are written otherwise and
// ends of lines are named, and the more bytes there are.
func (l *line) takeExtra() {
	if l.extra <= 0 {
		return
	}
	const (
		signsForOne = 4
		usualSigns  = 400
		bytesForOne = 40
		usualBytes  = 20_000 // of the longest message in most alphabets
	)
	cost := max(0, len(l.source)-usualBytes) / bytesForOne
	signs := strings.Count(l.source, "\r")
	for _, sign := range [...]string{"<", ">", "&", "\""} {
		signs += strings.Count(l.source, sign)
	}
	l.effort += max(0, l.extra-cost-max(0, signs-usualSigns)/signsForOne)
	l.extra = 0
}
