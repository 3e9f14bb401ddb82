package handlers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"minimost/chat"
)

// cursor is what one page shows, as it says it when it asks what is new: how
// far it has come in the changes, which messages it has, and a fingerprint of
// each part that is redrawn as a whole.
type cursor struct {
	holder      string // who was given it for which channel, by this run of the server
	seq         uint64
	listsSeq    uint64     // the same of the sidebar, which may be behind
	changed     chat.Stamp // newest change of a message that the page has
	newest      chat.Stamp // newest message
	oldest      chat.Stamp // oldest message
	firstUnread int64      // the message below "New messages", 0 for none
	receipts    int64      // the message above the line of receipts, 0 for none
	parts       [numParts]uint64
}

// The parts of a page that are redrawn as a whole.
const (
	partHeader = iota
	partTyping
	partReceipts
	partSidebar
	partAccount
	numParts
)

// newCursor is the cursor of a page that shows messages, oldest first.
func newCursor(holder string, seq uint64, messages []chat.Message, firstUnread int64) cursor {
	c := cursor{holder: holder, seq: seq, listsSeq: seq, firstUnread: firstUnread}
	if len(messages) > 0 {
		c.oldest = messages[0].TS
	}
	c.follow(messages)
	return c
}

// holder stands for a reader of a channel, so that nobody can make a cursor for
// another channel out of their own.
func (s *server) holder(user, channel string) string {
	mac := hmac.New(sha256.New, s.runKey)
	mac.Write([]byte(user + "\x00" + channel))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:12])
}

// follow moves the cursor past messages.
func (c *cursor) follow(messages []chat.Message) {
	for _, m := range messages {
		c.newest = max(c.newest, m.TS)
		c.changed = max(c.changed, m.TS, m.EditedTS, m.DeletedTS, m.ReactionsTS)
	}
}

// settle takes a part of the state as shown and reports whether the page did not
// have it so.
func (c *cursor) settle(part int, state *liveState) (changed bool) {
	print := fingerprint(state.part(part))
	changed = c.parts[part] != print
	c.parts[part] = print
	if part == partReceipts {
		c.receipts = state.receipts.MessageID
	}
	return changed
}

// fingerprint tells different props apart.
func fingerprint(props any) uint64 {
	h := fnv.New64a()
	// Props are plain data; encoding them cannot fail.
	_ = json.NewEncoder(h).Encode(props)
	return h.Sum64()
}

const cursorSeparator = "~"

// String is the cursor as it travels; parseCursor reads it.
func (c cursor) String() string {
	// Whoever has it is to ask for the sidebar as well.
	seq := min(c.seq, c.listsSeq)
	fields := []string{
		c.holder, strconv.FormatUint(seq, 36), stampText(c.changed), stampText(c.newest), stampText(c.oldest),
		strconv.FormatInt(c.firstUnread, 36), strconv.FormatInt(c.receipts, 36),
	}
	for _, part := range c.parts {
		fields = append(fields, strconv.FormatUint(part, 36))
	}
	fields = append(fields, strconv.FormatUint(c.listsSeq, 36))
	return strings.Join(fields, cursorSeparator)
}

// cursorHead reads who holds a cursor, and its number of changes.
func cursorHead(raw string) (holder string, seq uint64, ok bool) {
	holder, rest, ok := strings.Cut(raw, cursorSeparator)
	if !ok {
		return "", 0, false
	}
	number, _, ok := strings.Cut(rest, cursorSeparator)
	seq, err := strconv.ParseUint(number, 36, 64)
	return holder, seq, ok && err == nil
}

// parseCursor reads a cursor. It is Invalid for anything that String does not
// write.
func parseCursor(raw string) (c cursor, err error) {
	fields := strings.Split(raw, cursorSeparator)
	if len(fields) != 8+numParts {
		return c, chat.Errorf(chat.Invalid, `"since" is not a cursor.`)
	}
	c.holder = fields[0]
	var bad error
	read := func(parsed error) {
		if parsed != nil {
			bad = parsed
		}
	}
	c.seq, err = strconv.ParseUint(fields[1], 36, 64)
	read(err)
	for i, s := range []*chat.Stamp{&c.changed, &c.newest, &c.oldest} {
		var ok bool
		if *s, ok = parseStamp(fields[2+i]); !ok {
			read(fmt.Errorf("bad stamp %q", fields[2+i]))
		}
	}
	c.firstUnread, err = strconv.ParseInt(fields[5], 36, 64)
	read(err)
	c.receipts, err = strconv.ParseInt(fields[6], 36, 64)
	read(err)
	for i := range c.parts {
		c.parts[i], err = strconv.ParseUint(fields[7+i], 36, 64)
		read(err)
	}
	c.listsSeq, err = strconv.ParseUint(fields[7+numParts], 36, 64)
	read(err)
	if bad != nil {
		return cursor{}, chat.Errorf(chat.Invalid, `"since" is not a cursor.`)
	}
	return c, nil
}
