package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	privateDecline     = load("private_channel/decline")
	privateIsDeclined  = load("private_channel/is_declined")
	privateDeclined    = load("private_channel/declined")
	privateAcceptAgain = load("private_channel/accept_again")
	privateAddedSince  = load("private_channel/added_since")
)

// DeclinePrivateChannel is LeavePrivateChannel for who does not want to be added
// again.
func (s *Store) DeclinePrivateChannel(ctx context.Context, user string, id int64, now time.Time) error {
	return s.endPrivateChannel(ctx, user, id, now, func(tx *transaction, c chat.PrivateChannel, ch chat.Channel) error {
		err := privateDecline.exec(tx.Conn, whole(":channel_id", id), text(":username", user), text(":name", c.Name),
			real(":declined_ts", chat.StampOf(now)))
		if err != nil {
			return err
		}
		return leave(tx, c, ch, user, user, now)
	})
}

// Declined lists the private channels that the user has declined, by id.
func (s *Store) Declined(ctx context.Context, user string) (list []chat.Declined, err error) {
	err = s.read(ctx, func(conn Conn) error {
		list = nil
		return privateDeclined.each(conn, func(stmt Stmt) error {
			list = append(list, chat.Declined{ID: stmt.GetInt64("channel_id"), Name: stmt.GetText("name"), TS: getStamp(stmt, "declined_ts")})
			return nil
		}, text(":username", user))
	})
	return list, err
}

// AcceptAgain lets members add the user to a channel that they declined, or is
// chat.ErrNotDeclined.
func (s *Store) AcceptAgain(ctx context.Context, user string, id int64, now time.Time) error {
	return s.onceWrite(ctx, now, noAccessNeeded, func(tx *transaction) error {
		if err := privateAcceptAgain.exec(tx.Conn, whole(":channel_id", id), text(":username", user)); err != nil {
			return err
		}
		if tx.Changes() == 0 {
			return chat.ErrNotDeclined
		}
		return nil
	})
}

// checkAddable is Conflict where one person may not add another to the channel: that
// one has declined it, or was added to too many by them.
func checkAddable(conn Conn, by, username string, id int64, now time.Time) error {
	declined, err := privateIsDeclined.one(conn, func(Stmt) {}, whole(":channel_id", id), text(":username", username))
	if err != nil {
		return err
	}
	if declined {
		return chat.ErrDeclined(username)
	}
	added := 0
	_, err = privateAddedSince.one(conn, func(stmt Stmt) { added = int(stmt.GetInt64("added")) },
		text(":username", username), text(":added_by", by), real(":since", chat.StampOf(now.Add(-chat.AddedWithin))))
	if err != nil {
		return err
	}
	return chat.CheckAdded(added, username)
}
