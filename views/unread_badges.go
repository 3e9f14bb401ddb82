package views

import (
	"context"
	"io"
	"iter"
	"strconv"

	"github.com/a-h/templ"
)

// UnreadBadges takes the place of the badges of those channels. It writes what
// channelBadge draws: a page with fifty channels gets as many in each update.
func UnreadBadges(badges iter.Seq[UnreadBadgeProps]) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		b := make([]byte, 0, badgeRoom)
		for badge := range badges {
			if _, err := w.Write(badge.append(ctx, b[:0])); err != nil {
				return err
			}
		}
		return nil
	})
}

// badgeRoom is longer than most are.
const badgeRoom = 256 // bytes

func (p *UnreadBadgeProps) append(ctx context.Context, b []byte) []byte {
	attribute := func(name, prefix, value string) {
		b = append(b, ' ')
		b = append(b, name...)
		b = append(b, `="`...)
		b = append(b, prefix...)
		b = append(b, value...)
		b = append(b, '"')
	}
	b = append(b, `<span class="badge`...)
	if p.quiet() {
		b = append(b, " badge--quiet"...)
	}
	b = append(b, '"')
	attribute("id", "unread:", templ.EscapeString(p.URL))
	attribute("data-unread", "", strconv.Itoa(p.Unread))
	if p.Newest != "" {
		attribute("data-newest", "", templ.EscapeString(p.Newest))
	}
	if p.Mentions > 0 {
		attribute("data-calls", "", strconv.Itoa(p.Mentions))
	}
	if p.Unread == 0 {
		b = append(b, " hidden"...)
	}
	attribute("hx-swap-oob", "", "true")
	b = append(b, '>')
	if p.Unread > 0 {
		b = append(b, countText(p.Unread)...)
		b = append(b, ` <span class="visually-hidden">`...)
		b = append(b, p.text(ctx)...)
		b = append(b, "</span>"...)
	}
	return append(b, "</span>"...)
}
