package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"minimost/chat"
)

var (
	publicRename  = load("public_channel/rename")
	publicRenamed = load("public_channel/renamed")
	publicTaken   = load("public_channel/taken")
)

// RenamePublicChannel gives a public channel another name; its identifier stays. It is
// Conflict for the name or identifier of another one, else its errors are those of
// ArchiveChannel.
func (s *Store) RenamePublicChannel(ctx context.Context, user, channel, name string, now time.Time) error {
	access := func(tx *transaction) error {
		_, err := s.managed(tx, user, channel)
		return err
	}
	return s.onceWrite(ctx, now, access, func(tx *transaction) error {
		r, err := s.managed(tx, user, channel)
		if err != nil || r.Name == name {
			return err
		}
		if taken, err := s.nameTaken(tx.Conn, channel, name); err != nil || taken {
			return cmp.Or(err, chat.ErrNameTaken(name))
		}
		if err := publicRename.exec(tx.Conn, text(":channel", channel), text(":name", name)); err != nil {
			return err
		}
		if err := s.publishPublic(tx, channel); err != nil {
			return err
		}
		if err := audit(ctx, tx, now, chat.AuditChannelRenamed, channel, ""); err != nil {
			return err
		}
		return insertSystemMessage(tx, r.Channel, chat.RenamedText(user, name), now)
	})
}

// nameTaken reports whether a public channel other than the given one is called so, or
// has that identifier.
func (s *Store) nameTaken(conn Conn, channel, name string) (bool, error) {
	taken, err := publicTaken.one(conn, func(Stmt) {}, text(":channel", channel), text(":name", name))
	return taken || name != channel && s.everybodysIn(name), err
}

// CheckNames is an error with a sentence for people when one of the channels that were
// given to the store is called as another public channel is by now.
func (s *Store) CheckNames(ctx context.Context) error {
	return s.read(ctx, func(conn Conn) error {
		renamed, err := renamedChannels(conn)
		if err != nil {
			return err
		}
		for _, channel := range slices.Sorted(maps.Keys(renamed)) {
			if name := renamed[channel]; s.everybodysIn(name) {
				return &openFault{sentence: fmt.Sprintf("The public channel %s is called %s by now; rename it, or leave %[2]s out of --channels.", channel, name)}
			}
		}
		return nil
	})
}

// nameOf is what a public channel is called, by those that were renamed.
func nameOf(renamed map[string]string, channel string) string {
	return cmp.Or(renamed[channel], channel)
}

// renamedChannels are the names of those public channels that are not called as at
// first, by identifier.
func renamedChannels(conn Conn) (map[string]string, error) {
	names := make(map[string]string)
	err := publicRenamed.each(conn, func(stmt Stmt) error {
		names[stmt.GetText("channel")] = stmt.GetText("name")
		return nil
	})
	return names, err
}
