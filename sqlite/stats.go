package sqlite

import (
	"context"
	"os"
	"time"

	"minimost/chat"
)

var (
	sessionCount  = load("session/count")
	presenceCount = load("presence/count")
)

// Commit is what the writer tells of one transaction.
type Commit struct {
	Writes  int           // requests whose changes it held
	Took    time.Duration // from its start until it was committed, the fsync included
	Durable bool          // it was fsynced
	Err     error         // none of it was kept
}

// Stats are numbers about a store, for those who watch over it.
type Stats struct {
	Queue         int   // writes that wait for their transaction
	DatabaseBytes int64 // of the file
	LogBytes      int64 // of the write-ahead log beside it
	Sessions      int   // that have not expired
	// People counts those with a page open by what their pages report. What they
	// chose to look like is not in it.
	People map[chat.State]int
}

// Stats reads the numbers as they are at now. With an error the queue and the
// sizes are there all the same.
func (s *Store) Stats(ctx context.Context, now time.Time) (Stats, error) {
	database, log := s.engine.Sizes(ctx)
	stats := Stats{Queue: len(s.writer.queue), DatabaseBytes: database, LogBytes: log}
	people := make(map[chat.State]int)
	for _, info := range chat.States {
		if info.Online {
			people[info.State] = 0
		}
	}
	err := s.read(ctx, func(conn Conn) error {
		err := presenceCount.each(conn, func(stmt Stmt) error {
			if state := chat.State(stmt.GetText("state")); isOnline(state) {
				people[state] = int(stmt.GetInt64("people"))
			}
			return nil
		}, real(":since", chat.StampOf(now.Add(-chat.Lease))))
		if err != nil {
			return err
		}
		_, err = sessionCount.one(conn, func(stmt Stmt) { stats.Sessions = int(stmt.GetInt64("sessions")) }, whole(":now", now.Unix()))
		return err
	})
	if err == nil {
		stats.People = people
	}
	return stats, err
}

func isOnline(state chat.State) bool {
	info, known := state.Info()
	return known && info.Online
}

// fileSize is 0 for a file that is not there.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
