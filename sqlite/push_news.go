package sqlite

import (
	"cmp"
	"context"
	"slices"
	"time"

	"minimost/chat"
)

var (
	pushSince      = load("push/since")
	pushCandidates = load("push/candidates")
	pushShown      = load("push/shown")
)

// pushedAtOnce is how many messages are looked at in one state of the database.
const pushedAtOnce = 64

// NewestMessageID is the highest number of a message, 0 for none.
func (s *Store) NewestMessageID(ctx context.Context) (id int64, err error) {
	err = s.read(ctx, func(conn Conn) error {
		_, err := messageLastID.one(conn, func(stmt Stmt) { id = stmt.GetInt64("id") })
		return err
	})
	return id, err
}

// PushNews are the messages after a number that are to be pushed to somebody, at now,
// and the number of the last one that was looked at; with more it is to be asked again
// from there.
func (s *Store) PushNews(ctx context.Context, after int64, now time.Time) (news []chat.PushNews, last int64, more bool, err error) {
	err = s.read(ctx, func(conn Conn) error {
		var ids []int64
		news, last = nil, after
		err := pushSince.each(conn, func(stmt Stmt) error {
			ids = append(ids, stmt.GetInt64("id"))
			return nil
		}, whole(":after", after), whole(":limit", pushedAtOnce))
		if err != nil {
			return err
		}
		for _, id := range ids {
			n, err := s.pushNews(conn, id, "", now)
			if err != nil {
				return err
			}
			if last = id; len(n.Recipients) > 0 {
				news = append(news, n)
			}
		}
		more = len(ids) == pushedAtOnce
		return nil
	})
	return news, last, more, err
}

// PushStill is a message that was to be pushed to one browser, as it is by now and for
// that browser alone; it stands no more where it would not be pushed there now.
func (s *Store) PushStill(ctx context.Context, id int64, user, endpoint string, now time.Time) (n chat.PushNews, stands bool, err error) {
	err = s.read(ctx, func(conn Conn) error {
		n, err = s.pushNews(conn, id, user, now)
		return err
	})
	for _, r := range n.Recipients {
		others := func(to chat.PushSubscription) bool { return to.Endpoint != endpoint }
		r.Subscriptions = slices.DeleteFunc(r.Subscriptions, others)
		n.Recipients, stands = []chat.PushRecipient{r}, len(r.Subscriptions) > 0
	}
	return n, stands, err
}

// pushNews is a message with those it is to be pushed to, of whom only asks for one; ""
// for all.
func (s *Store) pushNews(conn Conn, id int64, only string, now time.Time) (n chat.PushNews, err error) {
	m, found, err := findMessage(conn, id)
	if err != nil || !found || m.Deleted || m.ContentType == chat.ContentSystem || chat.StampOf(now).Sub(m.SentTS) > chat.NoticeWithin {
		return n, err
	}
	if n.Channel, err = chat.ParseChannel(m.Channel); err != nil {
		return n, nil //nolint:nilerr // another program's spelling: nobody can open it
	}
	quoted, _, err := findMessage(conn, m.ReplyToID)
	if err != nil {
		return n, err
	}
	var candidates []string
	err = pushCandidates.each(conn, func(stmt Stmt) error {
		name := stmt.GetText("username")
		arrival := chat.Arrival{
			Direct: n.Channel.Kind == chat.Direct, Mentioned: stmt.GetBool("mentioned"), Reply: m.ReplyToID != 0 && quoted.Sender == name,
			Level: chat.NotifyLevel(stmt.GetText("notify")), Muted: stmt.GetBool("muted"),
		}
		settings := chat.DefaultNotifications
		if !stmt.IsNull("level") {
			settings = scanNotifications(stmt)
		}
		if !stmt.GetBool("read") && settings.Notifies(arrival, now) {
			candidates = append(candidates, name)
		}
		return nil
	}, whole(":id", id), whole(":reply_to_id", m.ReplyToID), text(":channel", m.Channel), real(":ts", m.TS), text(":sender", m.Sender), text(":only", only))
	if err != nil {
		return n, err
	}
	for _, name := range candidates {
		r, err := s.pushRecipient(conn, m, name, now)
		if err != nil {
			return n, err
		}
		if len(r.Subscriptions) > 0 {
			n.Recipients = append(n.Recipients, r)
		}
	}
	if len(n.Recipients) > 0 {
		err = s.fillPushNews(conn, &n, m)
	}
	return n, err
}

// pushRecipient has no subscriptions where somebody cannot see the message, keeps its
// sender away or is at a page.
func (s *Store) pushRecipient(conn Conn, m chat.Message, name string, now time.Time) (chat.PushRecipient, error) {
	recipient := chat.PushRecipient{Username: name}
	r, err := s.access(conn, name, m.Channel)
	if chat.CodeOf(err) == chat.Forbidden || err == nil && (r.Left || !r.Sees(m.TS)) {
		return recipient, nil
	}
	if err != nil {
		return recipient, err
	}
	if blocked, err := blocks(conn, name, m.Sender); blocked || err != nil {
		return recipient, err
	}
	presence, err := findPresence(conn, name)
	if err == nil && presence.Merged(now) != chat.Active {
		recipient.Subscriptions, err = pushSubscriptions(conn, name, now)
	}
	return recipient, err
}

// fillPushNews adds what is said of the message.
func (s *Store) fillPushNews(conn Conn, n *chat.PushNews, m chat.Message) error {
	n.Name = n.Channel.ID
	if n.Channel.Kind == chat.Public {
		if _, err := publicFind.one(conn, func(stmt Stmt) { n.Name = stmt.GetText("name") }, text(":channel", n.Channel.ID)); err != nil {
			return err
		}
	}
	if n.Channel.Kind == chat.Private {
		_, err := privateFind.one(conn, func(stmt Stmt) { n.Name = stmt.GetText("name") }, whole(":id", n.Channel.PrivateID))
		if err != nil {
			return err
		}
	}
	if err := cmp.Or(s.fill(conn, []*chat.Message{&m}), fillShown(conn, n, m.Sender)); err != nil {
		return err
	}
	n.Message = m
	return nil
}

// fillShown adds the names that people are shown by: their own, with the username where another has the same.
func fillShown(conn Conn, n *chat.PushNews, sender string) error {
	for _, name := range append([]string{sender}, n.Channel.Participants...) {
		shown, alike := "", false
		_, err := pushShown.one(conn, func(stmt Stmt) {
			shown, alike = stmt.GetText("display_name"), stmt.GetBool("alike")
		}, text(":username", name))
		if err != nil {
			return err
		}
		if n.Shown == nil {
			n.Shown = make(map[string]string)
		}
		n.Shown[name] = chat.ShownName(name, shown, alike)
	}
	return nil
}
