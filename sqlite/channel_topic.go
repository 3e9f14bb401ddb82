package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	aboutFind = load("channel_topic/find")
	aboutSet  = load("channel_topic/set")
)

// About is what a channel is about, whoever asks.
func (s *Store) About(ctx context.Context, channel string) (a chat.About, err error) {
	err = s.read(ctx, func(conn Conn) error {
		a, err = findAbout(conn, channel)
		return err
	})
	return a, err
}

func findAbout(conn Conn, channel string) (a chat.About, err error) {
	_, err = aboutFind.one(conn, func(stmt Stmt) {
		a = chat.About{Topic: stmt.GetText("topic"), Purpose: stmt.GetText("purpose")}
	}, text(":channel", channel))
	return a, err
}

// SetAbout says what a channel is about; whoever may write there may. It is
// ErrNoChannel without access and ErrNoAbout for a conversation.
func (s *Store) SetAbout(ctx context.Context, user, channel string, about chat.About, now time.Time) error {
	access := func(tx *transaction) error {
		_, err := s.access(tx.Conn, user, channel)
		return err
	}
	return s.onceWrite(ctx, now, access, func(tx *transaction) error {
		r, err := s.access(tx.Conn, user, channel)
		if err == nil && r.Channel.Kind == chat.Direct {
			err = chat.ErrNoAbout
		}
		if err == nil {
			err = r.Closed().Refusal("")
		}
		if err != nil {
			return err
		}
		before, err := findAbout(tx.Conn, channel)
		if err != nil || before == about {
			return err
		}
		err = aboutSet.exec(tx.Conn, text(":channel", channel), text(":topic", about.Topic), text(":purpose", about.Purpose))
		if err != nil {
			return err
		}
		tx.publish(chat.TopicMembers(channel))
		if r.Channel.Kind == chat.Public {
			tx.publish(chat.TopicPublicChannels)
		}
		return insertSystemMessage(tx, r.Channel, chat.AboutText(user), now)
	})
}
