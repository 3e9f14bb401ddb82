package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	fileStale           = load("file/stale")
	fileAged            = load("file/aged")
	fileSetState        = load("file/set_state")
	fileEnded           = load("file/ended")
	fileDelete          = load("file/delete")
	fileEmpty           = load("file/empty")
	fileDeleteThumbnail = load("file/delete_thumbnail")
)

// SweepFiles lets go what was not sent in its time and, with a stamp, the content of
// files that were sent before it, and removes what of all such files is left. Each
// transaction removes at most chat.FileSweepStep chunks; pause is called after each and
// ends the run with its error.
func (s *Store) SweepFiles(ctx context.Context, sentBefore chat.Stamp, now time.Time, pause func(context.Context) error) error {
	at := chat.StampOf(now)
	err := s.endFiles(ctx, "removed", fileStale, real(":arriving", at.Add(-chat.UploadLifetime)), real(":waiting", at.Add(-chat.UnsentLifetime)))
	if err == nil && sentBefore > 0 {
		err = s.endFiles(ctx, "expired", fileAged, real(":before", sentBefore))
	}
	for err == nil {
		var id int64
		var state string
		var found bool
		err = s.read(ctx, func(conn Conn) (err error) {
			found, err = fileEnded.one(conn, func(stmt Stmt) { id, state = stmt.GetInt64("id"), stmt.GetText("state") })
			return err
		})
		if err != nil || !found {
			return err
		}
		err = s.emptyFile(ctx, id, state, pause)
	}
	return err
}

// endFiles lets the files go that a query finds, some at a time.
func (s *Store) endFiles(ctx context.Context, state string, q query, bindings ...binding) error {
	for ended := chat.RetentionStep; ended == chat.RetentionStep; {
		err := s.write(ctx, volatile, func(tx *transaction) error {
			var ids []int64
			err := q.each(tx.Conn, func(stmt Stmt) error {
				ids = append(ids, stmt.GetInt64("id"))
				if stmt.ColumnIndex("channel") >= 0 {
					tx.publish(chat.TopicMessages(stmt.GetText("channel")))
				}
				return nil
			}, append(bindings, whole(":limit", chat.RetentionStep))...)
			for _, id := range ids {
				if err == nil {
					err = fileSetState.exec(tx.Conn, whole(":id", id), text(":state", state))
				}
			}
			ended = len(ids)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// emptyFile removes the content of a file in steps, and in the last one its row, or
// what that says of the content.
func (s *Store) emptyFile(ctx context.Context, id int64, state string, pause func(context.Context) error) error {
	last := fileDelete
	if state == "expired" {
		last = fileEmpty
	}
	for removed := chat.FileSweepStep; removed == chat.FileSweepStep; {
		err := s.write(ctx, volatile, func(tx *transaction) error {
			removed = 0
			err := fileDeleteChunks.each(tx.Conn, func(Stmt) error {
				removed++
				return nil
			}, whole(":file_id", id), whole(":n", 0), whole(":limit", chat.FileSweepStep))
			if err != nil || removed == chat.FileSweepStep {
				return err
			}
			if err := fileDeleteThumbnail.exec(tx.Conn, whole(":file_id", id)); err != nil {
				return err
			}
			return last.exec(tx.Conn, whole(":id", id))
		})
		if err != nil {
			return err
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
	return nil
}
