package message

import (
	"context"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
)

type receiptStore interface {
	// MarkRead marks everything up to a stamp; 0 is everything. It is ErrNoChannel
	// without access.
	MarkRead(ctx context.Context, user, channel string, upTo chat.Stamp, now time.Time) error
	// MarkSeen is MarkRead by a page that was opened while the channel was marked as
	// unread at a time, 0 for not.
	MarkSeen(ctx context.Context, user, channel string, upTo, opened chat.Stamp, now time.Time) error
	// MarkUnread is NotFound for a message that the user cannot see and Conflict where
	// nothing would count as unread.
	MarkUnread(ctx context.Context, user string, msgID int64, now time.Time) error
	MarkAllRead(ctx context.Context, user string, now time.Time) error
	// WatermarkUntil is 0 for none.
	WatermarkUntil(ctx context.Context, channel, reader string, until chat.Stamp) (chat.Stamp, error)
}

var errBadUpTo = chat.Errorf(chat.Invalid, `"up_to" is the ts of a message.`)

type receiptJSON struct {
	Reader string            `json:"reader"`
	ReadTS web.OptionalStamp `json:"read_ts"`
}

func (h *Handlers) MarkRead(r *web.Request) error {
	err := h.markUpTo(r)
	if r.Query("quiet") == "1" {
		// An open page may ask before it knows that its reader was removed.
		return web.Quietly(r, err)
	}
	if err != nil {
		return err
	}
	return web.NoContent(r)
}

// markUpTo marks the channel in the path read, as far as the form says.
func (h *Handlers) markUpTo(r *web.Request) error {
	fields, err := r.FormBody()
	if err != nil {
		return err
	}
	var upTo chat.Stamp
	if raw, given := fields("up_to"); given {
		var ok bool
		if upTo, ok = chat.ParseStamp(raw); !ok {
			return errBadUpTo
		}
		if upTo <= 0 {
			// There is nothing before the epoch; 0 means everything to the store.
			_, err := h.store.CheckAccess(r.Ctx, r.User.Username, r.Channel())
			return err
		}
	}
	opened, byPage := fields("opened")
	return h.markUnlessFresh(r, upTo, opened, byPage)
}

// markUnlessFresh marks a channel read. That there is nothing new to mark, which
// an open page asks again and again, is cached. A page says in opened when the
// channel was marked as unread that it was drawn of, "" for not.
func (h *Handlers) markUnlessFresh(r *web.Request, upTo chat.Stamp, opened string, byPage bool) error {
	user, channel := r.User.Username, r.Channel()
	mark := func() error { return h.store.MarkRead(r.Ctx, user, channel, upTo, r.Now) }
	if byPage {
		marked, _ := chat.ParseStamp(opened)
		opened = "page " + marked.Text()
		mark = func() error { return h.store.MarkSeen(r.Ctx, user, channel, upTo, marked, r.Now) }
	}
	id := web.AnswerID{What: "mark_read " + upTo.Text() + " " + opened, User: user, About: channel}
	return h.Answers.SkipIfFresh(h.Changes, r.Now, id, func() (cache.Read[[]byte], error) {
		return cache.Read[[]byte]{Topics: []chat.Topic{
			chat.TopicMessages(channel), chat.TopicMembers(channel), chat.TopicPerson(user),
		}}, mark()
	})
}

func (h *Handlers) MarkUnread(r *web.Request) error {
	return web.SendOK(r, h.store.MarkUnread(r.Ctx, r.User.Username, r.ID("msg_id"), r.Now))
}

func (h *Handlers) MarkAllRead(r *web.Request) error {
	return web.SendOK(r, h.store.MarkAllRead(r.Ctx, r.User.Username, r.Now))
}

func (h *Handlers) ReadReceipts(r *web.Request) error {
	channel := r.Channel()
	return h.SendCached(r, web.AnswerID{What: "read_receipts", User: r.User.Username, About: channel}, func() (cache.Read[any], error) {
		access, err := h.Cache.Access(r.Ctx, r.User.Username, channel, r.Now)
		if err != nil {
			return cache.Read[any]{}, err
		}
		marks, err := h.Cache.Watermarks(r.Ctx, &cache.Seat{}, channel, r.Now)
		if err != nil {
			return cache.Read[any]{}, err
		}
		if marks, err = h.marksShownTo(r, channel, marks); err != nil {
			return cache.Read[any]{}, err
		}
		answer := make(map[string]web.Stamp, len(marks))
		for reader, mark := range marks {
			if access.Sees(mark) {
				answer[reader] = web.Stamp(mark)
			}
		}
		return cache.Read[any]{Value: answer, Topics: []chat.Topic{
			chat.TopicReceipts(channel), chat.TopicSharing, chat.TopicBlocks, chat.TopicMembers(channel),
		}}, err
	})
}

// marksShownTo are watermarks as the user is shown them: of who looks offline to
// them since they blocked them, none moves.
func (h *Handlers) marksShownTo(r *web.Request, channel string, marks map[string]chat.Stamp) (map[string]chat.Stamp, error) {
	seen, err := h.Cache.PresencesFor(r.Ctx, r.User.Username, r.Now)
	if err != nil || !seen.HidesAnybody() {
		return marks, err
	}
	shown := make(map[string]chat.Stamp, len(marks))
	for reader, mark := range marks {
		if since, hides := seen.Hides(reader); hides {
			if mark, err = h.store.WatermarkUntil(r.Ctx, channel, reader, since); err != nil {
				return nil, err
			}
		}
		if mark != 0 {
			shown[reader] = mark
		}
	}
	return shown, nil
}

func (h *Handlers) Receipts(r *web.Request) error {
	receipts, err := h.store.Receipts(r.Ctx, r.User.Username, r.Channel(), r.ID("msg_id"))
	if err != nil {
		return err
	}
	seen, err := h.Cache.PresencesFor(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return err
	}
	receipts = seen.Receipts(receipts)
	return web.SendListOf(r, receipts, func(receipt chat.Receipt) receiptJSON {
		return receiptJSON{receipt.Reader, web.OptionalStamp(receipt.ReadTS)}
	})
}

func (h *Handlers) LastRead(r *web.Request) error {
	last, err := h.store.LastRead(r.Ctx, r.User.Username, r.Channel())
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"last_read_ts": web.OptionalStamp(last)})
}
