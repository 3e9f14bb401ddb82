package page

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/lang"
	"minimost/views"
)

// cachedDrawn is how many new messages are kept as they are drawn, of about a
// kilobyte each.
const cachedDrawn = 1 << 12

// drawnMessage is all that the drawing of a new message depends on that is alike
// for many readers: those of one zone who have neither sent nor may delete it.
type drawnMessage struct {
	id                       int64
	channel, ts, text, line  string
	sender                   views.AvatarProps
	zone, mentions, day      string
	language                 lang.Language
	sent, edited             int64 // ns
	grouped, counts, divided bool
	quote                    views.QuoteProps
}

// newMessage draws a message, which is that of the one row, below those that the page has, once for
// all readers to whom it looks the same.
func (s *screen) newMessage(m *chat.Message, one []views.MessageRow) templ.Component {
	row := &one[0]
	p := &row.Message
	p.Copied = true
	draw := views.NewMessages(s.channel.ID, one)
	if p.Mine || p.MentionsReader || p.Moderates || p.Blocked || p.Deleted || p.Closed != "" || p.PinnedBy.Name != "" || len(p.Reactions.Reactions) > 0 || p.Receipts != nil || row.New {
		return draw
	}
	key := drawnMessage{
		id: p.ID, channel: s.channel.ID, language: s.reader.Language(), sender: p.Face(), ts: p.TS, text: m.Content, line: p.Line.String(),
		sent: p.Sent.UnixNano(), edited: p.EditedAt.UnixNano(), day: row.DayName, divided: !row.Day.IsZero(), grouped: p.Grouped, counts: p.CountsAsUnread,
	}
	key.mentions = strings.Join(m.Mentions, " ")
	if s.reader.Zone != nil {
		key.zone = s.reader.Zone.String()
	}
	if p.Quote != nil {
		key.quote = *p.Quote
	}
	return drawOnce(s, s.drawn, &key, func(ctx context.Context, w io.Writer) error { return draw.Render(ctx, w) })
}

// drawOnce draws a new message once for all whose key is the same.
func drawOnce[K comparable](s *screen, kept *cache.Map[K, string], key *K, draw func(context.Context, io.Writer) error) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		html, err := kept.Get(s.changes, s.reader.Now, *key, func() (cache.Read[string], error) {
			var drawn strings.Builder
			err := draw(ctx, &drawn)
			return drawnWithin(s.codeTime(), drawn.String(), s.reader.Now), err
		})
		if err == nil {
			_, err = io.WriteString(w, html)
		}
		return err
	})
}
