package postgres

import (
	"testing"
	"time"
)

func TestTheClockIsSetForwardAndNeverGoesALittleBack(t *testing.T) {
	t.Parallel()
	moment := time.Now()
	start := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
	c := clock{known: start, since: moment}
	show := func(what string, want time.Time) {
		t.Helper()
		if got := c.at(moment); !got.Equal(want) {
			t.Errorf("%s: it shows %s, want %s", what, got, want)
		}
	}
	show("at first", start)
	moment = moment.Add(time.Second)
	show("a second later", start.Add(time.Second))
	c.correct(start.Add(5*time.Minute), moment)
	show("set forward", start.Add(5*time.Minute))
	c.correct(start.Add(5*time.Minute-time.Second), moment)
	show("a second back", start.Add(5*time.Minute))
	moment = moment.Add(3 * time.Second)
	show("three seconds later", start.Add(5*time.Minute+2*time.Second))
	c.correct(start, moment)
	show("set back", start)
}
