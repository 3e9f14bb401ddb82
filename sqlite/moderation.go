package sqlite

import (
	"context"
	"strconv"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

// moderator is what r is in their channel.
func moderator(conn Conn, r reader) (chat.Moderator, error) {
	user, err := findUser(conn, r.name)
	if err != nil || r.Channel.Kind != chat.Private {
		return chat.ModeratorOf(user, r.Channel, ""), err
	}
	c, err := findPrivateChannel(conn, r.name, r.Channel.PrivateID)
	return chat.ModeratorOf(user, r.Channel, c.Owner()), err
}

// DeleteMessage deletes, softly, one of the user's own messages, or somebody
// else's where the user is a moderator of the channel, whom the message then names.
// It is ErrNotSender for anything else and ErrDeleted for a deleted one.
func (s *Store) DeleteMessage(ctx context.Context, user string, id int64, now time.Time) error {
	var as chat.Moderator
	may := func(tx *transaction, m chat.Message, r reader) (err error) {
		as = chat.NoModerator
		if m.Sender != user {
			as, err = moderator(tx.Conn, r)
		}
		if err != nil {
			return err
		}
		return chat.CheckDelete(m, user, as)
	}
	return s.changeMessage(ctx, user, id, now, may, func(tx *transaction, m chat.Message, r reader) error {
		ts, err := nextStamp(tx, r.Channel, now)
		if err != nil {
			return err
		}
		tx.publish(chat.TopicMessages(m.Channel), chat.TopicRemovals(m.Channel), chat.TopicLists)
		if err := publishListed(tx, m); err != nil {
			return err
		}
		if as != chat.NoModerator {
			if err := audit(ctx, tx, now, chat.AuditMessageDeleted, m.Channel, strconv.FormatInt(id, 10)); err != nil {
				return err
			}
		}
		by, role := binding{name: ":deleted_by", kind: sqlite.TypeNull}, binding{name: ":deleted_as", kind: sqlite.TypeNull}
		if as != chat.NoModerator {
			by, role = text(":deleted_by", user), text(":deleted_as", string(as))
		}
		return messageDelete.exec(tx.Conn, whole(":id", id), real(":ts", ts), by, role)
	})
}
