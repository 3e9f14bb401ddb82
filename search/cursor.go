package search

import (
	"strconv"
	"strings"

	"minimost/chat"
)

// Cursor is a place between two hits: behind the one of TS and ID. Of the best first
// that one has Score, and Newest is the stamp up to which messages are put in order:
// what comes while somebody reads moves nothing.
type Cursor struct {
	TS     chat.Stamp
	ID     int64
	Score  float64
	Newest chat.Stamp
}

// Text is the cursor as it stands in an address, "" for none.
func (c Cursor) Text() string {
	if c.ID == 0 {
		return ""
	}
	place := c.TS.Text() + "-" + strconv.FormatInt(c.ID, 10)
	if c.Score == 0 {
		return place
	}
	return strings.Join([]string{strconv.FormatFloat(c.Score, 'g', -1, 64), c.Newest.Text(), place}, "_")
}

var errCursor = chat.Errorf(chat.Invalid, `"before" is the "next" of the page before.`)

// ParseCursor reads what Text has written. It is Invalid for anything else.
func ParseCursor(text string, best bool) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	var c Cursor
	if best {
		parts := strings.Split(text, "_")
		if len(parts) != 3 {
			return Cursor{}, errCursor
		}
		score, scored := chat.ParseStamp(parts[0]) // a finite number too
		newest, ok := chat.ParseStamp(parts[1])
		if !scored || !ok || score <= 0 {
			return Cursor{}, errCursor
		}
		c.Score, c.Newest, text = float64(score), newest, parts[2]
	}
	// A stamp may be negative.
	cut := strings.LastIndexByte(text, '-')
	if cut < 1 {
		return Cursor{}, errCursor
	}
	var ok bool
	var err error
	c.TS, ok = chat.ParseStamp(text[:cut])
	c.ID, err = strconv.ParseInt(text[cut+1:], 10, 64)
	if !ok || err != nil || c.ID < 1 {
		return Cursor{}, errCursor
	}
	return c, nil
}

// After reports whether a message comes after the cursor, where the newest is
// first.
func (c Cursor) After(m chat.Message) bool {
	return c.ID == 0 || m.TS < c.TS || m.TS == c.TS && m.ID < c.ID
}
