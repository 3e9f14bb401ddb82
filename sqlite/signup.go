package sqlite

import (
	"context"
	"strconv"
	"time"

	"minimost/chat"
)

// SignUp adds an account for somebody who comes by the admission, and returns it. It
// is Forbidden or ErrNoInvite where that lets nobody in, Conflict where the name is
// taken. Who signs up in a database that nobody has used becomes administrator.
func (s *Store) SignUp(ctx context.Context, u chat.User, a chat.Admission, now time.Time) (made chat.User, err error) {
	source := chat.AuditSourceOf(ctx)
	ctx = chat.WithAuditSource(ctx, chat.AuditSource{Actor: u.Username, Address: source.Address})
	err = s.write(ctx, durable, func(tx *transaction) error {
		invite, first, err := admit(tx, a, now)
		if err != nil {
			return err
		}
		if err := s.createUser(tx, u); err != nil {
			return err
		}
		if err := audit(ctx, tx, now, chat.AuditSignedUp, u.Username, ""); err != nil {
			return err
		}
		if first {
			if err := appoint(ctx, tx, u.Username, now); err != nil {
				return err
			}
		}
		if invite.ID != 0 {
			if err := s.useInvite(ctx, tx, invite, u.Username, now); err != nil {
				return err
			}
		}
		made, err = findUser(tx.Conn, u.Username)
		return err
	})
	return made, err
}

// admit finds the invite by which somebody comes, if any, and whether they are the
// first of all.
func admit(tx *transaction, a chat.Admission, now time.Time) (invite chat.Invite, first bool, err error) {
	if first, err = isUnused(tx.Conn); err != nil {
		return invite, false, err
	}
	if a.Invite != nil {
		invite, err = findInvite(tx.Conn, a.Invite, now)
		if err != nil {
			return invite, false, err
		}
	}
	if invite.Administrator {
		return invite, true, nil
	}
	return invite, first && a.Mode == chat.SignupOpen, a.Check()
}

func (s *Store) useInvite(ctx context.Context, tx *transaction, i chat.Invite, username string, now time.Time) error {
	if err := inviteUse.exec(tx.Conn, whole(":id", i.ID)); err != nil {
		return err
	}
	if err := audit(ctx, tx, now, chat.AuditInviteUsed, i.MadeBy, strconv.FormatInt(i.ID, 10)); err != nil {
		return err
	}
	return s.joinInvited(tx, i, username, now)
}
