package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("notification", []test{
	{"settings are the default until something is set, and what is not named stays", testNotificationSettingsStay},
	{"do not disturb ends at its moment and is told of", testDoNotDisturbEndsByItself},
	{"a schedule goes by the clock of its account", testScheduleGoesByItsAccountsClock},
})

func testNotificationSettingsStay(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	all, none, silent, pause := chat.NotifyAll, chat.NotifyDefault, false, -1
	equal(t, "at first", got(s.NotificationSettings(ctx, "alice"))(t), chat.DefaultNotifications)
	must(t, s.SaveNotifications(ctx, "alice", chat.NotificationChange{Level: &all}, noon))
	must(t, s.SaveNotifications(ctx, "alice", chat.NotificationChange{Sound: &silent}, noon))
	equal(t, "then", got(s.NotificationSettings(ctx, "alice"))(t), chat.NotificationSettings{Level: chat.NotifyAll})
	equal(t, "bob's", got(s.NotificationSettings(ctx, "bob"))(t), chat.DefaultNotifications)
	refused(t, "no level", s.SaveNotifications(ctx, "alice", chat.NotificationChange{Level: &none}, noon), chat.Invalid)
	refused(t, "a negative pause", s.SaveNotifications(ctx, "alice", chat.NotificationChange{Pause: &pause}, noon), chat.Invalid)
	refused(t, "a time of no day", s.SaveNotifications(ctx, "alice", chat.NotificationChange{Schedule: &chat.Schedule{To: 1440}}, noon), chat.Invalid)
}

func testDoNotDisturbEndsByItself(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx, minutes := t.Context(), 30
	must(t, s.ReportPresence(ctx, "alice", "s", "tab", chat.Active, noon))
	must(t, s.SaveNotifications(ctx, "alice", chat.NotificationChange{Pause: &minutes}, noon))
	shows := func(at time.Time) bool {
		one := got(s.Presence(ctx, "alice"))(t)
		everyone := got(s.Presences(ctx, at))(t)
		equal(t, "one of all", everyone[0].DoNotDisturb, one.DoNotDisturb)
		return one.DoNotDisturb.Holds(at)
	}
	equal(t, "asked for", shows(after(29*time.Minute)), true)
	equal(t, "at its end", shows(after(30*time.Minute)), false)
	must(t, s.ReportPresence(ctx, "alice", "s", "tab", chat.Active, after(29*time.Minute)))
	s.published.forget()
	must(t, s.Sweep(ctx, noon, after(29*time.Minute)))
	equal(t, "told before its end", s.published.contain(chat.TopicAppearance("alice")), false)
	must(t, s.Sweep(ctx, after(29*time.Minute), after(30*time.Minute)))
	for _, topic := range []chat.Topic{chat.TopicAppearance("alice"), chat.TopicPresence, chat.TopicPerson("alice")} {
		equal(t, "told at its end: "+string(topic), s.published.contain(topic), true)
	}
	must(t, s.ReportPresence(ctx, "alice", "s", "tab", chat.Active, after(30*time.Minute)))
	s.published.forget()
	must(t, s.Sweep(ctx, after(30*time.Minute), after(31*time.Minute)))
	equal(t, "told twice", s.published.contain(chat.TopicPerson("alice")), false)
}

func testScheduleGoesByItsAccountsClock(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	// From noon to one by the clock of UTC, which is noon's here.
	lunch := chat.Schedule{Days: chat.EveryDay, From: noon.UTC().Hour() * 60, To: (noon.UTC().Hour() + 1) * 60}
	must(t, s.SaveNotifications(ctx, "alice", chat.NotificationChange{Schedule: &lunch}, noon))
	holds := func() bool { return got(s.NotificationSettings(ctx, "alice"))(t).Holds(noon) }
	equal(t, "in no zone", holds(), true)
	s.published.forget()
	must(t, s.SetZone(ctx, "alice", "Asia/Tokyo"))
	equal(t, "in Tokyo", holds(), false)
	equal(t, "told", s.published.contain(chat.TopicAppearance("alice")), true)
	must(t, s.Sweep(ctx, noon, noon))
	s.published.forget()
	// In Tokyo that is fifteen hours on.
	must(t, s.Sweep(ctx, noon, after(15*time.Hour-time.Minute)))
	equal(t, "told before", s.published.contain(chat.TopicPerson("alice")), false)
	must(t, s.Sweep(ctx, after(15*time.Hour-time.Minute), after(15*time.Hour)))
	equal(t, "told as it begins", s.published.contain(chat.TopicPerson("alice")), true)
	equal(t, "as it begins", got(s.NotificationSettings(ctx, "alice"))(t).Holds(after(15*time.Hour)), true)
}
