package sqlite

import (
	"cmp"
	"context"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

var accountSetLook = load("account/set_look")

// SaveLook changes how the account's pages look to itself; what is empty stays
// as it is.
func (s *Store) SaveLook(ctx context.Context, username string, change chat.LookChange, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		tx.publish(chat.TopicAccount(username))
		tone := binding{name: ":skin_tone", kind: sqlite.TypeNull}
		if change.SkinTone != nil {
			tone = whole(":skin_tone", int64(*change.SkinTone))
		}
		return accountSetLook.exec(tx.Conn, text(":username", username), optional(":theme", string(change.Theme)),
			optional(":density", string(change.Density)), optional(":language", change.Language), tone)
	})
}

// look reads the columns of a look; what was never chosen is as by default.
func look(stmt Stmt) chat.Look {
	return chat.Look{
		Theme:    cmp.Or(chat.Theme(stmt.GetText("theme")), chat.DefaultLook.Theme),
		Density:  cmp.Or(chat.Density(stmt.GetText("density")), chat.DefaultLook.Density),
		Language: cmp.Or(stmt.GetText("language"), chat.DefaultLook.Language),

		SkinTone: int(stmt.GetInt64("skin_tone")),
	}
}
