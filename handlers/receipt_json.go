package handlers

import (
	"context"
	"time"

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
	Reader string        `json:"reader"`
	ReadTS optionalStamp `json:"read_ts"`
}

func (s *server) markRead(r *request) error {
	err := s.markUpTo(r)
	if r.Query("quiet") == "1" {
		// An open page may ask before it knows that its reader was removed.
		return quietly(r, err)
	}
	if err != nil {
		return err
	}
	return noContent(r)
}

// markUpTo marks the channel in the path read, as far as the form says.
func (s *server) markUpTo(r *request) error {
	fields, err := r.formBody()
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
			_, err := s.Store.CheckAccess(r.ctx, r.user.Username, r.channel())
			return err
		}
	}
	opened, byPage := fields("opened")
	return s.markUnlessFresh(r, upTo, opened, byPage)
}

// markUnlessFresh marks a channel read. That there is nothing new to mark, which
// an open page asks again and again, is cached. A page says in opened when the
// channel was marked as unread that it was drawn of, "" for not.
func (s *server) markUnlessFresh(r *request, upTo chat.Stamp, opened string, byPage bool) error {
	user, channel := r.user.Username, r.channel()
	mark := func() error { return s.Store.MarkRead(r.ctx, user, channel, upTo, r.now) }
	if byPage {
		marked, _ := chat.ParseStamp(opened)
		opened = "page " + marked.Text()
		mark = func() error { return s.Store.MarkSeen(r.ctx, user, channel, upTo, marked, r.now) }
	}
	id := answerID{"mark_read " + upTo.Text() + " " + opened, user, channel}
	return s.answers.SkipIfFresh(s.Changes, r.now, id, func() (cache.Read[[]byte], error) {
		return cache.Read[[]byte]{Topics: []chat.Topic{
			chat.TopicMessages(channel), chat.TopicMembers(channel), chat.TopicPerson(user),
		}}, mark()
	})
}

func (s *server) markUnread(r *request) error {
	return sendOK(r, s.Store.MarkUnread(r.ctx, r.user.Username, r.id("msg_id"), r.now))
}

func (s *server) markAllRead(r *request) error {
	return sendOK(r, s.Store.MarkAllRead(r.ctx, r.user.Username, r.now))
}

func (s *server) readReceipts(r *request) error {
	channel := r.channel()
	return s.sendCached(r, answerID{"read_receipts", r.user.Username, channel}, func() (cache.Read[any], error) {
		access, err := s.cache.Access(r.ctx, r.user.Username, channel, r.now)
		if err != nil {
			return cache.Read[any]{}, err
		}
		marks, err := s.cache.Watermarks(r.ctx, channel, r.now)
		if err != nil {
			return cache.Read[any]{}, err
		}
		if marks, err = s.marksShownTo(r, channel, marks); err != nil {
			return cache.Read[any]{}, err
		}
		answer := make(map[string]stamp, len(marks))
		for reader, mark := range marks {
			if access.Sees(mark) {
				answer[reader] = stamp(mark)
			}
		}
		return cache.Read[any]{Value: answer, Topics: []chat.Topic{
			chat.TopicReceipts(channel), chat.TopicSharing, chat.TopicBlocks, chat.TopicMembers(channel),
		}}, err
	})
}

// marksShownTo are watermarks as the user is shown them: of who looks offline to
// them since they blocked them, none moves.
func (s *server) marksShownTo(r *request, channel string, marks map[string]chat.Stamp) (map[string]chat.Stamp, error) {
	seen, err := s.cache.PresencesFor(r.ctx, r.user.Username, r.now)
	if err != nil || !seen.HidesAnybody() {
		return marks, err
	}
	shown := make(map[string]chat.Stamp, len(marks))
	for reader, mark := range marks {
		if since, hides := seen.Hides(reader); hides {
			if mark, err = s.Store.WatermarkUntil(r.ctx, channel, reader, since); err != nil {
				return nil, err
			}
		}
		if mark != 0 {
			shown[reader] = mark
		}
	}
	return shown, nil
}

func (s *server) receipts(r *request) error {
	receipts, err := s.Store.Receipts(r.ctx, r.user.Username, r.channel(), r.id("msg_id"))
	if err != nil {
		return err
	}
	seen, err := s.cache.PresencesFor(r.ctx, r.user.Username, r.now)
	if err != nil {
		return err
	}
	receipts = seen.Receipts(receipts)
	list := make([]receiptJSON, len(receipts))
	for i, receipt := range receipts {
		list[i] = receiptJSON{receipt.Reader, optionalStamp(receipt.ReadTS)}
	}
	return sendList(r, list)
}

func (s *server) lastRead(r *request) error {
	last, err := s.Store.LastRead(r.ctx, r.user.Username, r.channel())
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"last_read_ts": optionalStamp(last)})
}
