package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	draftList   = load("draft/list")
	draftFind   = load("draft/find")
	draftCount  = load("draft/count")
	draftSave   = load("draft/save")
	draftDelete = load("draft/delete")
)

// Drafts are what the user has begun to write, by channel, where they may still see it.
func (s *Store) Drafts(ctx context.Context, user string) (drafts []chat.Draft, err error) {
	err = s.read(ctx, func(conn Conn) error {
		var all []chat.Draft
		err := draftList.each(conn, func(stmt Stmt) error {
			all = append(all, chat.Draft{Channel: stmt.GetText("channel"), Text: stmt.GetText("text"), ChangedTS: getStamp(stmt, "changed_ts")})
			return nil
		}, text(":user", user))
		if err != nil {
			return err
		}
		drafts = drafts[:0]
		for _, d := range all {
			_, err := s.access(conn, user, d.Channel)
			switch {
			case err == nil:
				drafts = append(drafts, d)
			case chat.CodeOf(err) != chat.Forbidden:
				return err
			}
		}
		return nil
	})
	return drafts, err
}

// SaveDraft keeps what the user has begun to write in a channel, and nothing for "". It
// is ErrNoChannel without access, ErrTooManyDrafts.
func (s *Store) SaveDraft(ctx context.Context, user, channel, draft string, now time.Time) error {
	return s.writeWithoutSavepoint(ctx, volatile, func(tx *transaction) error {
		if _, err := s.access(tx.Conn, user, channel); err != nil {
			return err
		}
		key, was := []binding{text(":user", user), text(":channel", channel)}, ""
		found, err := draftFind.one(tx.Conn, func(stmt Stmt) { was = stmt.GetText("text") }, key...)
		if err != nil || draft == was {
			return err
		}
		if !found {
			drafts := 0
			if _, err := draftCount.one(tx.Conn, func(stmt Stmt) { drafts = int(stmt.GetInt64("drafts")) }, key[0]); err != nil {
				return err
			}
			if drafts >= chat.MaxDrafts {
				return chat.ErrTooManyDrafts
			}
		}
		tx.publish(chat.TopicDrafts(user))
		if draft == "" {
			return draftDelete.exec(tx.Conn, key...)
		}
		return draftSave.exec(tx.Conn, append(key, text(":text", draft), real(":changed_ts", chat.StampOf(now)))...)
	})
}
