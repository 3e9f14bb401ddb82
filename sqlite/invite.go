package sqlite

import (
	"context"
	"slices"
	"strconv"
	"time"

	"minimost/chat"
)

var (
	inviteInsert        = load("invite/insert")
	inviteInsertChannel = load("invite/insert_channel")
	inviteFind          = load("invite/find")
	inviteFindByHash    = load("invite/find_by_hash")
	inviteChannels      = load("invite/channels")
	inviteUse           = load("invite/use")
	inviteEnd           = load("invite/end")
	inviteEndOf         = load("invite/end_of")
	inviteEndOfMembers  = load("invite/end_of_members")
	inviteOpenOf        = load("invite/open_of")
	inviteList          = load("invite/list")
)

// CreateInvite stores the hash of an invite's secret and returns the invite. It is
// ErrNoInviter for who may not invite, ErrNoChannel for a conversation or a channel that
// they do not see, Invalid for what no invite can be and Conflict with too many open ones.
func (s *Store) CreateInvite(ctx context.Context, by string, hash []byte, n chat.NewInvite, now time.Time) (made chat.Invite, err error) {
	if err := n.Check(); err != nil {
		return made, err
	}
	access := func(tx *transaction) error {
		may, err := mayInvite(tx.Conn, by)
		if err == nil && !may {
			err = chat.ErrNoInviter
		}
		return err
	}
	err = s.onceSecret(ctx, now, access, func(tx *transaction) error {
		if err := checkInviter(tx.Conn, by, now); err != nil {
			return err
		}
		if err := s.checkInviteChannels(tx.Conn, by, n.Channels); err != nil {
			return err
		}
		made = chat.Invite{
			MadeBy: by, MadeTS: chat.StampOf(now), ExpiresTS: chat.StampOf(now.AddDate(0, 0, n.Days)),
			MostUses: n.Uses, Channels: n.Channels,
		}
		if made.ID, err = insertInvite(tx, made, hash); err != nil {
			return err
		}
		return audit(ctx, tx, now, chat.AuditInviteMade, "", strconv.FormatInt(made.ID, 10))
	})
	return made, err
}

func checkInviter(conn Conn, by string, now time.Time) error {
	may, err := mayInvite(conn, by)
	if err != nil {
		return err
	}
	if !may {
		return chat.ErrNoInviter
	}
	open := 0
	_, err = inviteOpenOf.one(conn, func(stmt Stmt) { open = int(stmt.GetInt64("open")) },
		text(":made_by", by), real(":now", chat.StampOf(now)))
	if err == nil && open >= chat.MaxOpenInvites {
		err = chat.Errorf(chat.Conflict, "You have %d invites that can be used. End one first.", open)
	}
	return err
}

// mayInvite reports whether there is such an account and it may invite.
func mayInvite(conn Conn, by string) (bool, error) {
	u, err := findUser(conn, by)
	if chat.CodeOf(err) == chat.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	settings, err := serverSettings(conn)
	return u.Deactivated == 0 && settings.Inviting.Allows(u), err
}

func (s *Store) checkInviteChannels(conn Conn, by string, channels []string) error {
	for _, channel := range channels {
		if r, err := s.access(conn, by, channel); err != nil {
			return err
		} else if r.Channel.Kind == chat.Direct {
			return chat.ErrNoChannel
		}
	}
	return nil
}

func insertInvite(tx *transaction, i chat.Invite, hash []byte) (id int64, err error) {
	err = inviteInsert.exec(tx.Conn, blob(":hash", hash), text(":made_by", i.MadeBy), real(":made_ts", i.MadeTS),
		real(":expires_ts", i.ExpiresTS), whole(":most_uses", int64(i.MostUses)), flag(":administrator", i.Administrator))
	if err != nil {
		return 0, err
	}
	id = tx.Conn.LastInsertRowID()
	for _, channel := range i.Channels {
		if err := inviteInsertChannel.exec(tx.Conn, whole(":invite_id", id), text(":channel", channel)); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// CreateSetupInvite stores the hash of the link by which the first account of all is
// made, an administrator, in place of those of earlier starts.
func (s *Store) CreateSetupInvite(ctx context.Context, hash []byte, now time.Time) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		if err := endInvites(tx, "", now); err != nil {
			return err
		}
		_, err := insertInvite(tx, chat.Invite{
			MadeTS: chat.StampOf(now), ExpiresTS: chat.StampOf(now.Add(chat.SetupLasts)), MostUses: 1, Administrator: true,
		}, hash)
		return err
	})
}

// Invite is the invite with that hash while it can be used, or ErrNoInvite.
func (s *Store) Invite(ctx context.Context, hash []byte, now time.Time) (i chat.Invite, err error) {
	err = s.read(ctx, func(conn Conn) error {
		i, err = findInvite(conn, hash, now)
		return err
	})
	return i, err
}

func findInvite(conn Conn, hash []byte, now time.Time) (i chat.Invite, err error) {
	found, err := inviteFindByHash.one(conn, func(stmt Stmt) { i = scanInvite(stmt) }, blob(":hash", hash))
	if err != nil {
		return i, err
	}
	if !found || !i.Valid(now) {
		return chat.Invite{}, chat.ErrNoInvite
	}
	var may bool
	if i.Administrator {
		may, err = isUnused(conn)
	} else {
		may, err = mayInvite(conn, i.MadeBy)
	}
	if err == nil && !may {
		err = chat.ErrNoInvite
	}
	if err != nil {
		return chat.Invite{}, err
	}
	i.Channels, err = channelsOf(conn, i.ID)
	return i, err
}

func scanInvite(stmt Stmt) chat.Invite {
	return chat.Invite{
		ID: stmt.GetInt64("id"), MadeBy: stmt.GetText("made_by"), MadeTS: getStamp(stmt, "made_ts"), ExpiresTS: getStamp(stmt, "expires_ts"),
		Uses: int(stmt.GetInt64("uses")), MostUses: int(stmt.GetInt64("most_uses")),
		Administrator: stmt.GetBool("administrator"), EndedTS: getStamp(stmt, "ended_ts"),
	}
}

func channelsOf(conn Conn, id int64) (channels []string, err error) {
	err = inviteChannels.each(conn, func(stmt Stmt) error {
		channels = append(channels, stmt.GetText("channel"))
		return nil
	}, whole(":invite_id", id))
	return channels, err
}

// Invites lists the newest invites that by has made, or of everybody for an
// administrator.
func (s *Store) Invites(ctx context.Context, by string, limit int) (list []chat.Invite, err error) {
	err = s.read(ctx, func(conn Conn) error {
		madeBy := by
		if err := checkAdministrator(conn, by); err == nil {
			madeBy = ""
		} else if chat.CodeOf(err) != chat.NotFound {
			return err
		}
		err := inviteList.each(conn, func(stmt Stmt) error {
			list = append(list, scanInvite(stmt))
			return nil
		}, optional(":made_by", madeBy), whole(":limit", int64(limit)))
		for i := range list {
			if err == nil {
				list[i].Channels, err = channelsOf(conn, list[i].ID)
			}
		}
		return err
	})
	return list, err
}

// EndInvite ends an invite before its time; whoever made it may, and administrators.
// It is ErrNoInvite for everyone else.
func (s *Store) EndInvite(ctx context.Context, by string, id int64, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		var i chat.Invite
		found, err := inviteFind.one(tx.Conn, func(stmt Stmt) { i = scanInvite(stmt) }, whole(":id", id))
		if err == nil && found && i.MadeBy != by {
			err = checkAdministrator(tx.Conn, by)
		}
		if err == nil && (!found || i.Administrator) || chat.CodeOf(err) == chat.NotFound {
			return chat.ErrNoInvite
		}
		if err != nil || i.EndedTS != 0 {
			return err
		}
		if err := inviteEnd.exec(tx.Conn, whole(":id", id), real(":ended_ts", chat.StampOf(now))); err != nil {
			return err
		}
		return audit(ctx, tx, now, chat.AuditInviteEnded, i.MadeBy, strconv.FormatInt(id, 10))
	})
}

// endInvites ends what an account has made that can still be used: it loses the right
// to, or is gone.
func endInvites(tx *transaction, madeBy string, now time.Time) error {
	return inviteEndOf.exec(tx.Conn, text(":made_by", madeBy), real(":ended_ts", chat.StampOf(now)))
}

// joinInvited adds a new account to the channels of the invite by which it came: to
// public ones, and to private ones that its maker is a member of now, with what is
// written from now on.
func (s *Store) joinInvited(tx *transaction, i chat.Invite, username string, now time.Time) error {
	for _, channel := range slices.Sorted(slices.Values(i.Channels)) {
		ch, err := chat.ParseChannel(channel)
		if err != nil {
			continue
		}
		if ch.Kind == chat.Public {
			err = s.joinPublic(tx, ch, username, now)
		} else {
			err = joinPrivate(tx, ch, i.MadeBy, username, now)
		}
		if err != nil && chat.CodeOf(err) != chat.Forbidden {
			return err
		}
	}
	return nil
}

func (s *Store) joinPublic(tx *transaction, ch chat.Channel, username string, now time.Time) error {
	r, err := s.access(tx.Conn, username, ch.ID)
	if err != nil || !r.Left || r.Archived {
		return err
	}
	return setPublicMember(tx, ch, username, true, chat.JoinedText(username), now)
}

func joinPrivate(tx *transaction, ch chat.Channel, by, username string, now time.Time) error {
	c, err := findPrivateChannel(tx.Conn, by, ch.PrivateID)
	if err != nil {
		return err
	}
	tx.publish(chat.TopicMembers(ch.ID), chat.TopicLists)
	return addMember(tx, c, ch, by, username, chat.HistoryJoin, now)
}
