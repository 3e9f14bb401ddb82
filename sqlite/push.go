package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	pushKeys        = load("push/keys")
	pushSaveKeys    = load("push/save_keys")
	pushOfSession   = load("push/of_session")
	pushSubscribe   = load("push/subscribe")
	pushUnsubscribe = load("push/unsubscribe")
	pushForget      = load("push/forget")
	pushList        = load("push/list")
)

// PushKeys are the server's keys for Web Push. Where there are none yet, those that
// generate returns are kept.
func (s *Store) PushKeys(ctx context.Context, generate func() (chat.PushKeys, error)) (keys chat.PushKeys, err error) {
	find := func(conn Conn) (found bool, err error) {
		return pushKeys.one(conn, func(stmt Stmt) {
			keys = chat.PushKeys{Private: stmt.GetText("private_key"), Public: stmt.GetText("public_key")}
		})
	}
	found := false
	err = s.read(ctx, func(conn Conn) error {
		found, err = find(conn)
		return err
	})
	if found || err != nil {
		return keys, err
	}
	made, err := generate()
	if err != nil {
		return keys, err
	}
	err = s.write(ctx, durable, func(tx *transaction) error {
		if err := pushSaveKeys.exec(tx.Conn, text(":private_key", made.Private), text(":public_key", made.Public)); err != nil {
			return err
		}
		_, err := find(tx.Conn)
		return err
	})
	return keys, err
}

// SubscribePush has what notifies the user pushed to their session's browser, from
// now on there alone. It is Invalid for what is no subscription and ErrNoPush for one
// that is to be renewed and is not there, or of a session that has ended.
func (s *Store) SubscribePush(ctx context.Context, user, session string, change chat.PushChange, now time.Time) error {
	if err := change.Check(); err != nil {
		return err
	}
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		before, found, err := sessionPush(tx.Conn, session)
		if err != nil {
			return err
		}
		if change.Renew && !found {
			return chat.ErrNoPush
		}
		withText := before.WithText
		if change.WithText != nil {
			withText = *change.WithText
		}
		if err := pushUnsubscribe.exec(tx.Conn, text(":session", session)); err != nil {
			return err
		}
		err = pushSubscribe.exec(tx.Conn, text(":endpoint", change.Endpoint), text(":username", user), text(":session", session),
			text(":key", change.Key), text(":secret", change.Secret), flag(":with_text", withText), optional(":language", change.Language), real(":now", chat.StampOf(now)))
		if err == nil && tx.Conn.Changes() == 0 {
			err = chat.ErrNoPush
		}
		return err
	})
}

// UnsubscribePush has nothing pushed to a session's browser any more.
func (s *Store) UnsubscribePush(ctx context.Context, session string) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		return pushUnsubscribe.exec(tx.Conn, text(":session", session))
	})
}

// ForgetPush forgets where a push service knows nobody.
func (s *Store) ForgetPush(ctx context.Context, endpoint string) error {
	return s.write(ctx, volatile, func(tx *transaction) error {
		return pushForget.exec(tx.Conn, text(":endpoint", endpoint))
	})
}

// SessionPush is what a session has subscribed to, and whether that is anything.
func (s *Store) SessionPush(ctx context.Context, session string) (sub chat.PushSubscription, found bool, err error) {
	err = s.read(ctx, func(conn Conn) error {
		sub, found, err = sessionPush(conn, session)
		return err
	})
	return sub, found, err
}

func sessionPush(conn Conn, session string) (sub chat.PushSubscription, found bool, err error) {
	found, err = pushOfSession.one(conn, func(stmt Stmt) {
		sub = chat.PushSubscription{Endpoint: stmt.GetText("endpoint"), WithText: stmt.GetBool("with_text")}
	}, text(":session", session))
	return sub, found, err
}

// pushSubscriptions are those of a person's sessions that have not ended.
func pushSubscriptions(conn Conn, user string, now time.Time) (list []chat.PushSubscription, err error) {
	err = pushList.each(conn, func(stmt Stmt) error {
		list = append(list, chat.PushSubscription{
			Endpoint: stmt.GetText("endpoint"), Key: stmt.GetText("key"), Secret: stmt.GetText("secret"), WithText: stmt.GetBool("with_text"),
			Language: stmt.GetText("language"),
		})
		return nil
	}, text(":username", user), whole(":now", now.Unix()))
	return list, err
}
