package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	removalUnfinished     = load("removal/unfinished")
	removalFinish         = load("removal/finish")
	removalMessages       = load("removal/messages")
	removalRenameMessage  = load("removal/rename_message")
	removalEraseMessage   = load("removal/erase_message")
	removalReactions      = load("removal/reactions")
	removalRenameReaction = load("removal/rename_reaction")
	removalDeleteReaction = load("removal/delete_reaction")
	removalTouch          = load("removal/touch")
	removalReceipts       = load("removal/receipts")
	removalDeleteReceipt  = load("removal/delete_receipt")
)

// removal is an account that was removed and whose name stands somewhere still.
type removal struct {
	number   int64
	name     string
	messages chat.Fate
	at       chat.Stamp
}

func (r removal) shown() string { return chat.DeletedName(r.number) }

// ContinueRemovals goes on to take the names of removed accounts from what others
// see, in steps of chat.RemovalStep rows. It finds also those that were removed by
// hand. One is done when a pass that began chat.RemovalSettles after it has found all.
func (s *Store) ContinueRemovals(ctx context.Context, now time.Time) error {
	var list []removal
	err := s.read(ctx, func(conn Conn) error {
		list = nil
		return removalUnfinished.each(conn, func(stmt Stmt) error {
			list = append(list, removal{
				stmt.GetInt64("number"), stmt.GetText("name"), chat.Fate(stmt.GetText("messages")), getStamp(stmt, "removed_ts"),
			})
			return nil
		})
	})
	for _, r := range list {
		if err == nil {
			err = s.continueRemoval(ctx, r, now)
		}
	}
	return err
}

func (s *Store) continueRemoval(ctx context.Context, r removal, now time.Time) error {
	err := s.write(ctx, durable, func(tx *transaction) error { return forgetAccount(tx, r, now) })
	for _, step := range removalSteps {
		if err == nil {
			err = s.takeSteps(ctx, r, step, now)
		}
	}
	if err == nil {
		err = s.renameDirect(ctx, r)
	}
	if err != nil {
		return err
	}
	settled := chat.StampOf(now).Sub(r.at) >= chat.RemovalSettles
	return s.write(ctx, durable, func(tx *transaction) error {
		// Whatever shows a name may have shown this one.
		tx.publish(chat.TopicAnything)
		if !settled {
			return nil
		}
		return removalFinish.exec(tx.Conn, whole(":number", r.number), real(":done_ts", chat.StampOf(now)))
	})
}

// forgetAccount takes somebody's own rows away, ends their memberships, and renames
// them where they have few rows. Done again it does no harm.
func forgetAccount(tx *transaction, r removal, now time.Time) error {
	publishAccount(tx, r.name)
	if err := stopTypingEverywhere(tx, r.name); err != nil {
		return err
	}
	if err := leaveChannels(tx, r, now); err != nil {
		return err
	}
	name, shown := text(":name", r.name), text(":shown", r.shown())
	for _, c := range columnsThat(forgotten) {
		if err := c.statement("DELETE FROM %s WHERE %s = :name").exec(tx.Conn, name); err != nil {
			return err
		}
	}
	for _, c := range columnsThat(renamed) {
		if err := c.statement("UPDATE %[1]s SET %[2]s = :shown WHERE %[2]s = :name").exec(tx.Conn, name, shown); err != nil {
			return err
		}
	}
	return nil
}

// leaveChannels ends the memberships of somebody who is gone already.
func leaveChannels(tx *transaction, r removal, now time.Time) error {
	channels, err := membershipsOf(tx.Conn, r.name)
	if err != nil {
		return err
	}
	for _, c := range channels {
		ch, err := chat.ParseChannel(chat.PrivateChannelID(c.ID))
		if err != nil {
			return err
		}
		tx.publish(chat.TopicMembers(ch.ID), chat.TopicLists)
		if err := leave(tx, c, ch, r.name, r.shown(), now); err != nil {
			return err
		}
	}
	return nil
}

// found is a row that a step changes.
type found struct {
	id      int64
	channel string
	msgTS   chat.Stamp // of a reaction, its message
	content string     // of a system message
	system  bool
	own     bool // the message is theirs
}

// removalStep is one kind of row of which somebody may have many.
type removalStep struct {
	// find lists those after the one with a number, while others write.
	find query
	with func(removal) []binding
	scan func(Stmt, *found)
	do   func(tx *transaction, r removal, row found, now time.Time) error
	// topic is published for each channel.
	topic func(channel string) chat.Topic
}

var removalSteps = []removalStep{
	{
		find: removalReactions, with: nothingElse, do: removeReaction, topic: chat.TopicMessages,
		scan: func(stmt Stmt, f *found) { f.msgTS = getStamp(stmt, "msg_ts") },
	}, {
		find: removalMessages, do: removeMessage, topic: chat.TopicMessages,
		with: func(r removal) []binding { return []binding{text(":shown", r.shown())} },
		scan: func(stmt Stmt, f *found) {
			f.own, f.system = stmt.GetBool("own"), stmt.GetText("content_type") == chat.ContentSystem
			f.content = stmt.GetText("content")
		},
	}, {
		find: removalReceipts, with: nothingElse, do: removeReceipt, topic: chat.TopicReceipts,
		scan: func(Stmt, *found) {},
	},
}

func nothingElse(removal) []binding { return nil }

func (s *Store) takeSteps(ctx context.Context, r removal, step removalStep, now time.Time) error {
	for after := int64(0); ; {
		rows, err := s.findRemoved(ctx, r, step, after)
		if err != nil || len(rows) == 0 {
			return err
		}
		err = s.write(ctx, durable, func(tx *transaction) error {
			for _, row := range rows {
				tx.publish(step.topic(row.channel))
				if err := step.do(tx, r, row, now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		after = rows[len(rows)-1].id
	}
}

func (s *Store) findRemoved(ctx context.Context, r removal, step removalStep, after int64) (rows []found, err error) {
	bindings := append(step.with(r), text(":name", r.name), whole(":after", after), whole(":limit", chat.RemovalStep))
	err = s.read(ctx, func(conn Conn) error {
		rows = nil
		return step.find.each(conn, func(stmt Stmt) error {
			row := found{id: stmt.GetInt64("id"), channel: stmt.GetText("channel")}
			step.scan(stmt, &row)
			rows = append(rows, row)
			return nil
		}, bindings...)
	})
	return rows, err
}

func removeReaction(tx *transaction, r removal, row found, now time.Time) error {
	if r.messages == chat.RemoveMessages {
		return removalDeleteReaction.exec(tx.Conn, whole(":id", row.id)) // a trigger moves its message
	}
	ts, err := nextStamp(tx, channelNamed(row.channel), now)
	if err != nil {
		return err
	}
	if err := removalRenameReaction.exec(tx.Conn, whole(":id", row.id), text(":shown", r.shown())); err != nil {
		return err
	}
	return removalTouch.exec(tx.Conn, text(":channel", row.channel), real(":msg_ts", row.msgTS), real(":ts", ts))
}

func removeMessage(tx *transaction, r removal, row found, now time.Time) error {
	content := row.content
	if row.system {
		if content = chat.RenameInSystemText(content, r.name, r.shown()); content == row.content {
			return nil
		}
	}
	ts, err := nextStamp(tx, channelNamed(row.channel), now)
	if err != nil {
		return err
	}
	err = removalRenameMessage.exec(tx.Conn, whole(":id", row.id), text(":name", r.name), text(":shown", r.shown()),
		text(":content", content), real(":ts", ts))
	if err != nil || !row.own || r.messages != chat.RemoveMessages {
		return err
	}
	return removalEraseMessage.exec(tx.Conn, whole(":id", row.id), real(":ts", ts))
}

func removeReceipt(tx *transaction, _ removal, row found, _ time.Time) error {
	return removalDeleteReceipt.exec(tx.Conn, whole(":id", row.id))
}

// channelNamed is a channel for its clock, also one of another program's spelling.
func channelNamed(id string) chat.Channel {
	if ch, err := chat.ParseChannel(id); err == nil {
		return ch
	}
	return chat.Channel{ID: id}
}
