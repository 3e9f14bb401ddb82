package search

import (
	"strconv"
	"strings"

	"minimost/chat"
)

// Cursor is a place between two hits: behind the one of TS and ID, or, of the best
// first, behind so many.
type Cursor struct {
	TS    chat.Stamp
	ID    int64
	Shown int
}

// Text is the cursor as it stands in an address, "" for none.
func (c Cursor) Text() string {
	switch {
	case c.Shown > 0:
		return strconv.Itoa(c.Shown)
	case c.ID > 0:
		return c.TS.Text() + "-" + strconv.FormatInt(c.ID, 10)
	}
	return ""
}

var errCursor = chat.Errorf(chat.Invalid, `"before" is the "next" of the page before.`)

// ParseCursor reads what Text has written. It is Invalid for anything else.
func ParseCursor(text string, best bool) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	if best {
		shown, err := strconv.Atoi(text)
		if err != nil || shown < 1 || shown > chat.SearchRanked {
			return Cursor{}, errCursor
		}
		return Cursor{Shown: shown}, nil
	}
	// A stamp may be negative.
	cut := strings.LastIndexByte(text, '-')
	if cut < 1 {
		return Cursor{}, errCursor
	}
	ts, ok := chat.ParseStamp(text[:cut])
	id, err := strconv.ParseInt(text[cut+1:], 10, 64)
	if !ok || err != nil || id < 1 {
		return Cursor{}, errCursor
	}
	return Cursor{TS: ts, ID: id}, nil
}

// After reports whether a message comes after the cursor, where the newest is
// first.
func (c Cursor) After(m chat.Message) bool {
	return c.ID == 0 || m.TS < c.TS || m.TS == c.TS && m.ID < c.ID
}
