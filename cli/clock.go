package cli

import (
	"context"
	"log/slog"
	"time"

	"minimost/chat"
	"minimost/sqlite"
)

// clockStore knows which of its stamps lie ahead of the clock.
type clockStore interface {
	AheadOfClock(ctx context.Context, now time.Time) ([]sqlite.Ahead, error)
}

// warnOfClock says in one sentence that stamps lie ahead of the clock, where any
// do.
func warnOfClock(ctx context.Context, store clockStore, now time.Time, logger *slog.Logger) {
	list, err := store.AheadOfClock(ctx, now)
	if err != nil {
		logger.Error("look for stamps ahead of the clock", "error", err)
	}
	if len(list) == 0 {
		return
	}
	var rows int64
	var newest chat.Stamp
	for _, ahead := range list {
		rows, newest = rows+ahead.Rows, max(newest, ahead.Newest)
	}
	logger.Warn("stamps lie ahead of the clock, which was ahead once or is behind now: messages keep their order and show "+
		"when they were sent, and minimost check lists the rows", "rows", rows, "newest", aheadText(newest))
}

// latestDate is the last second that a date has four digits for its year in.
var latestDate = chat.StampOf(time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC))

func aheadText(s chat.Stamp) string {
	return min(s, latestDate).Time().Format("2006-01-02 15:04:05 MST")
}
