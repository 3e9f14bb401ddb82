package page

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"minimost/cache"
	"minimost/chat"
)

// openPage is what stays the same while someone has a channel open.
type openPage struct {
	of         openKey
	token      string
	slots      []chat.Slot // of the topics of all its regions
	staleSlots []chat.Slot // of the staleTopics of each region, one after the other
}

// seat is what is looked up once for a page that stays open, and goes with its cursor from one look to the next.
type seat struct {
	open *openPage
	cache.Seat
}

// seatOf is that of the cursor, or a new one where it has none for that page.
func (p *Pages) seatOf(c *Cursor, user, channel string, now time.Time) (*seat, error) {
	if c.seat != nil && c.seat.open.of == (openKey{user, channel}) {
		return c.seat, nil
	}
	open, err := p.openPage(user, channel, now)
	return &seat{open: open}, err
}

// cachedPages is how many open pages are kept in memory, of one or two
// kilobytes each. One that is not costs a hash.
const cachedPages = 1 << 14

type openKey struct{ user, channel string }

// openPage is ErrNoChannel for what names no channel: that is as long as whoever
// made it up liked.
func (p *Pages) openPage(user, channel string, now time.Time) (*openPage, error) {
	of := openKey{user, channel}
	return p.open.Get(p.changes, now, of, func() (cache.Read[*openPage], error) {
		if _, err := chat.ParseChannel(channel); err != nil && !showsNoChannel(channel) {
			return cache.Read[*openPage]{}, chat.ErrNoChannel
		}
		open := &openPage{of: of, token: p.scopeToken(user, channel), slots: p.changes.Slots(Topics(user, channel)...)}
		var stale []chat.Topic
		table := tableOf(channel)
		for i := range table {
			stale = append(stale, table[i].staleTopics(user, channel)...)
		}
		open.staleSlots = p.changes.Slots(stale...)
		return cache.Read[*openPage]{Value: open}, nil
	})
}

// scopeToken stands for a reader of a channel in this epoch, so that nobody can
// make a cursor for another channel out of their own. It names the reader as
// well: a page of another epoch is one of theirs only if they are the same.
func (p *Pages) scopeToken(user, channel string) string {
	mac := hmac.New(sha256.New, p.epoch)
	mac.Write([]byte(user + "\x00" + channel))
	encode := base64.RawURLEncoding.EncodeToString
	return encode(mac.Sum(nil)[:12]) + p.presence + tokenSeparator + encode([]byte(user))
}

// samePresence reports whether a token is of a server that knew of the same people.
func (p *Pages) samePresence(token string) bool {
	head, _, _ := strings.Cut(token, tokenSeparator)
	return len(head) > scopeLength && head[scopeLength:] == p.presence
}

// scopeLength is how long the part of a token is that stands for reader and channel.
const scopeLength = 16

const tokenSeparator = "."

// DrawnFor is whom the page with a cursor was drawn for, as the cursor says, in
// whatever epoch; "" when it does not say.
func DrawnFor(cursor string) string {
	token, _, _ := strings.Cut(cursor, cursorSeparator)
	_, name, _ := strings.Cut(token, tokenSeparator)
	user, err := base64.RawURLEncoding.DecodeString(name)
	if err != nil {
		return ""
	}
	return string(user)
}

// Fresh reports, without asking the store, that a page at that position lacks
// nothing. Only a position that this reader was given for this channel may spare
// the look at their access: otherwise the answer would tell an outsider whether
// something goes on in a channel.
func (p *Pages) Fresh(user, channel string, at Position, now time.Time) bool {
	if at.token == "" {
		return false
	}
	open, err := p.openPage(user, channel, now)
	return err == nil && at.token == open.token && !p.changes.ChangedIn(at.offset, open.slots...)
}
