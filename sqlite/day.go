package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var messageFirstSent = load("message/first_sent")

// FirstSent is the number of the first message of a channel that was sent at a time
// or later, of those that the user sees; 0 for none. It is ErrNoChannel without access.
func (s *Store) FirstSent(ctx context.Context, user, channel string, from time.Time) (id int64, err error) {
	err = s.read(ctx, func(conn Conn) error {
		r, err := s.access(conn, user, channel)
		if err != nil {
			return err
		}
		_, err = messageFirstSent.one(conn, func(stmt Stmt) { id = stmt.GetInt64("id") },
			text(":channel", channel), real(":from", chat.StampOf(from)), real(":start", r.HistoryStart))
		return err
	})
	return id, err
}
