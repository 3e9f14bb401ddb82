//go:build !linux

package highlight

import "time"

// clock measures time as it passes, where that of the processor cannot be had.
type clock struct{ at time.Time }

func startClock() clock { return clock{time.Now()} }

func (c clock) spent() time.Duration { return time.Since(c.at) }

func (c clock) stop() time.Duration { return c.spent() }
