package sqlite

import (
	"context"
	"sync"
	"time"
	_ "time/tzdata" // a machine or container may have no time zones of its own

	"minimost/chat"
)

var (
	notificationFind        = load("notification/find")
	notificationSave        = load("notification/save")
	notificationUndisturbed = load("notification/undisturbed")
	notificationLapsed      = load("notification/lapsed")
	notificationSetChanges  = load("notification/set_changes")
	notificationSetBack     = load("notification/set_back")
)

// NotificationSettings are what the user is notified of, by default
// chat.DefaultNotifications.
func (s *Store) NotificationSettings(ctx context.Context, user string) (n chat.NotificationSettings, err error) {
	err = s.read(ctx, func(conn Conn) error {
		n, err = findNotifications(conn, user)
		return err
	})
	return n, err
}

func findNotifications(conn Conn, user string) (n chat.NotificationSettings, err error) {
	n = chat.DefaultNotifications
	_, err = notificationFind.one(conn, func(stmt Stmt) { n = scanNotifications(stmt) }, text(":username", user))
	return n, err
}

func scanNotifications(stmt Stmt) chat.NotificationSettings {
	return chat.NotificationSettings{
		Level: chat.NotifyLevel(stmt.GetText("level")), Sound: stmt.GetBool("sound"),
		DoNotDisturb: chat.DoNotDisturb{
			Until: getStamp(stmt, "until_ts"), Zone: zoneNamed(stmt.GetText("zone")),
			Schedule: chat.Schedule{
				Days: chat.Weekdays(stmt.GetInt64("days")),
				From: int(stmt.GetInt64("from_minute")), To: int(stmt.GetInt64("to_minute")),
			},
		},
	}
}

// knownZones are those that accounts have had, by their names.
var knownZones sync.Map // of string to *time.Location

// zoneNamed is nil for a zone that is not known.
func zoneNamed(name string) *time.Location {
	if name == "" {
		return nil
	}
	if zone, ok := knownZones.Load(name); ok {
		return zone.(*time.Location) //nolint:errcheck,forcetypeassert // there is nothing else in it
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	kept, _ := knownZones.LoadOrStore(name, zone)
	return kept.(*time.Location) //nolint:errcheck,forcetypeassert // likewise
}

// SaveNotifications changes what the user is notified of. It is Invalid for a
// change that cannot be made.
func (s *Store) SaveNotifications(ctx context.Context, user string, change chat.NotificationChange, now time.Time) error {
	if err := change.Check(); err != nil {
		return err
	}
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		before, err := findNotifications(tx.Conn, user)
		if err != nil {
			return err
		}
		n := before.Apply(change, now)
		publishDoNotDisturb(tx, user)
		return notificationSave.exec(tx.Conn, text(":username", user), text(":level", string(n.Level)), flag(":sound", n.Sound),
			stamp(":until_ts", n.Until), whole(":days", int64(n.Days)), whole(":from_minute", int64(n.From)),
			whole(":to_minute", int64(n.To)), stamp(":changes_ts", n.Changes(now)))
	})
}

// publishDoNotDisturb tells those who see the person, and their own pages.
func publishDoNotDisturb(tx *transaction, user string) {
	tx.publish(chat.TopicPresence, chat.TopicAppearance(user), chat.TopicPerson(user))
}

// sweepDoNotDisturb tells of those who are to be disturbed again by now, or no
// longer, and notes when that changes next.
func (s *Store) sweepDoNotDisturb(ctx context.Context, now time.Time) error {
	var lapsed []string
	err := s.read(ctx, func(conn Conn) error {
		return notificationLapsed.each(conn, func(stmt Stmt) error {
			lapsed = append(lapsed, stmt.GetText("username"))
			return nil
		}, real(":now", chat.StampOf(now)))
	})
	if err != nil || len(lapsed) == 0 {
		return err
	}
	return s.write(ctx, volatile, func(tx *transaction) error {
		for _, user := range lapsed {
			n, err := findNotifications(tx.Conn, user)
			if err != nil {
				return err
			}
			publishDoNotDisturb(tx, user)
			if err := notificationSetChanges.exec(tx.Conn, text(":username", user), stamp(":changes_ts", n.Changes(now))); err != nil {
				return err
			}
		}
		return nil
	})
}

// fillDoNotDisturb adds when each is not to be disturbed.
func fillDoNotDisturb(conn Conn, people []chat.Presence) error {
	undisturbed := make(map[string]chat.DoNotDisturb)
	err := notificationUndisturbed.each(conn, func(stmt Stmt) error {
		undisturbed[stmt.GetText("username")] = scanNotifications(stmt).DoNotDisturb
		return nil
	})
	for i := range people {
		people[i].DoNotDisturb = undisturbed[people[i].User]
	}
	return err
}
