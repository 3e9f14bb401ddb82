package webpush_test

import (
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

// TestAScheduleHoldsPushesBack: over midnight, on the day on which it begins and by the
// clock of whoever made it.
func TestAScheduleHoldsPushesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// In the zone where it is ten in the evening, for what is pushed is signed by the real clock, for some hours.
	now := time.Now().UTC()
	zone, err := time.LoadLocation(fmt.Sprintf("Etc/GMT%+d", (now.Hour()+14)%24-12))
	w.must(err)
	evening := now.In(zone)
	at := func(day, hour, minute int) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.now = time.Date(evening.Year(), evening.Month(), evening.Day()+day, hour, minute, 0, 0, zone)
	}
	begins := func(day time.Weekday) {
		schedule := chat.Schedule{Days: 1 << day, From: 23 * 60, To: 7 * 60}
		w.must(w.store.SaveNotifications(t.Context(), "bob", chat.NotificationChange{Schedule: &schedule}, w.clock()))
	}
	at(0, 22, 59)
	w.subscribe("bob", "/bob", true)
	w.subscribe("carol", "/carol", true)
	begins(evening.Weekday())
	w.must(w.store.SetZone(t.Context(), "bob", zone.String()))
	n := 0
	say := func(pushed bool) {
		t.Helper()
		n++
		text := fmt.Sprint("number ", n)
		w.send("alice", "dm:alice:bob:carol", text)
		// What carol is sent tells that the message was looked at.
		want := []string{fmt.Sprintf("/carol %d carol: alice in bob|%s|dm:alice:bob:carol", n, text)}
		if pushed {
			want = append(want, fmt.Sprintf("/bob %d bob: alice in carol|%s|dm:alice:bob:carol", n, text))
		}
		w.expect(want...)
	}
	say(true)
	at(0, 23, 0)
	say(false)
	begins((evening.Weekday() + 1) % 7)
	say(true)
	begins(evening.Weekday())
	at(1, 0, 1)
	say(false)
	at(1, 6, 59)
	say(false)
	at(1, 7, 0)
	say(true)
}
