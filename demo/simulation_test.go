package demo_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"minimost/chat"
	"minimost/demo"
	"minimost/sqlite"
)

// recent is how many messages of a channel someone has in view.
const recent = 8

// sight is what someone sees of a channel at a moment.
type sight struct {
	online   map[string]bool
	typing   []string
	newest   chat.Stamp
	gestures map[string]bool // reactions of the recent messages
	read     map[string]bool // receipts of the recent messages
}

func (w *world) look(user, channel string) sight {
	w.Helper()
	s := sight{online: map[string]bool{}, gestures: map[string]bool{}, read: map[string]bool{}}
	people, err := w.store.Presences(w.Context(), w.now)
	must(w.T, err)
	for _, p := range people {
		if p.Seen(w.now) == chat.Active && p.User != user {
			s.online[p.User] = true
		}
	}
	rows, err := w.store.Typing(w.Context(), channel, w.now)
	must(w.T, err)
	s.typing = chat.Typists(rows, user, w.now)
	newest, err := w.store.MessagesAfter(w.Context(), user, channel, 0, recent)
	must(w.T, err)
	for _, m := range newest {
		s.newest = m.TS
		for _, r := range m.Reactions {
			for _, reactor := range r.Reactors {
				s.gestures[fmt.Sprint(m.ID, r.Emoji, reactor)] = true
			}
		}
		receipts, err := w.store.Receipts(w.Context(), user, channel, m.ID)
		must(w.T, err)
		for _, r := range receipts {
			s.read[fmt.Sprint(m.ID, r.Reader)] = true
		}
	}
	return s
}

// witness plays for ten seconds and says what was seen of each channel.
func (w *world) witness(user string, channels ...string) (seen map[string]bool) {
	w.Helper()
	seen = map[string]bool{}
	last := map[string]sight{}
	for _, channel := range channels {
		last[channel] = w.look(user, channel)
	}
	for end := w.now.Add(10 * time.Second); w.now.Before(end); {
		w.step(2 * demo.StepEvery)
		for _, channel := range channels {
			next := w.look(user, channel)
			note := func(what string, happened bool) { seen[channel+what] = seen[channel+what] || happened }
			note(" came", grown(last[channel].online, next.online))
			note(" typed", len(next.typing) > 0)
			note(" wrote", next.newest > last[channel].newest)
			note(" reacted", grown(last[channel].gestures, next.gestures))
			note(" read", grown(last[channel].read, next.read))
			last[channel] = next
		}
	}
	return seen
}

// grown reports whether something is in next that was not in last.
func grown(last, next map[string]bool) bool {
	for key := range next {
		if !last[key] {
			return true
		}
	}
	return false
}

func (w *world) wantAll(user string, channels ...string) {
	w.Helper()
	seen := w.witness(user, channels...)
	for _, channel := range channels {
		for _, what := range []string{" came", " typed", " wrote", " reacted", " read"} {
			if !seen[channel+what] {
				w.Errorf("%s saw nobody in %s who%s", user, channel, what)
			}
		}
	}
}

func TestEverythingHappensInTheFirstTenSeconds(t *testing.T) {
	for seed := range uint64(2) {
		w := newWorld(t, seed)
		w.step(0)
		w.open(demo.Username, "first")
		w.wantAll(demo.Username, append(slices.Clone(publicChannels), "private:1")...)
	}
}

func TestEverythingHappensForANewcomerAtAnyTime(t *testing.T) {
	for i, wait := range []time.Duration{time.Second, 3 * time.Second, 5 * time.Second, 30 * time.Second, 20 * time.Minute} {
		t.Run(wait.String(), func(t *testing.T) {
			w := newWorld(t, uint64(i))
			for end := w.now.Add(wait); w.now.Before(end); {
				w.step(min(end.Sub(w.now), 5*time.Second))
			}
			w.signUp("zoe")
			w.open("zoe", "first")
			w.wantAll("zoe", "random")
		})
	}
}

func TestANewcomersMessageIsReadAndAnswered(t *testing.T) {
	for _, channel := range []string{"general", "dm:bob:zoe", "dm:femi:zoe", "dm:elena:zoe"} {
		t.Run(channel, func(t *testing.T) {
			w := newWorld(t, 7)
			w.signUp("zoe")
			w.open("zoe", "first")
			w.steps(12 * time.Second)
			m, err := w.store.Send(t.Context(), "zoe", channel, "Hello!", 0, w.now)
			must(t, err)
			w.steps(3 * time.Second)
			receipts, err := w.store.Receipts(t.Context(), "zoe", channel, m.ID)
			must(t, err)
			if len(receipts) == 0 {
				t.Error("nobody has read it")
			}
			w.steps(7 * time.Second)
			if last := messages(t, w.store, "zoe", channel); last[len(last)-1].Sender == "zoe" {
				t.Error("nobody has answered")
			}
		})
	}
}

// rows is how much has been written of what stays.
func (w *world) rows() (n int64) {
	w.Helper()
	report, err := sqlite.Check(w.Context(), w.path, time.Now())
	must(w.T, err)
	for _, table := range report.Tables {
		n += table.Rows
	}
	return n
}

func TestNobodyTalksWhenNobodyWatches(t *testing.T) {
	w := newWorld(t, 1)
	w.open(demo.Username, "first")
	w.steps(15 * time.Second)
	// The page stays open, in a tab that nobody looks at.
	must(t, w.store.ReportPresence(t.Context(), demo.Username, "session of alice", "first", chat.Hidden, w.now))
	w.steps(70 * time.Second)
	before := w.rows()
	for range 10 * 60 / 5 {
		w.step(5 * time.Second)
	}
	if after := w.rows(); after != before {
		t.Errorf("%d rows more", after-before)
	}
	if seen := w.look(demo.Username, "general"); len(seen.online) == 0 {
		t.Error("nobody is online")
	}
	w.open(demo.Username, "first")
	w.wantAll(demo.Username, "general")
}

func TestTalkStaysSparseInTheLongRun(t *testing.T) {
	w := newWorld(t, 2)
	before := w.rows()
	for range 10 * 2 {
		w.open(demo.Username, "first")
		for range 30 {
			w.step(time.Second)
		}
	}
	if n := w.rows() - before; n < 25 || n > 600 {
		t.Errorf("%d rows in ten minutes", n)
	}
}

func TestTheOneWhoIsAwayLooksAway(t *testing.T) {
	w := newWorld(t, 3)
	w.steps(20 * time.Second)
	p, err := w.store.Presence(t.Context(), "elena")
	must(t, err)
	if p.Seen(w.now) != chat.Idle || p.OverrideAt(w.now) != chat.OverrideIdle {
		t.Errorf("%+v", p)
	}
}

func TestAChannelThatIsGoneStopsNobody(t *testing.T) {
	w := newWorld(t, 4)
	w.open(demo.Username, "first")
	w.steps(2 * time.Second)
	must(t, w.store.ArchivePrivateChannel(t.Context(), "bob", 1, w.now))
	w.steps(20 * time.Second)
	w.open(demo.Username, "second")
	w.wantAll(demo.Username, "general")
}
