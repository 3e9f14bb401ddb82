package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
)

// row is one of the table changes.
type row struct {
	mark
	topics string
}

// newestMark is the newest change, the zero mark where there is none yet.
func newestMark(ctx context.Context, conn *pgx.Conn) (m mark, err error) {
	rows, err := readChanges(ctx, conn, "SELECT seq, node, at, '' FROM changes ORDER BY seq DESC LIMIT 1")
	if err != nil || len(rows) == 0 {
		return m, err
	}
	return rows[0].mark, nil
}

func readChanges(ctx context.Context, conn *pgx.Conn, text string, args ...any) ([]row, error) {
	rows, err := conn.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (one row, err error) {
		return one, r.Scan(&one.seq, &one.node, &one.at, &one.topics)
	})
}

// look reads the table and publishes what is new. Nobody waits for a connection on which
// another look hangs.
func (c *changes) look(ctx context.Context, conn *pgx.Conn) error {
	within, cancel := context.WithTimeout(ctx, c.blindAfter())
	defer cancel()
	for {
		from := c.newestSeen()
		rows, err := readChanges(within, conn, "SELECT seq, node, at, topics FROM changes WHERE seq >= $1 ORDER BY seq LIMIT $2", from.seq, maxRead)
		if err != nil {
			return err
		}
		took, err := c.take(within, from, rows, conn)
		if err != nil {
			return err
		}
		if took && len(rows) < maxRead {
			return nil
		}
	}
}

func (c *changes) newestSeen() mark {
	c.looking.Lock()
	defer c.looking.Unlock()
	return c.seen
}

// take publishes what the rows say, the first of which is the one that was seen last;
// false where another look has gone on from there meanwhile.
func (c *changes) take(ctx context.Context, from mark, rows []row, conn *pgx.Conn) (took bool, err error) {
	c.looking.Lock()
	defer c.looking.Unlock()
	if c.seen != from {
		return false, nil
	}
	var topics []chat.Topic
	if c.seen.seq > 0 {
		if len(rows) > 0 && rows[0].mark == c.seen {
			rows = rows[1:]
		} else {
			// The table was trimmed past us, or a standby took over that lacks the newest.
			topics = append(topics, chat.TopicAnything)
			if c.seen, err = newestMark(ctx, conn); err != nil {
				return false, err
			}
			rows = nil
		}
	}
	published := make([]mark, 0, len(rows)+1)
	defer func() {
		if took {
			for _, m := range append(published, c.seen) {
				c.history.add(m)
			}
		}
	}()
	for _, r := range rows {
		if r.seq != c.seen.seq+1 {
			topics = append(topics, chat.TopicAnything)
		}
		c.seen = r.mark
		published = append(published, r.mark)
		if r.node == c.node {
			continue
		}
		var changed []chat.Topic
		if err := json.Unmarshal([]byte(r.topics), &changed); err != nil {
			return false, fmt.Errorf("change %s: %w", strconv.FormatInt(r.seq, 10), err)
		}
		topics = append(topics, changed...)
	}
	c.confirmed.Store(int64(time.Since(began)))
	if doubted := c.doubts.passed(c.seen.seq); c.blind.Swap(false) || doubted {
		topics = append(topics, chat.TopicAnything)
	}
	if len(topics) > 0 {
		c.publishOthers(topics...)
	}
	return true, nil
}

// publishOthers publishes what others have committed.
func (c *changes) publishOthers(topics ...chat.Topic) {
	if forget := c.forget.Load(); forget != nil {
		(*forget)(topics...)
	}
	c.publish(topics...)
}

// watch has everything count as changed while the table is out of sight.
func (c *changes) watch(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if c.unseenFor() > c.blindAfter() {
			if !c.blind.Swap(true) {
				c.log.Error("the changes of others are out of sight")
			}
			c.publishOthers(chat.TopicAnything)
		}
	}
}

func (c *changes) blindAfter() time.Duration { return c.engine.patience / blindShare }

// cutOff reports whether the table has been out of sight for so long that people are
// better served by another process.
func (c *changes) cutOff() bool {
	return c.unseenFor().Seconds() > cutOffPeriods*c.blindAfter().Seconds()
}

// unseenFor is how long the table was not read, whatever is done to the machine's clock.
func (c *changes) unseenFor() time.Duration {
	return time.Since(began) - time.Duration(c.confirmed.Load())
}
