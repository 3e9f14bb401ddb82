package page

import (
	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/views"
)

var receiptsRegion = region{
	name:       "receipts",
	ofChannel:  []func(string) chat.Topic{chat.TopicReceipts, chat.TopicMessages, chat.TopicMembers},
	ofEveryone: []chat.Topic{chat.TopicSharing, chat.TopicBlocks, chat.TopicProfiles},
	build:      buildReceipts,
	render:     renderReceipts,
}

func buildReceipts(s *screen) (any, error) {
	var err error
	s.receipts, err = s.receiptProps()
	s.next.receipts = s.receipts.MessageID
	return (*shownReceipts)(&s.receipts), err
}

// shownReceipts are looked at for every message that comes, where they stand: a copy would be
// allocated for each.
type shownReceipts views.ReadReceiptsProps

func (r *shownReceipts) fingerprint() uint64 {
	h := hash(fnvOffset)
	h.text(r.Channel)
	for _, name := range r.Names {
		h.text(name)
	}
	for _, number := range [...]int64{r.MessageID, int64(r.Count), int64(len(r.Names)), r.Shown} {
		h.number(uint64(number)) //nolint:gosec // any number will do
	}
	for _, is := range [...]bool{r.Everyone, r.OfTwo, r.Off, r.OOB} {
		h.flag(is)
	}
	return uint64(h)
}

// renderReceipts moves the line. A page that had none and has none stays as it
// is.
func renderReceipts(s *screen) []templ.Component {
	if s.since.receipts == 0 && s.receipts.MessageID == 0 {
		return nil
	}
	s.receipts.OOB, s.receipts.Shown = true, s.since.receipts
	return []templ.Component{views.ReadReceipts(s.receipts)}
}

// receiptProps is the line below the reader's newest message among the latest
// that somebody has read.
func (s *screen) receiptProps() (views.ReadReceiptsProps, error) {
	ctx, user := s.reader.Ctx, s.reader.User.Username
	p := views.ReadReceiptsProps{Channel: s.channel.ID, Off: !s.reader.User.Settings.ShareReceipts}
	marks, err := s.cache.Watermarks(ctx, &s.seat.Seat, s.channel.ID, s.reader.Now)
	if err != nil {
		return p, err
	}
	var newest chat.Stamp
	for reader, mark := range marks {
		if reader != user {
			newest = max(newest, mark)
		}
	}
	for i := len(s.latest) - 1; i >= 0; i-- {
		m := &s.latest[i]
		if m.Sender != user || m.Deleted || m.ContentType == chat.ContentSystem || m.TS > newest {
			continue
		}
		receipts, err := s.store.Receipts(ctx, user, s.channel.ID, m.ID)
		if err != nil {
			return p, err
		}
		for _, receipt := range s.seen.Receipts(receipts) {
			p.Names = append(p.Names, s.seen.Shown(receipt.Reader))
		}
		if p.Count = len(p.Names); p.Count > 0 && !s.next.shows(m.TS) {
			return views.ReadReceiptsProps{Channel: p.Channel, Off: p.Off}, nil
		}
		if p.Count > 0 {
			p.MessageID = m.ID
			p.Everyone = s.channel.Kind != chat.Public && p.Count >= len(s.room.Members)-1
			p.OfTwo = s.channel.Kind == chat.Direct && len(s.room.Members) == 2
			return p, nil
		}
	}
	return p, nil
}
