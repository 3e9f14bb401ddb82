package postgres

import (
	"context"
	"errors"
	"log/slog"
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
	// until everything counts as changed: a second, as a rule. After two and a half times
	// that the process is cut off, so that its sockets have ended within three.
	blindShare    = 4
	cutOffPeriods = 2.5
	// calm is how long it is between two looks, and between two notifications, at least:
	// what happens within it is read and told of once.
	calm = 4 * time.Millisecond
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
	// forget is told before whatever of others is published, once there is somebody to tell.
	forget atomic.Pointer[func(...chat.Topic)]

	committed chan struct{}
	stop      context.CancelFunc
	done      sync.WaitGroup

	looking   sync.Mutex // held while changes are published
	seen      mark       // the newest that was
	history   history
	doubts    doubts
	own       atomic.Pointer[mark] // this process's newest change
	confirmed atomic.Int64         // when the table was read last, ns of began
	blind     atomic.Bool
	trimmed   time.Time // when old changes were removed; of the listener alone

	lease lease
	clock clock
}

// start reads from where the table is now on.
func (c *changes) start(seen mark) {
	ctx, cancel := context.WithCancel(context.Background())
	c.stop, c.seen, c.trimmed = cancel, seen, time.Now()
	c.history.add(seen)
	c.own.Store(&seen)
	c.confirmed.Store(int64(time.Since(began)))
	c.done.Go(func() { c.watch(ctx) })
	c.done.Go(func() { c.keepUp(ctx, "cannot listen for changes", listens, c.listen) })
	c.done.Go(func() { c.keepUp(ctx, "cannot tell of changes", tells, c.send) })
}

func (c *changes) close() {
	c.stop()
	c.done.Wait()
}

// hasCommitted has the others told of a commit.
func (c *changes) hasCommitted(m mark) {
	c.own.Store(&m)
	c.tell()
}

// tell has the others told of commits, soon and once for all that wait.
func (c *changes) tell() {
	select {
	case c.committed <- struct{}{}:
	default:
	}
}

// listens and tells are what pg_stat_activity calls these connections.
var (
	listens = setting{"application_name", "minimost listens"}
	tells   = setting{"application_name", "minimost tells"}
)

// keepUp runs what needs a connection, again and again with a new one.
func (c *changes) keepUp(ctx context.Context, trouble string, as setting, run func(context.Context, *pgx.Conn) error) {
	for ctx.Err() == nil {
		conn, err := c.engine.connect(ctx, as)
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
		within, cancel := context.WithTimeout(ctx, c.engine.patience)
		_, err := conn.Exec(within, "SELECT pg_notify($1, $2)", channel, c.node)
		cancel()
		if err != nil {
			c.tell()
			return err
		}
		pause(ctx, calm)
	}
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// listen publishes what others have changed.
func (c *changes) listen(ctx context.Context, conn *pgx.Conn) error {
	begins := "LISTEN " + channel
	for {
		if err := c.lookAfter(ctx, conn, begins); err != nil {
			return err
		}
		begins = ""
		pause(ctx, calm)
		if err := c.wait(ctx, conn); err != nil {
			return err
		}
	}
}

// lookAfter does what is done each time that the table is looked at; none of it is waited for longer than the
// database may take to answer.
func (c *changes) lookAfter(ctx context.Context, conn *pgx.Conn, begins string) error {
	within, cancel := context.WithTimeout(ctx, c.engine.patience)
	defer cancel()
	if begins != "" {
		if _, err := conn.Exec(within, begins); err != nil {
			return err
		}
	}
	return errors.Join(c.look(within, conn), c.trim(within, conn), c.renewSometimes(ctx, conn), c.setClockSometimes(within, conn), c.freeLock(within, conn))
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
		case err == nil:
			drain(conn)
			return nil
		case ctx.Err() == nil && pgconn.Timeout(err) && !conn.IsClosed():
			return nil
		}
		return err
	}
}

// drain takes the notifications that have come already: one look is for all of them.
func drain(conn *pgx.Conn) {
	past, cancel := context.WithCancel(context.Background())
	cancel()
	for {
		if _, err := conn.WaitForNotification(past); err != nil {
			return
		}
	}
}

// trim removes changes that everybody has read, or has to do without.
func (c *changes) trim(ctx context.Context, conn *pgx.Conn) error {
	if time.Since(c.trimmed) < trimEvery {
		return nil
	}
	c.trimmed = time.Now()
	if _, err := conn.Exec(ctx, trimGuesses); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, "DELETE FROM changes WHERE at < extract(epoch FROM clock_timestamp()) - $1::double precision AND seq < (SELECT max(seq) FROM changes)", keptFor.Seconds())
	return err
}
