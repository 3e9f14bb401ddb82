package sqlite

import (
	"context"
	"strconv"
	"time"

	"minimost/chat"
)

var (
	accountSetDeactivated = load("account/set_deactivated")
	accountDelete         = load("account/delete")
	removalInsert         = load("removal/insert")
	removalFind           = load("removal/find")
	removalNames          = load("removal/names")
)

// Deactivate takes an account out of use: every session of it ends, and it owns
// channels no more where another member can. by is the administrator who does it, ""
// for the account itself and the command line. It is NotFound without such an account,
// Conflict for the last administrator, and nothing for one that is out of use.
func (s *Store) Deactivate(ctx context.Context, by, username string, now time.Time) error {
	return s.administer(ctx, by, now, func(tx *transaction) error {
		u, err := findUser(tx.Conn, username)
		if err != nil || u.Deactivated != 0 {
			return err
		}
		if err := checkNotLastAdministrator(tx.Conn, u); err != nil {
			return err
		}
		publishAccount(tx, u.Username)
		err = accountSetDeactivated.exec(tx.Conn, text(":username", u.Username), stamp(":deactivated_ts", chat.StampOf(now)))
		if err != nil {
			return err
		}
		if err := endSessions(tx, u.Username, chat.NewEpoch(), "", now); err != nil {
			return err
		}
		if err := endStatus(tx, u.Username, now); err != nil {
			return err
		}
		if err := endInvites(tx, u.Username, now); err != nil {
			return err
		}
		if err := passChannels(tx, u.Username); err != nil {
			return err
		}
		return audit(ctx, tx, now, chat.AuditAccountDeactivated, u.Username, "")
	})
}

// Reactivate takes an account into use again, which is NotFound where there is none.
// Whose sessions have ended logs in anew, and what it owned is owned by others. by is
// as for Deactivate.
func (s *Store) Reactivate(ctx context.Context, by, username string, now time.Time) error {
	return s.administer(ctx, by, now, func(tx *transaction) error {
		u, err := findUser(tx.Conn, username)
		if err != nil || u.Deactivated == 0 {
			return err
		}
		publishAccount(tx, u.Username)
		if err := accountSetDeactivated.exec(tx.Conn, text(":username", u.Username), stamp(":deactivated_ts", 0)); err != nil {
			return err
		}
		return audit(ctx, tx, now, chat.AuditAccountReactivated, u.Username, "")
	})
}

// publishAccount tells of an account that there is, or there is no more.
func publishAccount(tx *transaction, username string) {
	tx.publish(chat.TopicAccounts, chat.TopicAccount(username), chat.TopicPerson(username), chat.TopicAppearance(username),
		chat.TopicPresence, chat.TopicLists, chat.TopicSharing, chat.TopicProfiles)
}

// passChannels gives what somebody owns to the longest-standing other member in use.
func passChannels(tx *transaction, username string) error {
	channels, err := membershipsOf(tx.Conn, username)
	if err != nil {
		return err
	}
	for _, c := range channels {
		tx.publish(chat.TopicMembers(chat.PrivateChannelID(c.ID)))
		successor, found := c.Member(c.OwnerAfter(username))
		if c.Owner() != username || !found || successor.Deactivated {
			continue
		}
		if err := setRole(tx, c.ID, username, chat.RoleMember); err != nil {
			return err
		}
		if err := setOwner(tx, c.ID, successor.Username); err != nil {
			return err
		}
	}
	return nil
}

// membershipsOf are the private channels in use that somebody is a member of.
func membershipsOf(conn Conn, username string) (list []chat.PrivateChannel, err error) {
	err = privateList.each(conn, func(stmt Stmt) error {
		list = append(list, scanPrivateChannel(stmt))
		return nil
	}, text(":user", username))
	for i := range list {
		if err == nil {
			list[i].Members, err = findMembers(conn, list[i].ID)
		}
	}
	return list, err
}

// NameTaken reports whether a name, in any case, is or was an account's.
func (s *Store) NameTaken(ctx context.Context, name string) (taken bool, err error) {
	err = s.read(ctx, func(conn Conn) error {
		taken, err = nameTaken(conn, name)
		return err
	})
	return taken, err
}

func nameTaken(conn Conn, name string) (bool, error) {
	_, err := findUser(conn, name)
	if chat.CodeOf(err) != chat.NotFound {
		return err == nil, err
	}
	return removalFind.one(conn, func(Stmt) {}, text(":name", name))
}

// removedNames are those that are handed out no more.
func removedNames(conn Conn) (names []string, err error) {
	err = removalNames.each(conn, func(stmt Stmt) error {
		names = append(names, stmt.GetText("name"))
		return nil
	})
	return names, err
}

// Removed lists the names that are handed out no more.
func (i *Import) Removed() ([]string, error) {
	names, err := removedNames(i.rows())
	return names, i.fault(err)
}

// RemoveAccount removes an account for good, and returns the number by which it is
// shown from then on. Who it was is forgotten at once as far as it is private;
// ContinueRemovals, which whoever removes calls next, does so where its name stands in
// what others see. by is as for Deactivate. It is NotFound without such an account and
// Conflict for the last administrator.
func (s *Store) RemoveAccount(ctx context.Context, by, username string, messages chat.Fate, now time.Time) (number int64, err error) {
	err = s.administer(ctx, by, now, func(tx *transaction) error {
		u, err := findUser(tx.Conn, username)
		if err != nil {
			return err
		}
		if err := checkNotLastAdministrator(tx.Conn, u); err != nil {
			return err
		}
		err = removalInsert.exec(tx.Conn, text(":name", u.Username), text(":messages", string(messages)), real(":removed_ts", chat.StampOf(now)))
		if err != nil {
			return err
		}
		number = tx.LastInsertRowID()
		if err := endSessions(tx, u.Username, chat.NewEpoch(), "", now); err != nil {
			return err
		}
		if err := endInvites(tx, u.Username, now); err != nil {
			return err
		}
		if err := accountDelete.exec(tx.Conn, text(":username", u.Username)); err != nil {
			return err
		}
		if err := audit(ctx, tx, now, chat.AuditAccountRemoved, u.Username, strconv.FormatInt(number, 10)); err != nil {
			return err
		}
		return forgetAccount(tx, removal{number: number, name: u.Username, messages: messages}, now)
	})
	if err != nil {
		return 0, err
	}
	return number, nil
}
