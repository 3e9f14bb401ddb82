package postgres

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// setEvery is how often the clock is compared with the database's, by the quickest of
	// so many round trips.
	setEvery   = 5 * time.Second
	roundTrips = 3
	// clockNoise is by how much it may differ, and clockJump from where on it was set
	// there: by less it never goes back.
	clockNoise = 2 * time.Millisecond
	clockJump  = 2 * time.Second
)

// clock shows the database's time, which all processes share whatever their machines'
// clocks show.
type clock struct {
	mu    sync.Mutex
	known time.Time // the database's time …
	since time.Time // … at this moment of the machine's monotonic clock
	shown time.Time
	set   time.Time // when it was compared last; of the listener alone
}

// now is the database's time.
func (c *clock) now() time.Time { return c.at(time.Now()) }

// at is what it shows at a moment.
func (c *clock) at(moment time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.known.Add(moment.Sub(c.since)); now.After(c.shown) {
		c.shown = now
	}
	return c.shown
}

// correct sets the clock to a time that the database showed at a moment.
func (c *clock) correct(showed, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ahead := c.known.Add(at.Sub(c.since)).Sub(showed)
	if ahead.Abs() < clockNoise {
		return
	}
	c.known, c.since = showed, at
	if ahead > clockJump {
		c.shown = time.Time{}
	}
}

// setClock compares the clock with the database's.
func (c *clock) setClock(ctx context.Context, conn *pgx.Conn) error {
	var best time.Duration = math.MaxInt64
	var showed, at time.Time
	for range roundTrips {
		var seconds float64
		began := time.Now()
		if err := conn.QueryRow(ctx, "SELECT extract(epoch FROM clock_timestamp())::double precision").Scan(&seconds); err != nil {
			return err
		}
		if took := time.Since(began); took < best {
			best, at = took, began.Add(took/2)
			showed = time.UnixMicro(int64(math.Round(seconds * 1e6)))
		}
	}
	c.correct(showed, at)
	return nil
}

func (c *changes) setClockSometimes(ctx context.Context, conn *pgx.Conn) error {
	if time.Since(c.clock.set) < setEvery {
		return nil
	}
	c.clock.set = time.Now()
	return c.clock.setClock(ctx, conn)
}
