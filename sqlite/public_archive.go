package sqlite

import (
	"cmp"
	"context"
	"time"

	"minimost/chat"
)

// ArchiveChannel takes a public channel out of use: it is read and no more, and out of
// everybody's sidebar. It is ErrNoChannel for anything but a public channel,
// ErrNotChannelManager for who may not and ErrLastPublic for the only one in use; one
// that is archived stays so.
func (s *Store) ArchiveChannel(ctx context.Context, user, channel string, now time.Time) error {
	return s.archive(ctx, user, channel, true, now)
}

// RestoreChannel takes an archived public channel into use again, with those in it who
// were, and errors as ArchiveChannel has them.
func (s *Store) RestoreChannel(ctx context.Context, user, channel string, now time.Time) error {
	return s.archive(ctx, user, channel, false, now)
}

func (s *Store) archive(ctx context.Context, user, channel string, archive bool, now time.Time) error {
	access := func(tx *transaction) error {
		_, err := s.managed(tx, user, channel)
		return err
	}
	return s.onceWrite(ctx, now, access, func(tx *transaction) error {
		r, err := s.managed(tx, user, channel)
		if err != nil || r.Archived == archive {
			return err
		}
		if in, err := s.publicChannels(tx.Conn); err != nil || archive && len(in) == 1 {
			return cmp.Or(err, error(chat.ErrLastPublic))
		}
		at, line, action := chat.Stamp(0), chat.RestoredText(user), chat.AuditChannelRestored
		if archive {
			at, line, action = chat.StampOf(now), chat.ArchivedText(user), chat.AuditChannelArchived
		}
		if err := publicArchive.exec(tx.Conn, text(":channel", channel), stamp(":archived_ts", at)); err != nil {
			return err
		}
		if err := typingDeleteChannel.exec(tx.Conn, text(":channel", channel)); err != nil {
			return err
		}
		if err := s.publishPublic(tx, channel); err != nil {
			return err
		}
		if err := audit(ctx, tx, now, action, channel, ""); err != nil {
			return err
		}
		return insertSystemMessage(tx, r.Channel, line, now)
	})
}

// managed is access to a public channel for who may archive it.
func (s *Store) managed(tx *transaction, user, channel string) (reader, error) {
	r, err := s.access(tx.Conn, user, channel)
	switch {
	case err != nil:
		return r, err
	case r.Channel.Kind != chat.Public:
		return r, chat.ErrNoChannel
	case !r.Manages:
		return r, chat.ErrNotChannelManager
	}
	return r, nil
}

// publishPublic has the pages and sidebars of everybody in a public channel look anew.
func (s *Store) publishPublic(tx *transaction, channel string) error {
	names, err := s.publicNames(tx.Conn, channel)
	tx.publish(chat.TopicMembers(channel), chat.TopicTyping(channel), chat.TopicPublicChannels)
	for _, name := range names {
		tx.publish(chat.TopicPerson(name))
	}
	return err
}
