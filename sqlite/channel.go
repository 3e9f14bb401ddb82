package sqlite

import (
	"cmp"
	"context"
	"slices"
	"time"

	"minimost/chat"
)

var (
	accessUser       = load("access/user")
	accessMembership = load("access/membership")
	channelClock     = load("channel/clock")
	directTakesPart  = load("direct/takes_part")
)

// reader is someone with access to a channel.
type reader struct {
	chat.Access
	name     string
	settings chat.Settings
}

// access is what user may see of the channel, read within the caller's
// transaction. It is ErrNoChannel where that is nothing.
func (s *Store) access(conn Conn, user, channel string) (reader, error) {
	ch, err := chat.ParseChannel(channel)
	if err != nil {
		return reader{}, chat.ErrNoChannel
	}
	r := reader{Access: chat.Access{Channel: ch}, name: user}
	inUse := false
	found, err := accessUser.one(conn, func(stmt Stmt) {
		inUse = !stmt.GetBool("deactivated")
		r.CreatedTS, r.Manages = getStamp(stmt, "created_ts"), ch.Kind == chat.Public && stmt.GetBool("administrator")
		r.settings = chat.Settings{ShareReceipts: stmt.GetBool("share_receipts"), ShareTyping: stmt.GetBool("share_typing")}
	}, text(":user", user))
	if err != nil {
		return reader{}, err
	}
	if found = found && inUse; found {
		found, err = s.belongs(conn, &r)
	}
	if err == nil && !found {
		err = chat.ErrNoChannel
	}
	return r, err
}

// belongs reports whether the channel is one of the reader's, and fills in
// since when.
func (s *Store) belongs(conn Conn, r *reader) (bool, error) {
	switch r.Channel.Kind {
	case chat.Public:
		return s.isPublic(conn, r)
	case chat.Direct:
		if !r.Channel.Includes(r.name) {
			return false, nil
		}
		moved, err := renamedDirect(conn, r.Channel)
		return moved == "", err
	default:
		return accessMembership.one(conn, func(stmt Stmt) {
			r.JoinedTS = getStamp(stmt, "joined_ts")
			r.HistoryStart = getStamp(stmt, "history_start_ts")
		}, whole(":channel_id", r.Channel.PrivateID), text(":user", r.name))
	}
}

// renamedDirect is the identifier that a conversation has since the accounts of some
// of its participants were removed, "" where all are called as they were.
func renamedDirect(conn Conn, ch chat.Channel) (string, error) {
	id, renamed := ch.ID, false
	for _, name := range ch.Participants {
		found, err := removalFind.one(conn, func(stmt Stmt) {
			id = chat.RenameParticipant(id, name, chat.DeletedName(stmt.GetInt64("number")))
		}, text(":name", name))
		if err != nil {
			return "", err
		}
		renamed = renamed || found
	}
	if !renamed {
		id = ""
	}
	return id, nil
}

// RenamedDirect is the identifier that one of the user's conversations has since an
// account that took part in it was removed; ErrNoChannel for anything else.
func (s *Store) RenamedDirect(ctx context.Context, user, channel string) (id string, err error) {
	ch, err := chat.ParseChannel(channel)
	if err != nil || !ch.Includes(user) {
		return "", chat.ErrNoChannel
	}
	err = s.read(ctx, func(conn Conn) error {
		if id, err = renamedDirect(conn, ch); id == "" || err != nil {
			return err
		}
		// Else anybody could ask what number a name has now.
		had, err := directTakesPart.one(conn, func(Stmt) {}, text(":user", user), text(":channel", id))
		if !had {
			id = ""
		}
		return err
	})
	if err == nil && id == "" {
		err = chat.ErrNoChannel
	}
	return id, err
}

// PublicChannels lists the configured public channels in their order.
func (s *Store) PublicChannels() []string { return slices.Clone(s.public) }

// CheckAccess returns what the user may see of the channel, or ErrNoChannel.
func (s *Store) CheckAccess(ctx context.Context, user, channel string) (a chat.Access, err error) {
	err = s.read(ctx, func(conn Conn) error {
		r, err := s.access(conn, user, channel)
		a = r.Access
		return err
	})
	return a, err
}

// ChannelMembers lists who else belongs to the channel, by name. It is ErrNoChannel without access.
func (s *Store) ChannelMembers(ctx context.Context, user, channel string) (names []string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		r, err := s.access(conn, user, channel)
		if err != nil {
			return err
		}
		names, err = s.channelNames(conn, r.Channel)
		names = without(names, user)
		return err
	})
	return names, err
}

// channelNames lists who belongs to a channel, by name.
func (s *Store) channelNames(conn Conn, channel chat.Channel) ([]string, error) {
	switch channel.Kind {
	case chat.Public:
		return s.publicNames(conn, channel.ID)
	case chat.Direct:
		return slices.Clone(channel.Participants), nil
	}
	members, err := findMembers(conn, channel.PrivateID)
	return memberNames(members), err
}

func without(names []string, user string) []string {
	return slices.DeleteFunc(names, func(n string) bool { return n == user })
}

// ChannelUnreads counts the user's unread messages of every public channel that they
// are in.
func (s *Store) ChannelUnreads(ctx context.Context, user string) (unreads []chat.ChannelUnread, err error) {
	err = s.read(ctx, func(conn Conn) error {
		channels, err := s.joinedChannels(conn, user)
		if err != nil {
			return err
		}
		for _, channel := range channels {
			n, err := s.unread(conn, user, channel, 0)
			if err != nil {
				return err
			}
			unreads = append(unreads, chat.ChannelUnread{Channel: channel, Unread: n})
		}
		return nil
	})
	return unreads, err
}

// clockRead is how long a channel's clock is cached: rows of external writers
// that lay too far ahead of the time may have come into its range since.
const clockRead = time.Second

// nextStamp asks the channel's clock, which never goes back.
func nextStamp(tx *transaction, channel chat.Channel, now time.Time) (chat.Stamp, error) {
	_, next, err := moveClock(tx, channel, now)
	return next, err
}

// moveClock is nextStamp with the newest stamp of the channel before.
func moveClock(tx *transaction, channel chat.Channel, now time.Time) (before, next chat.Stamp, err error) {
	known, ok := tx.clocks[channel.ID]
	if age := chat.StampOf(now).Sub(known.read); !ok || age < 0 || age > clockRead {
		read, err := readClock(tx.Conn, channel, now)
		if err != nil {
			return 0, 0, err
		}
		// What this transaction has handed out may not be in the rows yet.
		known = clock{last: max(known.last, read.last), read: read.read}
	}
	before = known.last
	known.last = chat.NextStamp(now, before)
	tx.keepClock(channel.ID, known)
	return before, known.last, nil
}

func readClock(conn Conn, channel chat.Channel, now time.Time) (c clock, err error) {
	c.read = chat.StampOf(now)
	_, err = channelClock.one(conn, func(stmt Stmt) { c.last = getStamp(stmt, "ts") },
		text(":channel", channel.ID), whole(":private_id", channel.PrivateID),
		real(":latest", chat.StampOf(now.Add(chat.LatestAhead))))
	return c, err
}

// knownAccess is access for the writer, cached or read.
func (s *Store) knownAccess(tx *transaction, user, channel string) (reader, error) {
	return loadCached(tx.access, userChannel{user, channel}, func() (reader, error) { return s.access(tx.Conn, user, channel) })
}

// postAccess is accessToPost for the writer, cached or read.
func (s *Store) postAccess(tx *transaction, user, channel string) (reader, error) {
	return loadCached(tx.posts, userChannel{user, channel}, func() (reader, error) { return s.accessToPost(tx.Conn, user, channel) })
}

// accessToPost is access for someone who sends: a direct channel spelled wrong,
// or with someone who has no account, is Invalid and says why.
func (s *Store) accessToPost(conn Conn, user, channel string) (reader, error) {
	if _, err := chat.ParseChannelToPost(channel); err != nil {
		return reader{}, err
	}
	r, err := s.access(conn, user, channel)
	if err == nil {
		err = r.Closed().Refusal("")
	}
	if err != nil {
		return r, err
	}
	if partner := r.Channel.Partner(user); partner != "" {
		if blocked, err := blocks(conn, user, partner); err != nil || blocked {
			return r, cmp.Or(err, chat.ErrYouBlock(partner))
		}
	}
	for _, name := range r.Channel.Participants {
		found, err := accessUser.one(conn, func(Stmt) {}, text(":user", name))
		if err != nil {
			return r, err
		}
		if !found {
			return r, chat.Errorf(chat.Invalid, "There is no account %s.", chat.Isolate(name))
		}
	}
	return r, nil
}
