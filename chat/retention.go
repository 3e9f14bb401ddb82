package chat

import "time"

// Bounds of how many days messages may be kept.
const (
	MinMessageDays = 1
	MaxMessageDays = 36_500
)

const (
	// RetentionEvery is how often is looked for messages that are too old.
	RetentionEvery = time.Hour
	// RetentionStep is how many rows are removed in one transaction at most, so
	// that nobody's write waits long for it.
	RetentionStep = 200
	// RetentionPause is between two steps: it leaves the disk to others, and the
	// first run on years of history to some thousand rows a second.
	RetentionPause = 50 * time.Millisecond
)

// KeptSince is the stamp before which messages are removed when they are kept
// for that many days.
func KeptSince(now time.Time, days int) Stamp {
	return StampOf(now).Add(-time.Duration(days) * 24 * time.Hour)
}
