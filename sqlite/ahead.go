package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

// Ahead are rows with stamps ahead of the clock: it was ahead once, or is behind.
type Ahead struct {
	What   string // such as "messages of general"
	Rows   int64
	Newest chat.Stamp
}

// aheads are in the order in which they are listed.
var aheads = []struct {
	rows          query
	table, column string
}{
	{load("clock/messages_ahead"), "messages", "changed_ts"},
	{load("clock/members_ahead"), "private_channel_members", "joined_ts"},
	{load("clock/accounts_ahead"), "users", "created_ts"},
}

// AheadOfClock lists what lies ahead of the clock by more than
// chat.ClockTolerance.
func (s *Store) AheadOfClock(ctx context.Context, now time.Time) (list []Ahead, err error) {
	err = s.read(ctx, func(conn Conn) error {
		list, err = aheadOfClock(conn, now, func(string, string) (bool, error) { return true, nil })
		return err
	})
	return list, err
}

// aheadOfClock leaves out what the database, an older one, has not.
func aheadOfClock(conn Conn, now time.Time, has func(table, column string) (bool, error)) (list []Ahead, err error) {
	latest := chat.StampOf(now.Add(chat.ClockTolerance))
	for _, a := range aheads {
		there, err := has(a.table, a.column)
		if err != nil {
			return nil, err
		}
		if !there {
			continue
		}
		err = a.rows.each(conn, func(stmt Stmt) error {
			list = append(list, Ahead{stmt.GetText("what"), stmt.GetInt64("many"), getStamp(stmt, "newest_ts")})
			return nil
		}, real(":latest", latest))
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}
