package sqlite

import (
	"cmp"
	"context"
	"math"
	"slices"

	"minimost/chat"
)

// activityLists are the statements that list each kind of activity.
var activityLists = map[chat.ActivityKind]query{
	chat.ActivityMention:  load("activity/mentions"),
	chat.ActivityReply:    load("activity/replies"),
	chat.ActivityReaction: load("activity/reactions"),
}

// Activity returns up to limit things that others did and that concern the user, of
// messages that they can see, the newest first: those behind a place. What people
// did whom the user blocks is left out; a reply that mentions them is a mention.
func (s *Store) Activity(ctx context.Context, user string, before chat.ActivityCursor, limit int) (list []chat.Activity, err error) {
	err = s.read(ctx, func(conn Conn) error {
		for len(list) < limit {
			found, err := s.activityBefore(conn, user, before, limit)
			if err != nil || len(found) == 0 {
				return err
			}
			for _, a := range found {
				before = a.Cursor()
				shown, err := s.completeActivity(conn, user, &a)
				if err != nil {
					return err
				}
				if shown && len(list) < limit {
					list = append(list, a)
				}
			}
		}
		return nil
	})
	return list, err
}

// publishListed publishes that what is listed of a message may be otherwise for those
// whom it concerns: who wrote it, whom it answers, whom it mentions and who has saved it.
func publishListed(tx *transaction, m chat.Message) error {
	if err := publishSaved(tx, m.ID); err != nil {
		return err
	}
	tx.publish(chat.TopicActivity(m.Sender))
	if m.ReplyToID != 0 {
		answered, found, err := findMessage(tx.Conn, m.ReplyToID)
		if err != nil {
			return err
		}
		if found {
			tx.publish(chat.TopicActivity(answered.Sender))
		}
	}
	mentions, err := storedMentions(tx.Conn, m.ID)
	publishMentions(tx, mentions)
	return err
}

// publishMentions is publishListed for those whom a message mentions; that it mentions
// many, perhaps thousands, is told to everyone.
func publishMentions(tx *transaction, mentions []chat.Mention) {
	many := false
	for _, m := range mentions {
		if many = many || m.ByGroup; !m.ByGroup {
			tx.publish(chat.TopicActivity(m.Username))
		}
	}
	if many {
		tx.publish(chat.TopicActivity(chat.Everyone))
	}
}

// activityBefore finds the next ones of all kinds, without their messages.
func (s *Store) activityBefore(conn Conn, user string, before chat.ActivityCursor, limit int) (found []chat.Activity, err error) {
	for i, kind := range chat.ActivityKinds {
		err := activityLists[kind].each(conn, func(stmt Stmt) error {
			a := chat.Activity{Kind: kind, TS: getStamp(stmt, "ts"), Row: stmt.GetInt64("id"), Message: chat.Message{ID: stmt.GetInt64("message_id")}}
			if kind == chat.ActivityReaction {
				a.By, a.Emoji = stmt.GetText("reactor"), s.canonicalEmoji(stmt.GetText("emoji"))
			}
			found = append(found, a)
			return nil
		}, append(activityFrom(before, i), text(":username", user), whole(":limit", int64(limit)))...)
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(found, func(a, b chat.Activity) int { return -cmp.Compare(a.TS, b.TS) })
	return found[:min(len(found), limit)], nil
}

// activityFrom is where the list of the i-th kind goes on behind a place: of what
// happened at its moment, kinds before its own were listed, and those after were not.
func activityFrom(before chat.ActivityCursor, i int) []binding {
	ts, row := before.TS, before.Row
	switch place := slices.Index(chat.ActivityKinds, before.Kind); {
	case place < 0:
		ts = chat.Stamp(math.MaxFloat64)
	case i < place:
		row = 0
	case i > place:
		row = math.MaxInt64
	}
	return []binding{real(":ts", ts), whole(":id", row)}
}

// completeActivity adds the message and who did it, and reports whether the user is to
// see it.
func (s *Store) completeActivity(conn Conn, user string, a *chat.Activity) (bool, error) {
	m, _, err := s.visibleMessage(conn, user, a.Message.ID)
	if chat.CodeOf(err) == chat.NotFound || err == nil && m.Deleted {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	a.By = cmp.Or(a.By, m.Sender)
	if a.Kind == chat.ActivityReply {
		if mentioned, err := isMentioned(conn, user, m.ID); err != nil || mentioned {
			return false, err
		}
	}
	if blocked, err := blocks(conn, user, a.By); err != nil || blocked {
		return false, err
	}
	a.Message = m
	return true, s.fill(conn, []*chat.Message{&a.Message})
}
