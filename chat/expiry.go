package chat

import "time"

// soonest collects the moments at which something changes by time alone.
type soonest struct {
	now  Stamp
	when Stamp // none: never
}

// at adds a moment; one that is past does not count. What has come is told from
// what has not to the microsecond, so it is taken a microsecond early.
func (s *soonest) at(moment Stamp) {
	if moment = moment.Add(-time.Microsecond); moment < s.now {
		if moment.Add(2*time.Microsecond) < s.now {
			return
		}
		moment = s.now
	}
	if s.when == 0 || moment < s.when {
		s.when = moment
	}
}

// Until is how long the person looks as at now to others, and for the same
// reason, unless they do something: from then on anything may be different. None
// is forever.
func (p Presence) Until(now time.Time) Stamp {
	s := soonest{now: StampOf(now)}
	heard := func(seen Stamp) {
		s.at(seen.Add(-ClockSetBack))
		s.at(seen.Add(Lease))
		s.at(seen.Add(OnlineWindow))
	}
	heard(p.LastSeen)
	for _, t := range p.Tabs {
		heard(t.LastSeen)
		if t.Ending != Staying && t.Ending != EndingGone {
			s.at(t.EndsTS())
		}
	}
	for _, until := range []Stamp{p.OverrideUntil, p.Status.Until, p.ShownStatus.Until} {
		if until != 0 {
			s.at(until)
		}
	}
	if changes := p.DoNotDisturb.Changes(now); changes != 0 {
		s.at(changes)
	}
	return s.when
}

// TypingUntil is how long the list of typists stays as at now unless someone
// types or stops: from then on it may be different. None is forever.
func TypingUntil(rows []Typing, now time.Time) Stamp {
	s := soonest{now: StampOf(now)}
	for _, row := range rows {
		s.at(row.TS.Add(-TypingAhead))
		s.at(row.TS.Add(TypingWindow))
	}
	return s.when
}
