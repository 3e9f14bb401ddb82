package sqlite

import (
	"context"
	"maps"
	"slices"

	"minimost/chat"
)

const (
	// distinctDirect goes through a table with few rows of each channel.
	distinctDirect = "SELECT DISTINCT %[2]s AS channel FROM %[1]s WHERE %[2]s >= 'dm:' AND %[2]s < 'dm;' AND %[2]s <> replace(%[2]s, :name, '')"
	// nextDirect goes from channel to channel by an index that begins with it.
	nextDirect = `WITH RECURSIVE ids (channel) AS (
	SELECT min(%[2]s) FROM %[1]s WHERE %[2]s >= 'dm:' AND %[2]s < 'dm;'
	UNION ALL
	SELECT (SELECT min(%[2]s) FROM %[1]s WHERE %[2]s > ids.channel AND %[2]s < 'dm;') FROM ids WHERE ids.channel IS NOT NULL
)
SELECT channel FROM ids WHERE channel <> replace(channel, :name, '')`
	// moveSome moves rows of a table in steps, moveOf that of one participant.
	moveSome = "UPDATE %[1]s SET %[2]s = :to WHERE %[3]s IN (SELECT %[3]s FROM %[1]s WHERE %[2]s = :from LIMIT :limit)"
	moveOf   = "UPDATE %[1]s SET %[2]s = :to WHERE %[2]s = :from AND %[3]s = :participant"
	// giveWay takes the rows of the new identifier that those of the old one replace.
	giveWay = "DELETE FROM %[1]s WHERE %[2]s = :to AND (%[3]s) IN (SELECT %[3]s FROM %[1]s WHERE %[2]s = :from)"
)

// renameDirect gives the conversations with somebody another identifier, in all
// tables.
func (s *Store) renameDirect(ctx context.Context, r removal) error {
	ids, err := s.directNaming(ctx, r.name)
	if err != nil {
		return err
	}
	for _, from := range ids {
		to := chat.RenameParticipant(from, r.name, r.shown())
		if to == "" {
			continue
		}
		for _, c := range columnsThat(inChannel) {
			if err := s.moveChannel(ctx, c, from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// directNaming lists the identifiers, in any table, that may name somebody.
func (s *Store) directNaming(ctx context.Context, name string) ([]string, error) {
	ids := make(map[string]bool)
	err := s.read(ctx, func(conn Conn) error {
		for _, c := range columnsThat(inChannel) {
			look := nextDirect
			if _, personal := c.besideChannel(); personal {
				look = distinctDirect
			}
			err := c.statement(look).each(conn, func(stmt Stmt) error {
				ids[stmt.GetText("channel")] = true
				return nil
			}, text(":name", name))
			if err != nil {
				return err
			}
		}
		return nil
	})
	return slices.Sorted(maps.Keys(ids)), err
}

// moveChannel moves what a table has of a channel to another, a bounded number of
// rows at a time.
func (s *Store) moveChannel(ctx context.Context, c column, from, to string) error {
	ends := []binding{text(":from", from), text(":to", to)}
	keys, personal := c.besideChannel()
	if personal {
		return s.write(ctx, durable, func(tx *transaction) error {
			for _, participant := range channelNamed(from).Participants {
				tx.publish(chat.TopicPerson(participant))
			}
			if err := c.statement(giveWay, keys).exec(tx.Conn, ends...); err != nil {
				return err
			}
			for _, participant := range channelNamed(from).Participants {
				if err := c.statement(moveOf, keys).exec(tx.Conn, append(ends, text(":participant", participant))...); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for moved := chat.RemovalStep; moved == chat.RemovalStep; {
		err := s.write(ctx, durable, func(tx *transaction) error {
			tx.publish(chat.TopicMessages(from), chat.TopicMessages(to))
			if keys != "" {
				if err := c.statement(giveWay, keys).exec(tx.Conn, ends...); err != nil {
					return err
				}
			}
			err := c.statement(moveSome, c.number()).exec(tx.Conn, append(ends, whole(":limit", chat.RemovalStep))...)
			moved = tx.Changes()
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
