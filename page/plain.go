package page

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/lang"
	"minimost/views"
)

// cachedPlain is how many plain rows are kept as they are drawn: those of the last
// seconds, in the zones and languages there are.
const cachedPlain = 1 << 10

// plainRow is a new message that looks alike to most who have the channel open: what
// it is drawn from beside its key is in the message, and the same for all of them.
type plainRow struct {
	key     plainKey
	message *chat.Message
}

// plainKey is what the rows of plain messages differ by.
type plainKey struct {
	id, before             int64 // the message, and the one above it; 0 for none
	channel, sender, above string
	edited                 chat.Stamp
	face                   views.AvatarProps
	zone                   string
	language               lang.Language
	year, day              int // the reader's today
}

// plainRows are the rows of new messages, nil where anything of one may be the reader's
// own: their message, one that mentions, quotes, or was reacted to. Those are drawn
// by newMessage.
func (s *screen) plainRows(added []chat.Message) []plainRow {
	if s.closed() != "" || s.moderator() != chat.NoModerator {
		return nil
	}
	rows := s.plainRoom[:0]
	for i := range added {
		key, plain := s.plainKey(&added[i])
		if !plain {
			return nil
		}
		rows = append(rows, plainRow{key, &added[i]})
	}
	return rows
}

// plainKey reports false for a message that is not plain to the reader.
func (s *screen) plainKey(m *chat.Message) (key plainKey, plain bool) {
	if !isPlain(m) || m.Sender == s.reader.User.Username || s.blocks.Has(m.Sender) {
		return key, false
	}
	key = plainKey{
		id: m.ID, channel: m.Channel, sender: m.Sender, edited: m.EditedTS, language: s.reader.Language(),
		face: s.reader.Face(s.seen, m.Sender),
	}
	i := len(s.latest) - 1
	for i >= 0 && (s.latest[i].TS >= m.TS || s.latest[i].Deleted) {
		i--
	}
	switch {
	case i >= 0:
		key.before, key.above = s.latest[i].ID, s.latest[i].Sender
	case len(s.latest) >= cache.RecentMessages:
		return key, false // the one above is to be looked up
	}
	if s.reader.Zone != nil {
		key.zone = s.reader.Zone.String()
	}
	today := s.today()
	key.year, key.day = today.Year(), today.YearDay()
	return key, true
}

// isPlain reports whether a message has nothing that looks different to some, or that
// may change otherwise than by an edit.
func isPlain(m *chat.Message) bool {
	return m.ContentType == chat.ContentText && !m.Deleted && m.ReplyToID == 0 && m.PinnedBy == "" &&
		len(m.Reactions)+len(m.Mentions)+len(m.Files) == 0
}

// drawPlain draws a plain row once for all to whom it looks alike. Only the first of
// them has it arranged below the one above, as newMessage needs it.
func (s *screen) drawPlain(p *plainRow) templ.Component {
	return drawOnce(s, s.plain, &p.key, func(ctx context.Context, w io.Writer) error {
		rows, err := s.rows([]chat.Message{*p.message}, 0)
		if err != nil {
			return err
		}
		return s.newMessage(p.message, rows).Render(ctx, w)
	})
}
