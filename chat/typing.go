package chat

import (
	"cmp"
	"slices"
	"time"
)

// A typing row is current while −TypingAhead ≤ now − ts ≤ TypingWindow. The
// second allowed ahead is for rows of other programs whose clock differs.
const (
	TypingWindow = 5 * time.Second
	TypingAhead  = 1 * time.Second
)

// Typing is one person's last keystroke in one channel.
type Typing struct {
	User      string
	TS        Stamp // the last keystroke
	StartedTS Stamp // the first of this run of keystrokes; none means TS
}

// Current reports whether the person counts as typing at now.
func (t Typing) Current(now time.Time) bool {
	age := StampOf(now).Sub(t.TS)
	return -TypingAhead <= age && age <= TypingWindow
}

// Started is when this run of keystrokes began.
func (t Typing) Started() Stamp {
	if t.StartedTS == 0 {
		return t.TS
	}
	return t.StartedTS
}

// Keystroke returns the row after a keystroke at now: the start is kept while
// the person was still typing.
func (t Typing) Keystroke(now time.Time) Typing {
	s := StampOf(now)
	started := s
	if t.TS != 0 && t.Current(now) {
		started = t.Started()
	}
	return Typing{User: t.User, TS: s, StartedTS: started}
}

// Typists lists who is typing at now, without reader, who started first first.
func Typists(rows []Typing, reader string, now time.Time) []string {
	current := make([]Typing, 0, len(rows))
	for _, row := range rows {
		if row.User != reader && row.Current(now) {
			current = append(current, row)
		}
	}
	slices.SortFunc(current, func(a, b Typing) int {
		return cmp.Or(cmp.Compare(a.Started(), b.Started()), cmp.Compare(a.User, b.User))
	})
	names := make([]string, len(current))
	for i, row := range current {
		names[i] = row.User
	}
	return names
}

// TopicTyping is who is typing in a channel.
func TopicTyping(channel string) Topic { return Topic("typing " + channel) }
