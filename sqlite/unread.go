package sqlite

import (
	"context"

	"minimost/chat"
)

var (
	channelUnread      = load("channel/unread")
	channelFirstUnread = load("channel/first_unread")
	channelRecent      = load("channel/recent")
)

// FirstUnread returns the stamp of the first message of a channel that the user
// has not read; 0 for none. It is ErrNoChannel without access.
func (s *Store) FirstUnread(ctx context.Context, user, channel string) (first chat.Stamp, err error) {
	err = s.read(ctx, func(conn Conn) error {
		floor, err := s.unreadFloor(conn, user, channel)
		if err != nil {
			return err
		}
		_, err = channelFirstUnread.one(conn, func(stmt Stmt) { first = getStamp(stmt, "ts") },
			text(":channel", channel), text(":reader", user), real(":floor", floor))
		return err
	})
	return first, err
}

// UnreadAfter counts what the user has not read of a channel after a stamp. It
// is ErrNoChannel without access.
func (s *Store) UnreadAfter(ctx context.Context, user, channel string, after chat.Stamp) (n int, err error) {
	err = s.read(ctx, func(conn Conn) error {
		n, err = s.unread(conn, user, channel, after)
		return err
	})
	return n, err
}

func (s *Store) unread(conn Conn, user, channel string, after chat.Stamp) (int, error) {
	floor, err := s.unreadFloor(conn, user, channel)
	if err != nil {
		return 0, err
	}
	return countUnread(conn, user, channel, max(floor, after))
}

func countUnread(conn Conn, user, channel string, floor chat.Stamp) (n int, err error) {
	_, err = channelUnread.one(conn, func(stmt Stmt) { n = int(stmt.GetInt64("unread")) },
		text(":channel", channel), text(":reader", user), real(":floor", floor))
	return n, err
}

// unreadFloor is the stamp after which messages can be unread to the user.
func (s *Store) unreadFloor(conn Conn, user, channel string) (chat.Stamp, error) {
	r, err := s.access(conn, user, channel)
	if err != nil {
		return 0, err
	}
	last, err := lastRead(conn, user, channel)
	return r.UnreadFloor(last), err
}

// RecentChannels are the channels that the user has read, at most limit, those
// with the newest messages read first. Some of them the user may no longer see.
func (s *Store) RecentChannels(ctx context.Context, user string, limit int) (channels []string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		return channelRecent.each(conn, func(stmt Stmt) error {
			channels = append(channels, stmt.GetText("channel"))
			return nil
		}, text(":user", user), whole(":limit", int64(limit)))
	})
	return channels, err
}
