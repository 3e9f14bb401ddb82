package handlers

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

// told is what one person has set, as a plain reading of the history has it.
type told struct {
	tab     *openTab
	level   chat.NotifyLevel
	here    map[string]chat.NotifyLevel
	muted   map[string]bool
	until   time.Time // not to be disturbed
	blocked map[string]bool
	left    map[string]bool // public channels
}

// noticeHistory is a world whose people set, block, leave and write at random.
type noticeHistory struct {
	*world
	random *rand.Rand
	people map[string]*told
	names  []string
	sent   map[string][]chat.Message // by channel
	pushed int64
	acts   []string
	late   func() // compares who is told of a message that no page has heard of yet
}

// TestHistoriesOfWhatNotifies: what an open page is brought and what is pushed to a
// closed one is what the rule says of what everybody has set, after any history of
// mentions, mutes, levels, blocks, departures and do not disturb.
func TestHistoriesOfWhatNotifies(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			h := newNoticeHistory(t, rand.New(rand.NewPCG(seed, 7)))
			for range 70 {
				h.act()
				if t.Failed() {
					t.Fatalf("after\n%s", strings.Join(h.acts, "\n"))
				}
			}
		})
	}
}

func newNoticeHistory(t *testing.T, random *rand.Rand) *noticeHistory {
	h := &noticeHistory{
		world: newWorld(t), random: random, people: make(map[string]*told), names: []string{"alice", "bob", "carol"}, sent: make(map[string][]chat.Message),
		late: func() {},
	}
	for i, name := range h.names {
		b := h.as(name)
		b.json("/push/subscribe", subscription(fmt.Sprint("https://push.example/", i))).want(200)
		h.people[name] = &told{
			tab: &openTab{browser: b}, level: chat.NotifyMentions, here: make(map[string]chat.NotifyLevel), muted: make(map[string]bool),
			blocked: make(map[string]bool), left: make(map[string]bool),
		}
	}
	h.people["alice"].tab.json("/private_channels/create", `{"name": "plans", "members": ["bob"]}`).want(200)
	h.people["alice"].tab.form("/send/dm:alice:bob", "text", "hello").want(200)
	for _, name := range h.names {
		h.people[name].tab = h.people[name].tab.open("general")
	}
	var err error
	if h.pushed, err = h.store.NewestMessageID(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *noticeHistory) name() string { return h.names[h.random.IntN(len(h.names))] }

func (h *noticeHistory) channel() string {
	return []string{"general", "random", "private:1", "dm:alice:bob"}[h.random.IntN(4)]
}

func (h *noticeHistory) note(format string, values ...any) {
	h.acts = append(h.acts, fmt.Sprintf(format, values...))
}

// act does something, and then sends a message.
func (h *noticeHistory) act() {
	name, channel := h.name(), h.channel()
	p := h.people[name]
	levels := []chat.NotifyLevel{chat.NotifyAll, chat.NotifyMentions, chat.NotifyNone}
	h.pass(time.Duration(h.random.IntN(12)) * time.Minute)
	switch h.random.IntN(6) {
	case 0:
		p.level = levels[h.random.IntN(3)]
		h.note("%s: %s everywhere", name, p.level)
		p.tab.json("/notifications", fmt.Sprintf(`{"level": %q}`, p.level)).want(200)
	case 1:
		level := append(levels, chat.NotifyDefault)[h.random.IntN(4)]
		h.note("%s: %q in %s", name, level, channel)
		said := fmt.Sprintf("%q", level)
		if level == chat.NotifyDefault {
			said = "null"
		}
		if p.tab.json("/channel_settings/"+channel, `{"notify": `+said+`}`).status == 200 {
			p.here[channel] = level
		}
	case 2:
		muted := !p.muted[channel]
		h.note("%s: muted %v in %s", name, muted, channel)
		if p.tab.json("/channel_settings/"+channel, fmt.Sprintf(`{"muted": %v}`, muted)).status == 200 {
			p.muted[channel] = muted
		}
	case 3:
		minutes := []int{0, 10, 45}[h.random.IntN(3)]
		h.note("%s: not disturbed for %d minutes", name, minutes)
		p.tab.json("/notifications", fmt.Sprintf(`{"minutes": %d}`, minutes)).want(200)
		p.until = h.clock().Add(time.Duration(minutes) * time.Minute)
	case 4:
		if other := h.name(); other != name {
			does := map[bool]string{false: "add", true: "remove"}[p.blocked[other]]
			h.note("%s: blocks/%s %s", name, does, other)
			p.tab.json("/blocks/"+does, fmt.Sprintf(`{"username": %q}`, other)).want(200)
			p.blocked[other] = !p.blocked[other]
		}
	case 5:
		does := map[bool]string{false: "leave", true: "join"}[p.left["random"]]
		h.note("%s: random/%s", name, does)
		p.tab.json("/public_channels/random/"+does, `{}`).want(200)
		p.left["random"] = !p.left["random"]
	}
	h.late()
	h.pushes() // the lines that this has left behind
	for _, name := range h.names {
		h.people[name].tab.notices()
	}
	h.late = func() {}
	h.message(h.name(), h.channel())
}

// message sends one, if the sender may, and compares who is told of it.
func (h *noticeHistory) message(sender, channel string) {
	word := []string{"", "@alice", "@bob", "@carol", "`@bob`", "@channel"}[h.random.IntN(6)]
	fields := []string{"text", strings.TrimSpace("look " + word)}
	var quoted chat.Message
	if earlier := h.sent[channel]; len(earlier) > 0 && h.random.IntN(3) == 0 {
		quoted = earlier[h.random.IntN(len(earlier))]
		fields = append(fields, "reply_to_id", fmt.Sprint(quoted.ID))
	}
	h.note("%s in %s: %q, to a message of %q", sender, channel, fields[1], quoted.Sender)
	if h.people[sender].tab.form("/send/"+channel, fields...).status != 200 {
		return
	}
	id, err := h.store.NewestMessageID(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	h.sent[channel] = append(h.sent[channel], chat.Message{ID: id, Sender: sender})
	pushed, at, want := h.pushes(), h.clock(), make(map[string]bool)
	for _, name := range h.names {
		want[name] = h.notified(name, sender, channel, word, quoted.Sender)
		if got := slices.Contains(pushed, name); got != want[name] {
			h.t.Errorf("it is pushed to %s: %v, want %v", name, got, want[name])
		}
	}
	// A page may hear of it only once something else is set, and then tells of nothing that was not to be told as it came.
	h.late = func() {
		for _, name := range h.names {
			want := want[name] && h.notified(name, sender, channel, word, quoted.Sender) && h.clock().Sub(at) <= chat.NoticeWithin
			if got := strings.HasPrefix(h.people[name].tab.notices(), fmt.Sprint(id, " ")); got != want {
				h.t.Errorf("%s's page is brought it: %v, want %v", name, got, want)
			}
		}
	}
	if h.random.IntN(2) == 0 {
		h.late()
		h.late = func() {}
	}
}

// notified is whether the rule has somebody told of a message.
func (h *noticeHistory) notified(name, sender, channel, word, quoted string) bool {
	p := h.people[name]
	if p.left[channel] || name == "carol" && (channel == "private:1" || channel == "dm:alice:bob") {
		return false
	}
	settings := chat.NotificationSettings{Level: p.level, DoNotDisturb: chat.DoNotDisturb{Until: chat.StampOf(p.until)}}
	return settings.Notifies(chat.Arrival{
		Own: name == sender, Blocked: p.blocked[sender], Direct: channel == "dm:alice:bob", Level: p.here[channel], Muted: p.muted[channel],
		Mentioned: word == "@"+name || word == "@channel", Reply: quoted == name,
	}, h.clock())
}

// pushes are to whom something is pushed that came since the last time.
func (h *noticeHistory) pushes() (names []string) {
	news, last, _, err := h.store.PushNews(h.t.Context(), h.pushed, h.clock())
	if err != nil {
		h.t.Fatal(err)
	}
	h.pushed = last
	for _, n := range news {
		for _, r := range n.Recipients {
			names = append(names, r.Username)
		}
	}
	return names
}
