package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Part is a piece of an excerpt.
type Part struct {
	Text   string
	Marked bool // a term was found here
}

// Bounds of an excerpt, in characters.
const (
	excerptBefore = 60  // the first match
	excerptAll    = 240 // altogether
)

// Excerpt is a line of a text around the first match, with every match in it
// marked. What is left out at an end is "…".
func (q Query) Excerpt(content string) []Part {
	return excerpt(content, q.marks(content))
}

// Shown is a part of a text as its readers see it, and where that stands in the
// text.
type Shown struct {
	Text     string
	From, To int
}

// ExcerptAs is Excerpt of what is shown of a text: matches are found in the text, and
// marked where they are seen.
func (q Query) ExcerptAs(content string, shown []Shown) []Part {
	var seen strings.Builder
	var marks []place
	found := q.marks(content)
	for _, s := range shown {
		start := int32(seen.Len())
		seen.WriteString(s.Text)
		asWritten := content[s.From:s.To] == s.Text
		for len(found) > 0 && int(found[0].end) <= s.From {
			if found = found[1:]; len(marks) == 0 {
				marks = append(marks, place{start, start}) // where a match is that shows nowhere, as in the address of a link
			}
		}
		for _, m := range found {
			if int(m.begin) >= s.To {
				break
			}
			from, to := max(int(m.begin), s.From), min(int(m.end), s.To)
			switch {
			case asWritten && from < to:
				marks = append(marks, place{start + int32(from-s.From), start + int32(to-s.From)})
			case !asWritten && int(m.end) > s.From:
				marks = append(marks, place{start, int32(seen.Len())})
			}
		}
	}
	if len(marks) == 0 && len(found) > 0 {
		marks = append(marks, place{int32(seen.Len()), int32(seen.Len())})
	}
	return excerpt(seen.String(), marks)
}

func excerpt(content string, marks []place) []Part {
	begin, end := frame(content, marks)
	var parts []Part
	add := func(text string, marked bool) {
		text = oneLine(text)
		if text == "" {
			return
		}
		if n := len(parts); n > 0 && parts[n-1].Marked == marked {
			parts[n-1].Text += text
			return
		}
		parts = append(parts, Part{text, marked})
	}
	if begin > 0 {
		add("…", false)
	}
	at := begin
	for _, m := range marks {
		from, to := max(int(m.begin), at), min(int(m.end), end)
		if from >= to {
			continue
		}
		add(content[at:from], false)
		add(content[from:to], true)
		at = to
	}
	add(content[at:end], false)
	if end < len(content) {
		add("…", false)
	}
	return parts
}

// marks are the places of the text where a term was found, in their order.
func (q Query) marks(content string) []place {
	f := folder{mapped: true}
	f.fold(content)
	folded := string(f.out)
	var marks []place
	for _, t := range q.Terms {
		if t.Not {
			continue
		}
		needle := t.needle
		for from := 0; ; {
			i := strings.Index(folded[from:], needle)
			if i < 0 {
				break
			}
			// The spaces around it are no part of what was found.
			first, last := from+i, from+i+len(needle)-1
			for folded[first] == ' ' {
				first++
			}
			for folded[last] == ' ' {
				last--
			}
			marks = append(marks, place{f.places[first].begin, f.places[last].end})
			from = last + 1
		}
	}
	slices.SortFunc(marks, func(a, b place) int { return int(a.begin - b.begin) })
	return marks
}

// frame is the part of the text that is shown. It cuts no character, and at its
// beginning no word where there is a space near.
func frame(content string, marks []place) (begin, end int) {
	if len(marks) > 0 {
		begin = back(content, int(marks[0].begin), excerptBefore)
	}
	if begin > 0 {
		if space := strings.IndexFunc(content[begin:min(len(content), begin+excerptBefore/2)], unicode.IsSpace); space >= 0 {
			begin += space + 1
		}
	}
	end = begin
	for range excerptAll {
		if end == len(content) {
			break
		}
		_, n := utf8.DecodeRuneInString(content[end:])
		end += n
	}
	return begin, end
}

// back goes some characters back from a place, to the beginning of the text when
// that is near.
func back(content string, from, characters int) int {
	for range characters {
		if from == 0 {
			return 0
		}
		_, n := utf8.DecodeLastRuneInString(content[:from])
		from -= n
	}
	return from
}

// oneLine turns each run of white space into one space.
func oneLine(text string) string {
	var b strings.Builder
	space := false
	for _, r := range text {
		if unicode.IsSpace(r) {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}
