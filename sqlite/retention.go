package sqlite

import (
	"context"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

// purge removes one kind of row, channel by channel.
type purge struct {
	nextChannel, deleteOldest query
	topics                    func(channel string) []chat.Topic
}

// purges are in the order in which they are run: receipts and reactions go once
// their message is gone. What a crash leaves behind, the next run removes.
var purges = []purge{
	{load("retention/channel_messages"), load("retention/delete_messages"), func(channel string) []chat.Topic {
		return []chat.Topic{chat.TopicMessages(channel), chat.TopicReceipts(channel)}
	}},
	{load("retention/channel_reactions"), load("retention/delete_reactions"), func(string) []chat.Topic { return nil }},
	{load("retention/channel_receipts"), load("retention/delete_receipts"), func(channel string) []chat.Topic {
		return []chat.Topic{chat.TopicReceipts(channel)}
	}},
}

// RemoveMessages removes what was sent before a stamp, in every channel, with
// its receipts and reactions, and returns how many messages that were. Each
// transaction removes at most chat.RetentionStep rows; pause is called after
// each and ends the run with its error. How far people have read stays.
func (s *Store) RemoveMessages(ctx context.Context, before chat.Stamp, pause func(context.Context) error) (removed int, err error) {
	for i, p := range purges {
		rows, err := s.purge(ctx, p, before, pause)
		if i == 0 && rows > 0 {
			removed = rows
			// Once, and not a step: every open page reads its lists again.
			s.publish(chat.TopicLists)
		}
		if err != nil {
			return removed, err
		}
	}
	return removed, nil
}

func (s *Store) purge(ctx context.Context, p purge, before chat.Stamp, pause func(context.Context) error) (removed int, err error) {
	for channel := ""; ; {
		if channel, err = s.channelToPurge(ctx, p, channel, before); channel == "" || err != nil {
			return removed, err
		}
		for rows := chat.RetentionStep; rows == chat.RetentionStep; {
			if rows, err = s.purgeStep(ctx, p, channel, before); err != nil {
				return removed, err
			}
			removed += rows
			if err := pause(ctx); err != nil {
				return removed, err
			}
		}
	}
}

// channelToPurge is the first channel after the given one that has a row before
// the stamp, "" when there is none left.
func (s *Store) channelToPurge(ctx context.Context, p purge, channel string, before chat.Stamp) (string, error) {
	for {
		var oldest chat.Stamp
		found := false
		err := s.read(ctx, func(conn *sqlite.Conn) (err error) {
			found, err = p.nextChannel.one(conn, func(stmt *sqlite.Stmt) {
				channel, oldest = stmt.GetText("channel"), getStamp(stmt, "ts")
			}, text(":channel", channel))
			return err
		})
		if err != nil || !found {
			return "", err
		}
		if oldest < before {
			return channel, nil
		}
	}
}

func (s *Store) purgeStep(ctx context.Context, p purge, channel string, before chat.Stamp) (rows int, err error) {
	// A step that a power cut undoes is taken again: it needs no fsync.
	err = s.write(ctx, volatile, func(tx *transaction) error {
		err := p.deleteOldest.exec(tx.Conn, text(":channel", channel), real(":before", before), whole(":limit", chat.RetentionStep))
		if rows = tx.Changes(); err == nil && rows > 0 {
			tx.publish(p.topics(channel)...)
		}
		return err
	})
	return rows, err
}
