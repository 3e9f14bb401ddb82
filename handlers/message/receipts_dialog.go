package message

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/cache"
	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// ShowReceipts lists who has read a message and, in a small channel, who has
// not yet.
func (h *Handlers) ShowReceipts(r *web.Request) error {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if err != nil {
		return err
	}
	receipts, err := h.store.Receipts(r.Ctx, r.User.Username, m.Channel, m.ID)
	if err != nil {
		return err
	}
	seen, err := h.Seen(r)
	if err != nil {
		return err
	}
	receipts = seen.Receipts(receipts)
	waiting, known, err := h.waiting(r, m, receipts)
	if err != nil {
		return err
	}
	return h.SendDialog(r, fiber.StatusOK, r.T("Read by"), views.ReceiptsDialog(views.ReceiptListProps{
		BackURL: r.BackURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: h.excerpt(r, m),
		Readers: readerProps(r, receipts, seen), Waiting: waitingProps(waiting, seen), WaitingKnown: known,
		Off: !r.User.Settings.ShareReceipts,
	}))
}

func readerProps(r *web.Request, receipts []chat.Receipt, seen cache.Presences) []views.ReceiptReaderProps {
	var readers []views.ReceiptReaderProps
	for _, receipt := range receipts {
		reader := views.ReceiptReaderProps{Face: web.FaceOf(seen, receipt.Reader)}
		if receipt.ReadTS != 0 && receipt.ReadTS.Valid() {
			reader.ReadAt = r.Local(receipt.ReadTS.Time())
		}
		readers = append(readers, reader)
	}
	return readers
}

func waitingProps(names []string, seen cache.Presences) []views.ReceiptReaderProps {
	var waiting []views.ReceiptReaderProps
	for _, name := range names {
		waiting = append(waiting, views.ReceiptReaderProps{Face: web.FaceOf(seen, name)})
	}
	return waiting
}

// waiting are those who have not read m yet. In a channel where that is not
// told, known is false.
func (h *Handlers) waiting(r *web.Request, m chat.Message, receipts []chat.Receipt) (names []string, known bool, err error) {
	members, err := h.readersOf(r, m.Channel)
	if err != nil || len(members) == 0 || len(members) > chat.MaxRollCall {
		return nil, false, err
	}
	for _, member := range members {
		account, err := h.store.User(r.Ctx, member.Username)
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
func (h *Handlers) readersOf(r *web.Request, id string) ([]chat.Member, error) {
	channel, err := chat.ParseChannel(id)
	if err != nil {
		return nil, err
	}
	if channel.Kind == chat.Private {
		c, err := h.store.PrivateChannel(r.Ctx, r.User.Username, channel.PrivateID)
		return c.Members, err
	}
	members := make([]chat.Member, len(channel.Participants))
	for i, name := range channel.Participants {
		members[i] = chat.Member{Username: name}
	}
	return members, nil
}
