package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"minimost/chat"
)

const (
	// channel is where a commit is told of: those who listen look at the table.
	channel = "minimost"
	// lookEvery is how long whoever listens waits before it looks unasked: a
	// notification may be lost with its connection, and a table that can be read proves
	// that the database is there.
	lookEvery = 250 * time.Millisecond
	// blindShare is which part of the engine's patience the table may be out of sight,
	// until everything counts as changed: a second, as a rule.
	blindShare = 4
	// reconnectEvery is how often a lost connection is tried again.
	reconnectEvery = 200 * time.Millisecond
	// maxRead bounds how many changes are read at once.
	maxRead = 10_000
	// keptFor is how long changes are kept for a process that cannot read them, and
	// trimEvery how often older ones are removed.
	keptFor   = 10 * time.Minute
	trimEvery = time.Minute
)

// changes tells the others of this process's commits, and publishes theirs.
//
// A row of the table changes is written by each transaction, numbered without gaps in
// the order of the commits. A notification only wakes; it is sent after the commit on
// a connection of its own, as one inside a transaction holds up everybody's commit.
type changes struct {
	engine  *engine
	log     *slog.Logger
	node    string
	publish func(...chat.Topic)

	committed chan struct{}
	stop      context.CancelFunc
	done      sync.WaitGroup

	seen      int64        // the newest change that was published; of the listener alone
	trimmed   time.Time    // when old changes were removed; of the listener alone
	confirmed atomic.Int64 // when the table was read last, ns
	blind     atomic.Bool
	serving   atomic.Bool // it has a lease
	renewed   time.Time   // when that was renewed last; of the listener alone
}

// start reads from where the table is now on.
func (c *changes) start(seen int64) {
	ctx, cancel := context.WithCancel(context.Background())
	c.stop, c.seen, c.trimmed = cancel, seen, time.Now()
	c.confirmed.Store(time.Now().UnixNano())
	c.done.Go(func() { c.watch(ctx) })
	c.done.Go(func() { c.keepUp(ctx, "cannot listen for changes", c.listen) })
	c.done.Go(func() { c.keepUp(ctx, "cannot tell of changes", c.send) })
}

func (c *changes) close() {
	c.stop()
	c.done.Wait()
}

// tell has the others told of a commit, soon and once for all that wait.
func (c *changes) tell() {
	select {
	case c.committed <- struct{}{}:
	default:
	}
}

// keepUp runs what needs a connection, again and again with a new one.
func (c *changes) keepUp(ctx context.Context, trouble string, run func(context.Context, *pgx.Conn) error) {
	for ctx.Err() == nil {
		conn, err := c.engine.connect(ctx)
		if err == nil {
			err = run(ctx, conn)
			closing, cancel := context.WithTimeout(context.Background(), c.engine.patience)
			_ = conn.Close(closing)
			cancel()
		}
		if ctx.Err() != nil {
			return
		}
		c.log.Error(trouble, "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(reconnectEvery):
		}
	}
}

// send notifies after commits.
func (c *changes) send(ctx context.Context, conn *pgx.Conn) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-c.committed:
		}
		if _, err := conn.Exec(ctx, "SELECT pg_notify($1, $2)", channel, c.node); err != nil {
			c.tell()
			return err
		}
	}
}

// listen publishes what others have changed.
func (c *changes) listen(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for {
		if err := errors.Join(c.look(ctx, conn), c.trim(ctx, conn), c.renewSometimes(ctx, conn)); err != nil {
			return err
		}
		if err := c.wait(ctx, conn); err != nil {
			return err
		}
	}
}

// wait returns when somebody else has committed, or after lookEvery.
func (c *changes) wait(ctx context.Context, conn *pgx.Conn) error {
	until, cancel := context.WithTimeout(ctx, lookEvery)
	defer cancel()
	for {
		n, err := conn.WaitForNotification(until)
		switch {
		case err == nil && n.Payload == c.node:
			continue
		case err == nil, ctx.Err() == nil && pgconn.Timeout(err) && !conn.IsClosed():
			return nil
		}
		return err
	}
}

// look reads the table and publishes what is new.
func (c *changes) look(ctx context.Context, conn *pgx.Conn) error {
	within, cancel := context.WithTimeout(ctx, c.blindAfter())
	defer cancel()
	rows, err := conn.Query(within, "SELECT seq, node, topics FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2", c.seen, maxRead)
	if err != nil {
		return err
	}
	var topics []chat.Topic
	first := c.seen + 1
	var seq int64
	var node, text string
	read := 0
	_, err = pgx.ForEachRow(rows, []any{&seq, &node, &text}, func() error {
		if read++; read == 1 && seq != first {
			topics = append(topics, chat.TopicAnything) // the table was trimmed past us
		}
		c.seen = seq
		if node == c.node {
			return nil
		}
		var changed []chat.Topic
		if err := json.Unmarshal([]byte(text), &changed); err != nil {
			return fmt.Errorf("change %s: %w", strconv.FormatInt(seq, 10), err)
		}
		topics = append(topics, changed...)
		return nil
	})
	if err != nil {
		return err
	}
	c.confirmed.Store(time.Now().UnixNano())
	if c.blind.Swap(false) {
		topics = append(topics, chat.TopicAnything)
	}
	if len(topics) > 0 {
		c.publish(topics...)
	}
	if read == maxRead {
		return c.look(ctx, conn)
	}
	return nil
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
			c.publish(chat.TopicAnything)
		}
	}
}

func (c *changes) blindAfter() time.Duration { return c.engine.patience / blindShare }

// unseenFor is how long the table was not read.
func (c *changes) unseenFor() time.Duration {
	return time.Since(time.Unix(0, c.confirmed.Load()))
}

// trim removes changes that everybody has read, or has to do without.
func (c *changes) trim(ctx context.Context, conn *pgx.Conn) error {
	if time.Since(c.trimmed) < trimEvery {
		return nil
	}
	c.trimmed = time.Now()
	_, err := conn.Exec(ctx, "DELETE FROM changes WHERE at < extract(epoch FROM clock_timestamp()) - $1::double precision AND seq < (SELECT max(seq) FROM changes)", keptFor.Seconds())
	return err
}
