package lang

import (
	"strconv"
	"strings"
)

// most is how much of a header is looked at: browsers send a hundred bytes.
const most = 1000

// Accepted is the language that a header Accept-Language asks for most: English where it names none that there is.
func Accepted(header string) Language {
	best, weight := English, 0.0
	for part := range strings.SplitSeq(header[:min(most, len(header))], ",") {
		tag, quality, weighted := strings.Cut(part, ";")
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if !Known(primary) {
			continue
		}
		q := 1.0
		if weighted {
			_, number, _ := strings.Cut(quality, "q=")
			parsed, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
			if err != nil {
				continue
			}
			q = parsed
		}
		if q > weight {
			best, weight = Language(primary), q
		}
	}
	return best
}
