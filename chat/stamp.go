package chat

import (
	"math"
	"strconv"
	"time"
)

// Stamp is a point in time: seconds since the Unix epoch, with microseconds in
// the fraction. It is a float because presence.db keeps REAL times, and those
// are keys: a stored Stamp is never rounded. The zero Stamp means "none".
type Stamp float64

// StampOf returns t as a Stamp, cut to the microsecond.
func StampOf(t time.Time) Stamp {
	return Stamp(float64(t.UnixMicro()) / 1e6)
}

// Time returns s as a time in UTC, to the microsecond.
func (s Stamp) Time() time.Time {
	return time.UnixMicro(int64(math.Round(float64(s) * 1e6))).UTC()
}

// Sub returns s − earlier, to the microsecond. Differences too large for a
// Duration come back as its largest or smallest value.
func (s Stamp) Sub(earlier Stamp) time.Duration {
	us := math.Round(float64(s-earlier) * 1e6)
	switch {
	case us >= math.MaxInt64/1e3:
		return math.MaxInt64
	case us <= math.MinInt64/1e3:
		return math.MinInt64
	}
	return time.Duration(us) * time.Microsecond
}

// Add returns s moved by d.
func (s Stamp) Add(d time.Duration) Stamp {
	return s + Stamp(d.Seconds())
}

// LatestAhead is how far ahead of the clock a stored stamp can lie and still be
// one of a clock, which was set back since.
const LatestAhead = 10 * 365 * 24 * time.Hour

// ClockTolerance is how far ahead of the clock a stamp may lie before anybody is
// told: the clocks of two programs differ.
const ClockTolerance = time.Minute

// Text is the stamp as it is stored, to be sent back unchanged; ParseStamp reads
// it.
func (s Stamp) Text() string {
	var room [24]byte
	return string(s.Append(room[:0]))
}

// Append adds Text to b.
func (s Stamp) Append(b []byte) []byte { return strconv.AppendFloat(b, float64(s), 'f', -1, 64) }

// ParseStamp reads a finite number of seconds.
func ParseStamp(text string) (Stamp, bool) {
	f, err := strconv.ParseFloat(text, 64)
	s := Stamp(f)
	return s, err == nil && s.Valid()
}

// NextStamp is a channel's clock: the stamp for something that happens now when
// the newest stamp handed out so far is last. It is now, or a microsecond after
// last where the machine's clock was set back or has not moved, so the stamps
// of a channel strictly increase.
func NextStamp(now time.Time, last Stamp) Stamp {
	s := StampOf(now)
	if s > last {
		return s
	}
	next := Stamp((math.Round(float64(last)*1e6) + 1) / 1e6)
	if next > last {
		return next
	}
	return Stamp(math.Nextafter(float64(last), math.Inf(1)))
}

// Valid reports whether s is a finite number of seconds that a clock could show.
func (s Stamp) Valid() bool {
	f := float64(s)
	return !math.IsNaN(f) && !math.IsInf(f, 0)
}
