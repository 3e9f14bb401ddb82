package slackform

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Convert writes a text of Slack's as one of ours: its three entities, links, bold
// and strike. What else Slack marks is marked alike here, or is text. Its cost grows
// with the length of the text alone.
func Convert(text string) string {
	c := &converter{}
	for len(text) > 0 {
		text = text[c.part(text):]
	}
	return c.out.String()
}

type converter struct{ out strings.Builder }

const fence = "```"

// part converts what the text begins with, a block of code or what stands before
// one, and returns its length.
func (c *converter) part(text string) int {
	if strings.HasPrefix(text, fence) {
		if end := strings.Index(text[len(fence):], fence); end > 0 {
			c.block(text[len(fence) : len(fence)+end])
			return end + 2*len(fence)
		}
		c.out.WriteString(fence)
		return len(fence)
	}
	end := strings.Index(text, fence)
	if end < 0 {
		end = len(text)
	}
	for i, line := range strings.Split(text[:end], "\n") {
		if i > 0 {
			c.out.WriteByte('\n')
		}
		c.line(line)
	}
	return end
}

// block writes a block of code, whose fences stand on lines of their own here.
func (c *converter) block(code string) {
	if !strings.Contains(code, "\n") {
		c.out.WriteString(fence + plain(code) + fence)
		return
	}
	if before := c.out.String(); before != "" && !strings.HasSuffix(before, "\n") {
		c.out.WriteByte('\n')
	}
	c.out.WriteString(fence + "\n" + strings.Trim(plain(code), "\n") + "\n" + fence + "\n")
}

func (c *converter) line(text string) { c.marked(text, "") }

// marked converts a part of a line that lies within the marks.
func (c *converter) marked(text, within string) {
	unclosed := within // marks that nothing closes any more
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		length := 0
		switch {
		case r == '`':
			length = c.code(text[i:])
		case r == '<':
			length = c.angle(text[i:])
		case r == '&':
			length = c.entity(text[i:])
		case (r == '*' || r == '~') && !strings.ContainsRune(unclosed, r) && opens(text[:i], text[i+size:], r):
			if end := closing(text[i+1:], byte(r)); end > 0 {
				length = c.mark(text[i+1:i+1+end], byte(r), within)
			} else {
				unclosed += string(r)
			}
		}
		if length == 0 {
			c.out.WriteString(text[i : i+size])
			length = size
		}
		i += length
	}
}

// mark writes what stands between two marks of one kind, doubled as they are here,
// and returns the length with them.
func (c *converter) mark(inner string, mark byte, within string) int {
	doubled := strings.Repeat(string(mark), 2)
	c.out.WriteString(doubled)
	c.marked(inner, within+string(mark))
	c.out.WriteString(doubled)
	return len(inner) + 2
}

// opens reports whether a mark opens between what stands before and after it.
func opens(before, after string, mark rune) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return !endsInWord(before) && last != mark && after != "" && !unicode.IsSpace(next) && next != mark
}

// endsInWord reports whether a mark that follows stands within a word. An underscore
// that begins a word is a mark itself.
func endsInWord(text string) bool {
	r, size := utf8.DecodeLastRuneInString(text)
	if r == '_' {
		r, _ = utf8.DecodeLastRuneInString(text[:len(text)-size])
	}
	return isWord(r)
}

// beginsWithWord is endsInWord for what follows a mark.
func beginsWithWord(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	if r == '_' {
		r, _ = utf8.DecodeRuneInString(text[size:])
	}
	return isWord(r)
}

// closing returns where the mark that was opened closes, 0 if it does not. It looks
// neither into code nor into links.
func closing(text string, mark byte) int {
	before := rune(mark)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch r {
		case '`', '<':
			if end := strings.IndexByte(text[i+1:], closers[r]); end >= 0 {
				size += end + 1
			}
		case rune(mark):
			next, _ := utf8.DecodeRuneInString(text[i+1:])
			if i > 0 && !unicode.IsSpace(before) && before != rune(mark) && !beginsWithWord(text[i+1:]) && next != rune(mark) {
				return i
			}
		}
		before, _ = utf8.DecodeLastRuneInString(text[:i+size])
		i += size
	}
	return 0
}

var closers = map[rune]byte{'`': '`', '<': '>'}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// code writes a piece of code as it is; 0 where none begins.
func (c *converter) code(text string) int {
	end := strings.IndexByte(text[1:], '`')
	if end < 1 {
		return 0
	}
	c.out.WriteString("`" + plain(text[1:1+end]) + "`")
	return end + 2
}

var entities = []struct{ name, sign string }{{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}}

func (c *converter) entity(text string) int {
	for _, e := range entities {
		if strings.HasPrefix(text, e.name) {
			c.out.WriteString(e.sign)
			return len(e.name)
		}
	}
	return 0
}

var decoder = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// plain is a text without marks.
func plain(text string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "<")
		out.WriteString(decoder.Replace(before))
		if !found {
			return out.String()
		}
		inner, after, closed := strings.Cut(rest, ">")
		if target, _, _ := strings.Cut(inner, "|"); closed && isAddress(target) {
			out.WriteString(decoder.Replace(target))
			text = after
			continue
		}
		out.WriteByte('<')
		text = rest
	}
}
