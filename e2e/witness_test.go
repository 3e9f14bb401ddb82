package e2e

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
)

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
	left      map[string]string   // name → who is no member any more
	notes     map[string]string   // id → text in the other channel, "" once deleted
	typing    bool                // whether it is shared
	mayType   bool                // that it changed was not answered
}

const anchor = "1" // the message that everyone reacts to

// write goes on until the server no longer answers.
func (w *witness) write(round int, friend string) {
	steps := []func(string) bool{w.send, w.react, w.send, w.markRead, w.send, func(text string) bool { return w.create(text, friend) },
		w.note, w.share}
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
	return w.changeChannel("/private_channels/"+created.ID.String(), name, friend)
}

// changeChannel renames the channel and takes the friend out again. What was not
// answered may be so or not.
func (w *witness) changeChannel(path, name, friend string) bool {
	members := w.channels[name]
	delete(w.channels, name)
	renamed := name + " renamed"
	if !w.acknowledged(w.json(path+"/rename", fmt.Sprintf(`{"name":%q}`, renamed))) {
		return false
	}
	w.channels[renamed] = members[:1]
	if !w.acknowledged(w.json(path+"/remove_member", fmt.Sprintf(`{"username":%q}`, friend))) {
		return false
	}
	w.left[renamed] = friend
	return true
}

// note writes a message elsewhere, changes it, and deletes every other one.
func (w *witness) note(text string) bool {
	if !w.acknowledged(w.form("/send/random", "text", text)) {
		return false
	}
	id := w.idOf(text)
	if id == "" || !w.acknowledged(w.form("/edit/"+id, "text", text+" edited")) {
		return false
	}
	if len(w.notes)%2 == 0 {
		w.notes[id] = text + " edited"
		return true
	}
	if !w.acknowledged(w.form("/delete/" + id)) {
		return false
	}
	w.notes[id] = ""
	return true
}

func (w *witness) idOf(text string) string {
	var page []chatMessage
	r := w.get("/messages/random?after=0&limit=50")
	if !w.acknowledged(r) {
		return ""
	}
	if err := json.Unmarshal([]byte(r.body), &page); err != nil {
		w.t.Error(err)
	}
	for _, m := range page {
		if m.Content == text {
			return m.ID.String()
		}
	}
	w.t.Errorf("%q was acknowledged and is not there", text)
	return ""
}

// share changes a setting.
func (w *witness) share(string) bool {
	w.mayType = true
	if !w.acknowledged(w.json("/settings", fmt.Sprintf(`{"share_typing":%v}`, !w.typing))) {
		return false
	}
	w.typing, w.mayType = !w.typing, false
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
	w.recallNotes()
}

func (w *witness) recallNotes() {
	w.t.Helper()
	for id, text := range w.notes {
		r := w.get("/message/" + id)
		if is := r.status == 200 && strings.Contains(r.body, strconv.Quote(text)); text != "" && !is || text == "" && strings.Contains(r.body, w.name+" ") {
			w.t.Errorf("message %s was left as %q and is %d %s", id, text, r.status, r.body)
		}
	}
	var settings map[string]bool
	w.read("/settings", &settings)
	if settings["share_typing"] != w.typing && !w.mayType {
		w.t.Errorf("%s shares typing: %v, it was left at %v", w.name, settings["share_typing"], w.typing)
	}
	w.typing, w.mayType = settings["share_typing"], false
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
	for name, gone := range w.left {
		if slices.Contains(members[name], gone) {
			w.t.Errorf("%s was taken out of %q and is a member", gone, name)
		}
	}
}
