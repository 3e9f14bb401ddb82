package page

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"minimost/chat"
)

// Cursor is what one page shows, as it says it when it asks what is new: how
// far it has come in the changes, which messages it has, and a fingerprint of
// each region that is redrawn as a whole.
type Cursor struct {
	token string // who was given it for which channel, in this epoch
	// Offset is how far the page has come, and SidebarOffset its sidebar, which may
	// be behind.
	Offset, SidebarOffset uint64
	changed               chat.Stamp // newest change of a message that the page has
	newest                chat.Stamp // newest message
	// Oldest is the oldest message on the page, and end the newest there, when the
	// page lacks those between it and newest, else 0.
	Oldest, end chat.Stamp
	firstUnread int64 // the message below "New messages", 0 for none
	receipts    int64 // the message above the line of receipts, 0 for none
	// fingerprints are of the regions that have one, in their order.
	fingerprints []uint64
	seat         *seat // nil in one that was not looked from yet
}

// newCursor is the cursor of a page that knows a channel's latest messages.
func newCursor(token string, offset uint64, latest []chat.Message) Cursor {
	c := Cursor{token: token, Offset: offset, SidebarOffset: offset, fingerprints: make([]uint64, countFingerprints())}
	c.advance(latest)
	return c
}

// show takes a window as what the page shows.
func (c *Cursor) show(w window) {
	if len(w.messages) > 0 {
		c.Oldest = w.messages[0].TS
	}
	c.end, c.firstUnread = w.end(), w.firstUnread
}

// shows reports whether a message with that stamp is among those on the page.
func (c *Cursor) shows(ts chat.Stamp) bool {
	return ts >= c.Oldest && (c.end == 0 || ts <= c.end)
}

// Extend takes it that the page, to which the reader has loaded others, shows
// messages from the oldest to the newest given, and whether it knows of later ones.
func (c *Cursor) Extend(oldest, newest chat.Stamp, later bool) {
	c.Oldest = oldest
	var end chat.Stamp
	if later {
		end = newest
	} else {
		c.newest = max(c.newest, newest)
	}
	if end != c.end {
		c.Offset = 0 // of what is on it now, none was compared
	}
	c.end = end
}

// advance moves the cursor past messages.
func (c *Cursor) advance(messages []chat.Message) {
	for _, m := range messages {
		c.newest = max(c.newest, m.TS)
		c.changed = max(c.changed, m.TS, m.EditedTS, m.DeletedTS, m.ReactionsTS)
	}
}

// setFingerprint takes what a region shows as shown and reports whether the page
// did not have it so.
func (c *Cursor) setFingerprint(which int, shown any) (changed bool) {
	print := fingerprint(shown)
	changed = c.fingerprints[which] != print
	c.fingerprints[which] = print
	return changed
}

// fingerprint tells different props apart.
func fingerprint(props any) uint64 {
	if own, ok := props.(interface{ fingerprint() uint64 }); ok {
		return own.fingerprint()
	}
	h := fnv.New64a()
	// Props are plain data; encoding them cannot fail.
	_ = json.NewEncoder(h).Encode(props)
	return h.Sum64()
}

// clone is a cursor that can be moved on without the other.
func (c Cursor) clone() Cursor {
	c.fingerprints = slices.Clone(c.fingerprints)
	return c
}

const cursorSeparator = "~"

// String is the cursor as it travels; ParseCursor reads it.
func (c Cursor) String() string {
	return string(c.Append(nil))
}

// Append adds String to b.
func (c Cursor) Append(b []byte) []byte {
	number := func(n uint64) { b = appendBase36(append(b, cursorSeparator...), n) }
	b = append(b, c.token...)
	number(c.Position().offset) // whoever has it is to ask for the sidebar as well
	for _, s := range [...]chat.Stamp{c.changed, c.newest, c.Oldest, c.end} {
		b = s.Append(append(b, cursorSeparator...))
	}
	for _, id := range [...]int64{c.firstUnread, c.receipts} {
		b = strconv.AppendInt(append(b, cursorSeparator...), id, 36)
	}
	for _, print := range c.fingerprints {
		number(print)
	}
	number(c.SidebarOffset)
	return b
}

// appendBase36 is strconv.AppendUint, whose base is no constant: dividing by one that is takes a
// third of the time, and each event has a cursor of some twenty numbers.
func appendBase36(b []byte, n uint64) []byte {
	var digits [13]byte // as many as the largest has
	at := len(digits) - 1
	for ; n >= 36; n /= 36 {
		digits[at] = base36[n%36]
		at--
	}
	digits[at] = base36[n]
	return append(b, digits[at:]...)
}

const base36 = "0123456789abcdefghijklmnopqrstuvwxyz"

// Position is how far a page has come: an offset, of the epoch and scope that a
// token stands for. The zero Position is none.
type Position struct {
	token  string
	offset uint64
}

// Position is the cursor's.
func (c Cursor) Position() Position { return Position{c.token, min(c.Offset, c.SidebarOffset)} }

// ParsePosition reads the position of a cursor and nothing else. What is no
// cursor has none.
func ParsePosition(raw string) Position {
	token, rest, _ := strings.Cut(raw, cursorSeparator)
	number, _, found := strings.Cut(rest, cursorSeparator)
	offset, err := strconv.ParseUint(number, 36, 64)
	if !found || err != nil {
		return Position{}
	}
	return Position{token, offset}
}

var errNoCursor = chat.Errorf(chat.Invalid, `"since" is not a cursor.`)

// ParseCursor reads a cursor. It is Invalid for anything that String does not
// write.
func ParseCursor(raw string) (c Cursor, err error) {
	fields := strings.Split(raw, cursorSeparator)
	c.fingerprints = make([]uint64, countFingerprints())
	if len(fields) != 9+len(c.fingerprints) {
		return Cursor{}, errNoCursor
	}
	c.token = strings.Clone(fields[0]) // a socket keeps it, and not all of raw
	var bad error
	read := func(parsed error) {
		if parsed != nil {
			bad = parsed
		}
	}
	c.Offset, err = strconv.ParseUint(fields[1], 36, 64)
	read(err)
	for i, s := range []*chat.Stamp{&c.changed, &c.newest, &c.Oldest, &c.end} {
		var ok bool
		if *s, ok = chat.ParseStamp(fields[2+i]); !ok {
			read(fmt.Errorf("bad stamp %q", fields[2+i]))
		}
	}
	c.firstUnread, err = strconv.ParseInt(fields[6], 36, 64)
	read(err)
	c.receipts, err = strconv.ParseInt(fields[7], 36, 64)
	read(err)
	for i := range c.fingerprints {
		c.fingerprints[i], err = strconv.ParseUint(fields[8+i], 36, 64)
		read(err)
	}
	c.SidebarOffset, err = strconv.ParseUint(fields[len(fields)-1], 36, 64)
	read(err)
	if bad != nil {
		return Cursor{}, errNoCursor
	}
	return c, nil
}
