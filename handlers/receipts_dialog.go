package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// showReceipts lists who has read a message and, in a small channel, who has
// not yet.
func (s *server) showReceipts(r *request) error {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if err != nil {
		return err
	}
	receipts, err := s.Store.Receipts(r.ctx, r.user.Username, m.Channel, m.ID)
	if err != nil {
		return err
	}
	seen, err := s.seen(r)
	if err != nil {
		return err
	}
	receipts = seen.Receipts(receipts)
	waiting, known, err := s.waiting(r, m, receipts)
	if err != nil {
		return err
	}
	return s.sendDialog(r, fiber.StatusOK, r.T("Read by"), views.ReceiptsDialog(views.ReceiptListProps{
		BackURL: r.backURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: r.excerpt(m),
		Readers: r.readerProps(receipts, seen), Waiting: waitingProps(waiting, seen), WaitingKnown: known,
		Off: !r.user.Settings.ShareReceipts,
	}))
}

func (r *request) readerProps(receipts []chat.Receipt, seen cache.Presences) []views.ReceiptReaderProps {
	var readers []views.ReceiptReaderProps
	for _, receipt := range receipts {
		reader := views.ReceiptReaderProps{Face: faceOf(seen, receipt.Reader)}
		if receipt.ReadTS != 0 && receipt.ReadTS.Valid() {
			reader.ReadAt = r.local(receipt.ReadTS.Time())
		}
		readers = append(readers, reader)
	}
	return readers
}

// faceOf is somebody as others see them.
func faceOf(seen cache.Presences, name string) views.AvatarProps {
	return views.AvatarProps{Name: name, Shown: seen.Shown(name), State: seen.Dot(name), Picture: seen.Picture(name), Hue: views.AvatarHue(seen.Place(name))}
}

func waitingProps(names []string, seen cache.Presences) []views.ReceiptReaderProps {
	var waiting []views.ReceiptReaderProps
	for _, name := range names {
		waiting = append(waiting, views.ReceiptReaderProps{Face: faceOf(seen, name)})
	}
	return waiting
}

// waiting are those who have not read m yet. In a channel where that is not
// told, known is false.
func (s *server) waiting(r *request, m chat.Message, receipts []chat.Receipt) (names []string, known bool, err error) {
	members, err := s.readersOf(r, m.Channel)
	if err != nil || len(members) == 0 || len(members) > chat.MaxRollCall {
		return nil, false, err
	}
	for _, member := range members {
		account, err := s.Store.User(r.ctx, member.Username)
		if chat.CodeOf(err) == chat.NotFound {
			continue // a direct channel names whom it likes
		}
		if err != nil {
			return nil, false, err
		}
		if m.AwaitedFrom(account, member, receipts) {
			names = append(names, member.Username)
		}
	}
	return names, true, nil
}

// readersOf are the members of a direct or private channel, and none of a
// public one.
func (s *server) readersOf(r *request, id string) ([]chat.Member, error) {
	channel, err := chat.ParseChannel(id)
	if err != nil {
		return nil, err
	}
	if channel.Kind == chat.Private {
		c, err := s.Store.PrivateChannel(r.ctx, r.user.Username, channel.PrivateID)
		return c.Members, err
	}
	members := make([]chat.Member, len(channel.Participants))
	for i, name := range channel.Participants {
		members[i] = chat.Member{Username: name}
	}
	return members, nil
}
