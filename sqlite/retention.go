package sqlite

import (
	"context"
	"math"

	"minimost/chat"
)

// purge removes one kind of row, channel by channel.
type purge struct {
	nextChannel, deleteOldest query
	// ofMessages tells that the rows refer to messages, by their stamps.
	ofMessages bool
	topics     func(channel string) []chat.Topic
}

// purges are in the order in which they are run: receipts and reactions go once
// their message is gone. What a crash leaves behind, the next run removes.
var purges = []purge{
	{load("retention/channel_messages"), load("retention/delete_messages"), false, func(channel string) []chat.Topic {
		return []chat.Topic{chat.TopicMessages(channel), chat.TopicRemovals(channel), chat.TopicReceipts(channel)}
	}},
	{load("retention/channel_reactions"), load("retention/delete_reactions"), true, func(string) []chat.Topic { return nil }},
	{load("retention/channel_receipts"), load("retention/delete_receipts"), true, func(channel string) []chat.Topic {
		return []chat.Topic{chat.TopicReceipts(channel)}
	}},
}

// RemoveMessages removes what was sent before a stamp, in every channel, with
// its receipts and reactions, and returns how many messages that were. Each
// transaction removes at most chat.RetentionStep rows; pause is called after
// each and ends the run with its error. How far people have read stays.
func (s *Store) RemoveMessages(ctx context.Context, before chat.Stamp, pause func(context.Context) error) (removed int, err error) {
	run := purgeRun{before: before, pause: pause, gone: make(map[string]chat.Stamp)}
	for i, p := range purges {
		rows, err := s.purge(ctx, p, run)
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

// purgeRun is one removal of what was sent before a stamp.
type purgeRun struct {
	before chat.Stamp
	pause  func(context.Context) error
	// gone is the newest stamp of the messages that it removed from a channel: where
	// the clock was ahead that lies after before.
	gone map[string]chat.Stamp
}

// bound is the stamp before which rows of a channel may refer to messages that
// are gone.
func (r *purgeRun) bound(channel string) chat.Stamp {
	if gone, ok := r.gone[channel]; ok {
		return max(r.before, chat.Stamp(math.Nextafter(float64(gone), math.Inf(1))))
	}
	return r.before
}

func (s *Store) purge(ctx context.Context, p purge, run purgeRun) (removed int, err error) {
	bound := func(string) chat.Stamp { return run.before }
	if p.ofMessages {
		bound = run.bound
	}
	for channel := ""; ; {
		if channel, err = s.channelToPurge(ctx, p, channel, bound); channel == "" || err != nil {
			return removed, err
		}
		before := bound(channel)
		for rows := chat.RetentionStep; rows == chat.RetentionStep; {
			var newest chat.Stamp
			if rows, newest, err = s.purgeStep(ctx, p, channel, before); err != nil {
				return removed, err
			}
			removed += rows
			if rows > 0 {
				run.gone[channel] = max(run.gone[channel], newest)
			}
			if err := run.pause(ctx); err != nil {
				return removed, err
			}
		}
	}
}

// channelToPurge is the first channel after the given one that has a row before
// its bound, "" when there is none left.
func (s *Store) channelToPurge(ctx context.Context, p purge, channel string, bound func(channel string) chat.Stamp) (string, error) {
	for {
		var oldest chat.Stamp
		found := false
		err := s.read(ctx, func(conn Conn) (err error) {
			found, err = p.nextChannel.one(conn, func(stmt Stmt) {
				channel, oldest = stmt.GetText("channel"), getStamp(stmt, "ts")
			}, text(":channel", channel))
			return err
		})
		if err != nil || !found {
			return "", err
		}
		if oldest < bound(channel) {
			return channel, nil
		}
	}
}

func (s *Store) purgeStep(ctx context.Context, p purge, channel string, before chat.Stamp) (rows int, newest chat.Stamp, err error) {
	// A step that a power cut undoes is taken again: it needs no fsync.
	err = s.write(ctx, volatile, func(tx *transaction) error {
		rows, newest = 0, 0
		err := p.deleteOldest.each(tx.Conn, func(stmt Stmt) error {
			rows, newest = rows+1, max(newest, getStamp(stmt, "ts"))
			return nil
		}, text(":channel", channel), real(":before", before), whole(":limit", chat.RetentionStep))
		if err == nil && rows > 0 {
			tx.publish(p.topics(channel)...)
		}
		return err
	})
	return rows, newest, err
}
