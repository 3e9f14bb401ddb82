package sqlite

import (
	"context"
	"slices"
	"time"

	"minimost/chat"
)

var (
	loginUpsert         = load("login/upsert")
	loginList           = load("login/list")
	loginFind           = load("login/find")
	loginDelete         = load("login/delete")
	loginDeleteOthers   = load("login/delete_others")
	loginDeleteOld      = load("login/delete_old")
	sessionDelete       = load("session/delete")
	sessionDeleteOthers = load("session/delete_others")
	deviceFind          = load("device/find")
	deviceInsert        = load("device/insert")
	deviceRename        = load("device/rename")
	deviceDelete        = load("device/delete")
	deviceDeleteOld     = load("device/delete_old")
	accountEndSessions  = load("account/end_sessions")
)

// loginLifetime is how long a session is listed that is not extended; it is no
// shorter than a session lasts.
const loginLifetime = 15 * 24 * time.Hour

// NoteLogin remembers where a session was used from, for its account's list.
func (s *Store) NoteLogin(ctx context.Context, username string, l chat.Login, now time.Time) error {
	return s.write(ctx, volatile, func(tx *transaction) error { return noteLogin(tx, username, l, now) })
}

func noteLogin(tx *transaction, username string, l chat.Login, now time.Time) error {
	err := loginDeleteOld.exec(tx.Conn, text(":username", username), real(":before", chat.StampOf(now.Add(-loginLifetime))))
	if err != nil {
		return err
	}
	return loginUpsert.exec(tx.Conn, text(":session", l.Session), text(":username", username), text(":address", l.Address),
		text(":browser", l.Browser), real(":seen_ts", chat.StampOf(now)))
}

// StartLogin is NoteLogin for a session that begins, on a device that the account
// is known to use from now on: device is the hash of its new id, was that of the one
// which it had, or nil.
func (s *Store) StartLogin(ctx context.Context, username string, l chat.Login, was, device []byte, now time.Time) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		if err := noteLogin(tx, username, l, now); err != nil {
			return err
		}
		if was != nil {
			if err := deviceRename.exec(tx.Conn, blob(":was", was), blob(":hash", device)); err != nil {
				return err
			}
		}
		return rememberDevice(tx, username, device, now)
	})
}

func rememberDevice(tx *transaction, username string, device []byte, now time.Time) error {
	err := deviceInsert.exec(tx.Conn, blob(":hash", device), text(":username", username), real(":seen_ts", chat.StampOf(now)))
	if err != nil {
		return err
	}
	return deviceDeleteOld.exec(tx.Conn, text(":username", username),
		real(":before", chat.StampOf(now.Add(-chat.DeviceLifetime))), whole(":most", chat.MaxDevices))
}

// KnowsDevice reports whether an account, whatever its name's case, is known to use
// the device with that hash.
func (s *Store) KnowsDevice(ctx context.Context, username string, device []byte) (known bool, err error) {
	err = s.read(ctx, func(conn Conn) error {
		known, err = deviceFind.one(conn, func(Stmt) {}, text(":username", username), blob(":hash", device))
		return err
	})
	return known, err
}

// Logins lists an account's sessions that were noted, the one used last first.
func (s *Store) Logins(ctx context.Context, username string, now time.Time) (list []chat.Login, err error) {
	err = s.read(ctx, func(conn Conn) error {
		list = nil
		return loginList.each(conn, func(stmt Stmt) error {
			list = append(list, chat.Login{
				Session: stmt.GetText("session"), Address: stmt.GetText("address"), Browser: stmt.GetText("browser"),
				Started: getStamp(stmt, "started_ts"), Seen: getStamp(stmt, "seen_ts"),
			})
			return nil
		}, text(":username", username), whole(":now", now.Unix()))
	})
	return list, err
}

// EndLogin ends one of the account's sessions. It is NotFound for one that is not
// its own, or has ended.
func (s *Store) EndLogin(ctx context.Context, username, session string, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		var whose string
		_, err := loginFind.one(tx.Conn, func(stmt Stmt) { whose = stmt.GetText("username") }, text(":session", session))
		if err == nil && whose != username {
			err = chat.Errorf(chat.NotFound, "There is no such session.")
		}
		if err != nil {
			return err
		}
		tx.publish(chat.TopicAccount(username))
		if err := sessionDelete.exec(tx.Conn, text(":session", session)); err != nil {
			return err
		}
		return endLogin(tx, username, session, now)
	})
}

// forgetLogin takes a session from its account's list.
func forgetLogin(tx *transaction, username, session string) error {
	return loginDelete.exec(tx.Conn, text(":session", session), text(":username", username))
}

// endLogin forgets a session, and the tabs that it had.
func endLogin(tx *transaction, username, session string, now time.Time) error {
	if err := forgetLogin(tx, username, session); err != nil {
		return err
	}
	return endPresence(tx, username, now, func(tab chat.Tab) bool { return tab.Session == session })
}

// endPresence takes the tabs for which ended is true as when their session logs out,
// and leaves somebody alone who has none.
func endPresence(tx *transaction, username string, now time.Time, ended func(chat.Tab) bool) error {
	p, err := findPresence(tx.Conn, username)
	if err != nil || !slices.ContainsFunc(p.Tabs, ended) {
		return err
	}
	for _, tab := range p.Tabs {
		if !ended(tab) {
			continue
		}
		if err := endPresenceOf(tx, username, tab.Session, now); err != nil {
			return err
		}
	}
	return nil
}

// SignOutEverywhere ends every session of an account, and forgets the devices that
// it is known to use.
func (s *Store) SignOutEverywhere(ctx context.Context, username string, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		if err := audit(ctx, tx, now, chat.AuditSessionsEnded, username, ""); err != nil {
			return err
		}
		return endSessions(tx, username, chat.NewEpoch(), "", now)
	})
}

// ChangePassword replaces the password hash that was, ends every session of the
// account but the one to keep, which goes on in the epoch, and forgets all its devices
// but the one given, unless that is nil. It is Conflict where the password has been
// changed meanwhile.
func (s *Store) ChangePassword(ctx context.Context, username, was, hash string, epoch int64, keep string, device []byte, now time.Time) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		err := accountRenewPassword.exec(tx.Conn, text(":username", username), text(":was", was), text(":password_hash", hash))
		if err == nil && tx.Changes() == 0 {
			err = chat.Errorf(chat.Conflict, "Your password has been changed meanwhile.")
		}
		if err != nil {
			return err
		}
		if err := audit(ctx, tx, now, chat.AuditPasswordChanged, username, ""); err != nil {
			return err
		}
		if err := endSessions(tx, username, epoch, keep, now); err != nil || device == nil {
			return err
		}
		return rememberDevice(tx, username, device, now)
	})
}

// endSessions ends every session of an account but the one to keep, "" for none,
// which goes on in the epoch, and forgets its devices and links for a new password.
func endSessions(tx *transaction, username string, epoch int64, keep string, now time.Time) error {
	tx.publish(chat.TopicAccount(username))
	of := text(":username", username)
	if err := accountEndSessions.exec(tx.Conn, of, whole(":epoch", epoch)); err != nil {
		return err
	}
	for _, q := range []query{sessionDeleteOthers, loginDeleteOthers} {
		if err := q.exec(tx.Conn, of, text(":keep", keep)); err != nil {
			return err
		}
	}
	for _, q := range []query{deviceDelete, accountDeleteTokens, tokenDeleteAll} {
		if err := q.exec(tx.Conn, of); err != nil {
			return err
		}
	}
	if keep != "" {
		return endPresence(tx, username, now, func(tab chat.Tab) bool { return tab.Session != keep })
	}
	if err := endPresence(tx, username, now, func(chat.Tab) bool { return true }); err != nil {
		return err
	}
	return endPresenceOf(tx, username, "", now)
}
