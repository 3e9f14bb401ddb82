package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	crashes = 6
	// Before each crash the server answers at least so many writes.
	writesBeforeCrash = 60
)

// chatMessage is what a test reads of a message. The numbers keep their digits.
type chatMessage struct {
	ID        json.Number `json:"id"`
	TS        json.Number `json:"ts"`
	Sender    string      `json:"sender"`
	Content   string      `json:"content"`
	Reactions string      `json:"reactions"`
}

func (m chatMessage) seconds() float64 {
	f, _ := m.TS.Float64()
	return f
}

// witness is a writer and what the server has acknowledged to them.
type witness struct {
	*person
	answered *atomic.Int64

	sent      []string
	seen      map[string]chatMessage
	reacted   bool
	mayReact  bool // a toggle was not answered
	lastRead  float64
	watermark float64
	channels  map[string][]string // name → members
}

const anchor = "1" // the message that everyone reacts to

// write goes on until the server no longer answers.
func (w *witness) write(round int, friend string) {
	steps := []func(string) bool{w.send, w.react, w.send, w.markRead, w.send, func(text string) bool { return w.create(text, friend) }}
	for n := 0; ; n++ {
		if !steps[n%len(steps)](fmt.Sprintf("%s %d %d", w.name, round, n)) {
			return
		}
		w.answered.Add(1)
	}
}

// acknowledged reports whether there was an answer, which has to be a success.
func (w *witness) acknowledged(r reply) bool {
	if r.err == nil && r.status/100 != 2 {
		w.t.Errorf("%s as %s: %d %q", r.asked, w.name, r.status, r.body)
	}
	return r.err == nil
}

func (w *witness) send(text string) bool {
	if !w.acknowledged(w.form("/send/general", "text", text)) {
		return false
	}
	w.sent = append(w.sent, text)
	return true
}

func (w *witness) react(string) bool {
	w.mayReact = true
	r := w.form("/react/"+anchor, "reaction", "👍")
	if !w.acknowledged(r) {
		return false
	}
	var reactions map[string][]string
	if err := json.Unmarshal([]byte(r.body), &reactions); err != nil {
		w.t.Error(err)
	}
	if is := slices.Contains(reactions["👍"], w.name); is == w.reacted {
		w.t.Errorf("%s: a toggle left it at %v", w.name, is)
	}
	w.reacted, w.mayReact = !w.reacted, false
	return true
}

func (w *witness) markRead(string) bool {
	r := w.get("/messages/general?after=0&limit=50")
	if !w.acknowledged(r) {
		return false
	}
	var page []chatMessage
	if err := json.Unmarshal([]byte(r.body), &page); err != nil || len(page) == 0 {
		w.t.Errorf("%v with %d messages", err, len(page))
		return false
	}
	watermark := w.watermark
	for _, m := range page {
		w.seen[m.Content] = m
		if m.Sender != w.name {
			watermark = max(watermark, m.seconds())
		}
	}
	newest := page[len(page)-1]
	if !w.acknowledged(w.form("/mark_read/general", "up_to", newest.TS.String())) {
		return false
	}
	w.lastRead, w.watermark = newest.seconds(), watermark
	return true
}

func (w *witness) create(name, friend string) bool {
	r := w.json("/private_channels/create", fmt.Sprintf(`{"name":%q}`, name))
	if !w.acknowledged(r) {
		return false
	}
	var created struct{ ID json.Number }
	if err := json.Unmarshal([]byte(r.body), &created); err != nil {
		w.t.Error(err)
	}
	w.channels[name] = []string{w.name}
	if !w.acknowledged(w.json("/private_channels/"+created.ID.String()+"/add_member", fmt.Sprintf(`{"username":%q}`, friend))) {
		return false
	}
	w.channels[name] = append(w.channels[name], friend)
	return true
}

// recall compares what the server has after a crash with what it acknowledged.
func (w *witness) recall() {
	w.t.Helper()
	found := make(map[string][]chatMessage)
	for _, m := range w.history() {
		found[m.Content] = append(found[m.Content], m)
	}
	for _, text := range w.sent {
		if len(found[text]) != 1 {
			w.t.Errorf("%q was acknowledged and is there %d times", text, len(found[text]))
		}
	}
	for text, twins := range found {
		if len(twins) > 1 {
			w.t.Errorf("%q is there %d times", text, len(twins))
		}
		if seen, was := w.seen[text]; was && (seen.ID != twins[0].ID || seen.TS != twins[0].TS) {
			w.t.Errorf("%q was %s at %s and is %s at %s", text, seen.ID, seen.TS, twins[0].ID, twins[0].TS)
		}
	}
	for text := range w.seen {
		if len(found[text]) == 0 {
			w.t.Errorf("%q was shown and is gone", text)
		}
	}
	w.recallReaction()
	w.recallReading()
	w.recallChannels()
}

// history is every message of general.
func (w *witness) history() (all []chatMessage) {
	w.t.Helper()
	before := "9999999999"
	for {
		var page []chatMessage
		w.read("/messages_before/general?limit=200&before="+url.QueryEscape(before), &page)
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
		before = page[0].TS.String()
	}
}

func (w *witness) recallReaction() {
	w.t.Helper()
	var message chatMessage
	w.read("/message/"+anchor, &message)
	times := strings.Count(message.Reactions, strconv.Quote(w.name))
	if times > 1 || times == 1 != w.reacted && !w.mayReact {
		w.t.Errorf("%s: reacted is %v (unanswered: %v), the message has %s", w.name, w.reacted, w.mayReact, message.Reactions)
	}
	w.reacted, w.mayReact = times == 1, false
}

func (w *witness) recallReading() {
	w.t.Helper()
	var last map[string]float64
	w.read("/last_read/general", &last)
	var marks map[string]float64
	w.read("/read_receipts/general", &marks)
	if last["last_read_ts"] < w.lastRead || marks[w.name] < w.watermark {
		w.t.Errorf("%s had read %f with receipt %f, has %v with %f", w.name, w.lastRead, w.watermark, last, marks[w.name])
	}
}

func (w *witness) recallChannels() {
	w.t.Helper()
	var list []struct {
		Name    string
		Members []string
	}
	w.read("/private_channels", &list)
	members := make(map[string][]string)
	for _, c := range list {
		if _, twice := members[c.Name]; twice {
			w.t.Errorf("the channel %q is there twice", c.Name)
		}
		members[c.Name] = c.Members
	}
	for name, acknowledged := range w.channels {
		for _, member := range acknowledged {
			if !slices.Contains(members[name], member) {
				w.t.Errorf("the channel %q has the members %v, without %s", name, members[name], member)
			}
		}
	}
}

func TestNothingAcknowledgedIsLostInACrash(t *testing.T) {
	folder := t.TempDir()
	server := launch(t, folder)
	var answered atomic.Int64
	var witnesses []*witness
	for _, name := range []string{"alice", "bob", "carol", "dave"} {
		witnesses = append(witnesses, &witness{
			person: server.signUp(name), answered: &answered, seen: make(map[string]chatMessage), channels: make(map[string][]string),
		})
	}
	witnesses[0].must(200, witnesses[0].form("/send/general", "text", "everyone reacts to this"))
	for round := range crashes {
		var writing sync.WaitGroup
		for i, w := range witnesses {
			friend := witnesses[(i+1)%len(witnesses)].name
			writing.Go(func() { w.write(round, friend) })
		}
		enough, delay := answered.Load()+writesBeforeCrash, time.Duration(rand.IntN(int(250*time.Millisecond)))
		began := time.Now()
		eventually(t, "the writes before a crash", func() bool { return answered.Load() >= enough && time.Since(began) > delay })
		server.signal(syscall.SIGKILL)
		if status := server.exit(); status != -1 {
			t.Fatalf("ended by itself with %d: %s", status, server.stderr)
		}
		writing.Wait()

		server = launch(t, folder)
		for _, w := range witnesses {
			w.base = server.url // the cookie is for the host, whatever its port
			w.recall()
		}
		if checked := execute(t, folder, "check"); checked.status != 0 || !strings.HasSuffix(checked.stdout, "ok\n") {
			t.Fatalf("check: %d %s%s", checked.status, checked.stdout, checked.stderr)
		}
	}
	if status := server.stop(); status != 0 {
		t.Errorf("stopped with %d", status)
	}
	t.Logf("%d writes were acknowledged before %d crashes", answered.Load(), crashes)
}
