package handlers

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/auth"
	"minimost/chat"
)

// looks are what everyone can ask for that may come from memory.
var looks = []string{
	"/typing/general", "/typing/private:1", "/typing/dm:alice:bob", "/presence/override", "/online_users",
	"/read_receipts/general", "/read_receipts/private:1", "/private_channels", "/channel_unreads", "/dms",
	"/messages/general?after=0&limit=50", "/messages/general?limit=3", "/messages/private:1?limit=50",
	"/messages/dm:alice:bob?limit=50", "/last_read/general", "/private_channels/1/members",
}

// fresh is the same browser at a server that remembers nothing, on the same
// database.
func (b *browser) fresh() *browser {
	b.w.t.Helper()
	server, err := newServer(b.w.server.Config)
	if err != nil {
		b.w.t.Fatal(err)
	}
	server.runKey = b.w.server.runKey
	other := &world{t: b.w.t, server: server, store: b.w.store, storage: b.w.storage, now: b.w.clock()}
	server.Now = other.clock
	other.app = server.app()
	return &browser{w: other, cookies: b.cookies}
}

// agrees checks that what b is told is what the database holds.
func (b *browser) agrees(after string) {
	b.w.t.Helper()
	fresh := b.fresh()
	for _, look := range looks {
		known, read := b.get(look), fresh.get(look)
		if known.status != read.status || known.body != read.body {
			b.w.t.Fatalf("after %s, GET %s\nfrom memory: %d %s\nfrom the database: %d %s",
				after, look, known.status, known.body, read.status, read.body)
		}
	}
}

// openTab is a page that someone has open, as its cursor says it looks.
type openTab struct {
	*browser
	channel, cursor string
}

func (b *browser) open(channel string) *openTab {
	b.w.t.Helper()
	return &openTab{b, channel, b.cursorOf(channel)}
}

// follows checks that the page, once it has asked what is new, looks like one
// that is opened now.
func (p *openTab) follows(after string) {
	t := p.w.t
	t.Helper()
	a := p.get("/ui/live/" + p.channel + "?since=" + p.cursor)
	gone := a.header.Get("HX-Redirect") != ""
	opened := p.fresh().get("/c/" + p.channel)
	if gone != (opened.status == 403) {
		t.Fatalf("after %s, %s: gone %v, but opening it answers %d", after, p.channel, gone, opened.status)
	}
	if gone {
		return
	}
	if next := a.header.Get(liveSince); next != "" {
		p.cursor = next
	}
	have, err := parseCursor(p.cursor)
	if err != nil {
		t.Fatal(err)
	}
	want, err := parseCursor(sinceAttribute.FindStringSubmatch(opened.want(200).body)[1])
	if err != nil {
		t.Fatal(err)
	}
	if have.parts != want.parts || have.newest != want.newest || have.changed < want.changed {
		t.Fatalf("after %s, %s\nthe open page: %+v\none opened now: %+v", after, p.channel, have, want)
	}
}

// TestWhatIsRememberedIsWhatTheDatabaseHolds plays random changes and compares,
// after each, what three people are told with what a server without any memory
// tells them, and their open pages with pages opened then.
func TestWhatIsRememberedIsWhatTheDatabaseHolds(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			play := newTurmoil(t, seed)
			for range 40 {
				what := play.step()
				for _, p := range play.people {
					p.agrees(what)
				}
				for _, page := range play.pages {
					page.follows(what)
				}
			}
		})
	}
}

type turmoil struct {
	*world
	random *rand.Rand
	people []*browser
	pages  []*openTab
	swept  time.Time
}

func newTurmoil(t *testing.T, seed uint64) *turmoil {
	w := newWorld(t)
	w.server.throttle = nil
	p := &turmoil{world: w, random: rand.New(rand.NewPCG(seed, 7)), swept: w.clock()}
	for _, name := range []string{"alice", "bob", "carol"} {
		p.people = append(p.people, w.as(name))
	}
	p.people[0].json("/private_channels/create", `{"name": "plan", "members": ["bob"]}`).want(200)
	for _, b := range p.people {
		p.pages = append(p.pages, b.open("general"))
	}
	p.pages = append(p.pages, p.people[0].open("private:1"), p.people[1].open("private:1"), p.people[1].open("dm:alice:bob"))
	return p
}

// step makes one random change and says which. Refusals are part of the play.
func (p *turmoil) step() string {
	pick := func(options ...string) string { return options[p.random.IntN(len(options))] }
	who := p.random.IntN(len(p.people))
	b, name := p.people[who], []string{"alice", "bob", "carol"}[who]
	channel := pick("general", "private:1", "dm:alice:bob")
	message := strconv.Itoa(1 + p.random.IntN(12))
	member := fmt.Sprintf(`{"username": %q}`, pick("alice", "bob", "carol"))
	ask := func(method, target, body string, header ...string) string {
		a := b.do(method, target, body, header...)
		return fmt.Sprintf("%s: %s %s %s: %d", name, method, target, body, a.status)
	}
	form := func(target, body string) string {
		return ask("POST", target, body, "Content-Type", "application/x-www-form-urlencoded")
	}
	switch p.random.IntN(18) {
	case 0, 1:
		return ask("POST", "/typing/"+channel, "")
	case 2:
		return ask("DELETE", "/typing/"+channel, "")
	case 3:
		return ask("POST", "/presence", fmt.Sprintf(`{"state": %q, "tab": %q}`, pick(stateNames()...), pick("a", "b")))
	case 4:
		return ask("POST", "/presence/override", pick(`{"override": null}`, `{"override": "active", "minutes": 1}`, `{"override": "idle"}`, `{"override": "offline"}`))
	case 5, 6:
		return form("/send/"+channel, "text=hello+"+message+"&reply_to_id="+message)
	case 7:
		return form("/react/"+message, "reaction="+pick("%F0%9F%91%8D", "%E2%9D%A4"))
	case 8:
		return form("/edit/"+message, "text=edited")
	case 9:
		return form("/delete/"+message, "")
	case 10, 11:
		return form("/mark_read/"+channel, "")
	case 12:
		return ask("POST", "/settings", pick(`{"share_typing": false}`, `{"share_receipts": false}`, `{"share_typing": true, "share_receipts": true}`))
	case 13:
		return ask("POST", "/private_channels/1/add_member", member)
	case 14:
		return ask("POST", "/private_channels/1/remove_member", member)
	case 15:
		return ask("POST", "/private_channels/1/rename", `{"name": "plan `+message+`"}`)
	}
	if p.random.IntN(3) == 0 {
		far := []time.Duration{-time.Hour, -time.Minute, -2 * time.Second, time.Hour}[p.random.IntN(4)]
		p.moveOn(far)
		return "setting the clock by " + far.String()
	}
	far := []time.Duration{time.Second, 5 * time.Second, 11 * time.Second, 2 * time.Minute, 2 * time.Hour}[p.random.IntN(5)]
	p.moveOn(far)
	return "waiting " + far.String()
}

// moveOn lets the clock show another time, and the sweep notice.
func (p *turmoil) moveOn(far time.Duration) {
	p.t.Helper()
	p.pass(far)
	if err := p.store.Sweep(p.t.Context(), p.swept, p.clock()); err != nil {
		p.t.Fatal(err)
	}
	p.swept = p.clock()
}

func TestARowOfAnotherProgramIsNotHiddenByMemory(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/general", "text", "hello").want(200)
	page := bob.open("general")
	bob.agrees("the start")
	for _, statement := range []string{
		"INSERT INTO typing (user, channel, ts) VALUES ('alice', 'general', " + stampText(chat.StampOf(w.clock())) + ")",
		"INSERT INTO presence (user, last_seen, state) VALUES ('carol', " + stampText(chat.StampOf(w.clock())) + ", 'idle')",
		"INSERT INTO message_reactions (channel, msg_ts, emoji, reactor) SELECT channel, ts, '🎉', 'carol' FROM messages",
		"INSERT INTO messages (channel, sender, content, ts) SELECT channel, sender, 'again', ts + 1 FROM messages",
		"DELETE FROM typing",
	} {
		seq := w.server.Changes.Offset()
		w.foreign(statement)
		w.until("the commit is noticed", func() bool { return w.server.Changes.Changed(seq) })
		bob.agrees(statement)
		page.follows(statement)
	}
}

// foreign runs a statement as another program would.
func (w *world) foreign(statement string) {
	w.t.Helper()
	conn, err := zombiezen.OpenConn(w.path, zombiezen.OpenReadWrite)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	conn.SetBusyTimeout(5 * time.Second)
	if err := sqlitex.ExecuteTransient(conn, statement, nil); err != nil {
		w.t.Fatal(statement, err)
	}
}

// until waits for a condition.
func (w *world) until(what string, holds func() bool) {
	w.t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(20 * time.Second); !holds(); {
		select {
		case <-tick.C:
		case <-deadline:
			w.t.Fatalf("still not so: %s", what)
		}
	}
}

// TestTwoHundredAtOnceEndWithWhatTheDatabaseHolds lets a hundred people write to
// one channel and a hundred read it. What everyone is told in the end is what
// the database holds, and nobody missed a message of their own.
func TestTwoHundredAtOnceEndWithWhatTheDatabaseHolds(t *testing.T) {
	w := newWorld(t)
	w.server.throttle = nil
	people := []*browser{w.as("alice"), w.as("bob"), w.as("carol"), w.as("dave")}
	people[0].json("/private_channels/create", `{"name": "plan", "members": ["bob", "carol"]}`).want(200)
	pages := make([]*openTab, len(people))
	for i, b := range people {
		pages[i] = b.open("general")
	}
	var wg sync.WaitGroup
	for i := range 100 {
		b := people[i%len(people)]
		wg.Go(func() {
			text := fmt.Sprint("message ", i)
			for _, write := range []string{"/typing/general", "/send/general", "/react/1", "/mark_read/general"} {
				b.form(write, "text", text, "reaction", "👍")
			}
			if !strings.Contains(b.get("/messages/general?limit=50").body, `"`+text+`"`) &&
				!strings.Contains(b.get("/messages/general").body, `"`+text+`"`) {
				t.Errorf("%s does not show to the one who wrote it", text)
			}
		})
		wg.Go(func() {
			for _, look := range []string{"/messages/general?limit=50", "/typing/general", "/read_receipts/general", "/online_users"} {
				b.get(look).want(200)
			}
			b.get("/ui/live/general?since=" + pages[i%len(people)].cursor)
		})
	}
	wg.Wait()
	for i, b := range people {
		b.agrees("all of it")
		pages[i].follows("all of it")
	}
}

func TestTypingEndsByTimeAloneInEveryAnswer(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	page := bob.open("general")
	alice.json("/typing/general", "").want(204)
	bob.get("/typing/general").wantBody(200, `["alice"]`)
	page.follows("a keystroke")
	typed := w.clock()
	w.pass(chat.TypingWindow)
	bob.get("/typing/general").wantBody(200, `["alice"]`)
	w.pass(time.Millisecond)
	bob.get("/typing/general").wantBody(200, `[]`)
	if err := w.store.Sweep(t.Context(), typed, w.clock()); err != nil {
		t.Fatal(err)
	}
	before := page.cursor
	page.follows("five seconds")
	if page.cursor == before {
		t.Error("the open page still says that alice is typing")
	}
}

// TestWhatWasLongOnItsWayIsNotHiddenByMemory: between the request and its commit
// the time of what was before may come, and somebody may ask.
func TestWhatWasLongOnItsWayIsNotHiddenByMemory(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	began := w.clock()
	alice.json("/typing/general", "").want(204)
	w.pass(chat.TypingWindow + time.Millisecond)
	bob.get("/typing/general").wantBody(200, `[]`)
	if err := w.store.StartTyping(t.Context(), "alice", "general", began.Add(chat.TypingWindow-time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	bob.get("/typing/general").wantBody(200, `["alice"]`)

	began = w.clock()
	alice.json("/presence", `{"state": "active", "tab": "a"}`).want(204)
	w.pass(chat.Lease + time.Millisecond)
	bob.get("/online_users").wantBody(200, `{"alice":"offline"}`)
	err := w.store.ReportPresence(t.Context(), "alice", auth.HashSessionID(alice.session()), "a", chat.Active, began.Add(chat.Lease-time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	bob.get("/online_users").wantBody(200, `{"alice":"active"}`)
}

// TestFacesAreThoseOfWhoCameWhileTheyWereLookedFor: somebody comes after it was
// found out how everyone looks, and before the faces of the header are chosen.
func TestFacesAreThoseOfWhoCameWhileTheyWereLookedFor(t *testing.T) {
	store := &interruptedStore{}
	w := newWorld(t, func(c *Config) {
		store.Store = c.Store
		c.Store = store
	})
	bob := w.as("bob")
	for _, name := range []string{"b1", "b2", "b3", "b4", "b5", "b6", "b7", "zoe"} {
		w.account(name)
	}
	store.interruption = func() {
		if err := w.store.ReportPresence(t.Context(), "zoe", "", "a", chat.Active, w.clock()); err != nil {
			t.Fatal(err)
		}
	}
	bob.open("general").follows("zoe came")
}

// interruptedStore is a store during whose next list of accounts something
// happens.
type interruptedStore struct {
	Store
	interruption func()
}

func (s *interruptedStore) Usernames(ctx context.Context) ([]string, error) {
	if happens := s.interruption; happens != nil {
		s.interruption = nil
		happens()
	}
	return s.Store.Usernames(ctx)
}

// TestNamesOfNoChannelAreNotRemembered: what a client makes up is as long as it
// likes.
func TestNamesOfNoChannelAreNotRemembered(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	known := w.server.pages.Len()
	alice.get("/ui/live/" + strings.Repeat("x", chat.MaxChannelBytes+1) + "?since=" + alice.cursorOf("general"))
	if now := w.server.pages.Len(); now > known+1 {
		t.Errorf("%d pages are remembered, of which one was opened", now-known)
	}
}

func TestRememberedAnswersAreBoundedWithTheirNames(t *testing.T) {
	known := newAnswers()
	taken := 0
	for i := range 2 * rememberedBytes / 4_000 {
		about := fmt.Sprint(i, strings.Repeat("x", 1_000))
		topics := []chat.Topic{chat.TopicTyping(about), chat.TopicMembers(about), chat.TopicReceipts(about)}
		known.keep(answerID{"typing", "alice", about}, &keptAnswer{topics: topics})
	}
	for _, id := range known.known.Keys() {
		a, _ := known.known.Peek(id)
		taken += len(id.about) + len(a.json)
		for _, topic := range a.topics {
			taken += len(topic)
		}
	}
	if taken > rememberedBytes {
		t.Errorf("%d bytes are kept, %d are allowed", taken, rememberedBytes)
	}
}

// TestASlowRequestReadsNothingAgain: a request that began before others and comes
// to look after them is told what they were.
func TestASlowRequestReadsNothingAgain(t *testing.T) {
	store := &countingStore{}
	w := newWorld(t, func(c *Config) {
		store.Store = c.Store
		c.Store = store
	})
	alice, bob := w.as("alice"), w.as("bob")
	began := w.clock()
	w.pass(time.Second)
	bob.get("/online_users").want(200)
	alice.json("/presence", `{"state": "active"}`).want(204)
	bob.get("/online_users").wantBody(200, `{"alice":"active"}`)
	before := store.presences
	slow := &viewer{ctx: t.Context(), now: began}
	for range 3 {
		if _, err := w.server.people(slow); err != nil {
			t.Fatal(err)
		}
	}
	if n := store.presences - before; n != 0 {
		t.Errorf("how everyone looks was read %d times again", n)
	}
}

// TestManyWhoseTimeHasComeAreReadAtOnce: nobody has asked for as long as a lease,
// in which everybody's heartbeats, which change nothing, went on.
func TestManyWhoseTimeHasComeAreReadAtOnce(t *testing.T) {
	store := &countingStore{}
	w := newWorld(t, func(c *Config) {
		store.Store = c.Store
		c.Store = store
	})
	bob := w.as("bob")
	const many = 2 * fewExpired
	report := func() {
		for i := range many {
			if err := w.store.ReportPresence(t.Context(), fmt.Sprint("user", i), "", "a", chat.Active, w.clock()); err != nil {
				t.Fatal(err)
			}
		}
	}
	report()
	bob.get("/online_users").want(200)
	w.pass(chat.Lease - 10*time.Second)
	report()
	w.pass(11 * time.Second)
	store.single = 0
	if n := strings.Count(bob.get("/online_users").want(200).body, `"active"`); n != many {
		t.Errorf("%d of %d are active", n, many)
	}
	if store.single > fewExpired {
		t.Errorf("%d people were read one by one", store.single)
	}
}

// countingStore counts how often it is asked how everyone looks, and how one
// person does.
type countingStore struct {
	Store
	presences, single int
}

func (s *countingStore) Presence(ctx context.Context, user string) (chat.Presence, error) {
	s.single++
	return s.Store.Presence(ctx, user)
}

func (s *countingStore) Presences(ctx context.Context, now time.Time) ([]chat.Presence, error) {
	s.presences++
	return s.Store.Presences(ctx, now)
}
