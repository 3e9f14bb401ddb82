package chat

import "unicode"

// IsVisible tells whether a character shows something by itself. White space, controls, characters that only shape or hide
// others, combining marks without a letter and the letters that Unicode keeps for nothing do not.
func IsVisible(r rune) bool {
	if r < unicode.MaxLatin1 {
		return unicode.IsGraphic(r) && !unicode.IsSpace(r) && r != softHyphen
	}
	return !unicode.In(r, unshown...) || unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

const softHyphen = '\u00ad'

var unshown = []*unicode.RangeTable{
	unicode.White_Space, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, blanks,
}

// blanks are signs and letters whose shape is empty: the braille pattern without dots, and the null notehead. The object
// replacement character stands for what is not there.
var blanks = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x2800, Hi: 0x2800, Stride: 1}, {Lo: 0xfffc, Hi: 0xfffc, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x1d159, Hi: 0x1d159, Stride: 1}},
}
