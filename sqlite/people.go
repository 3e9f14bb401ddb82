package sqlite

import (
	"context"

	"minimost/chat"
)

var administratorPeople = load("administrator/people")

// People lists at most limit accounts by name, from after one on, whose names have a
// part. It is ErrNotAdministrator where by is none.
func (s *Store) People(ctx context.Context, by, part, after string, limit int) (list []chat.Person, err error) {
	err = s.read(ctx, func(conn Conn) error {
		if err := checkAdministrator(conn, by); err != nil {
			return err
		}
		return administratorPeople.each(conn, func(stmt Stmt) error {
			list = append(list, chat.Person{
				Username: stmt.GetText("username"), CreatedTS: getStamp(stmt, "created_ts"), SeenTS: getStamp(stmt, "seen_ts"),
				Administrator: stmt.GetBool("administrator"), Deactivated: getStamp(stmt, "deactivated_ts") != 0, Bot: stmt.GetBool("bot"),
			})
			return nil
		}, text(":part", part), text(":after", after), whole(":limit", int64(limit)))
	})
	return list, err
}
