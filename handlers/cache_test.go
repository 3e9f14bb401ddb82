package handlers

import (
	"cmp"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"minimost/handlers/presence"

	"minimost/cache"
	"minimost/chat"
)

// looks are what everyone can ask for that may come from memory.
var looks = []string{
	"/typing/general", "/typing/private:1", "/typing/dm:alice:bob", "/presence/override", "/online_users",
	"/read_receipts/general", "/read_receipts/private:1", "/private_channels", "/channel_unreads", "/dms",
	"/messages/general?after=0&limit=50", "/messages/general?limit=3", "/messages/private:1?limit=50",
	"/messages/dm:alice:bob?limit=50", "/last_read/general", "/private_channels/1/members", "/notifications",
}

// fresh is the same browser at a server that remembers nothing, on the same
// database.
func (b *browser) fresh() *browser {
	b.w.t.Helper()
	other := &world{t: b.w.t, store: b.w.store, asks: b.w.asks, storage: b.w.storage, now: b.w.clock()}
	var err error
	if other.server, other.app, err = newServer(other.asks, b.w.server.Config); err != nil {
		b.w.t.Fatal(err)
	}
	other.server.Now = other.clock
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
	if next := a.header.Get(presence.LiveSince); next != "" {
		p.cursor = next
	}
	want := sinceAttribute.FindStringSubmatch(opened.want(200).body)[1]
	if !showsAs(p.cursor, want) {
		t.Fatalf("after %s, %s\nthe open page: %s\none opened now: %s", after, p.channel, p.cursor, want)
	}
}

// showsAs compares the cursors of two pages: their newest messages and changes of
// messages, and the fingerprints of their regions.
func showsAs(have, want string) bool {
	const changed, newest, fingerprints = 2, 3, 7
	a, b := strings.Split(have, "~"), strings.Split(want, "~")
	haveChanged, _ := chat.ParseStamp(a[changed])
	wantChanged, _ := chat.ParseStamp(b[changed])
	return haveChanged >= wantChanged && a[newest] == b[newest] &&
		slices.Equal(a[fingerprints:len(a)-1], b[fingerprints:len(b)-1])
}

// TestWhatIsRememberedIsWhatTheDatabaseHolds plays random changes and compares,
// after each, what three people are told with what a server without any memory
// tells them, and their open pages with pages opened then.
func TestWhatIsRememberedIsWhatTheDatabaseHolds(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			play := newRandomOps(t, seed)
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

// shownBy is, of each part of the cache that the page of a channel does not show, one of the looks that does: what
// TestWhatIsRememberedIsWhatTheDatabaseHolds compares comes from it.
var shownBy = map[string]string{
	"access": "/typing/private:1", "messages": "/messages/general?limit=3", "typing": "/typing/general",
	"watermarks": "/read_receipts/general", "presence": "/online_users", "private": "/c/private:1",
	"blocks": "/online_users", "blockSides": "/online_users", "notifications": "/notifications",
}

func TestEveryPartOfTheCacheIsCompared(t *testing.T) {
	t.Parallel()
	play := newRandomOps(t, 0)
	compared := slices.Clone(looks)
	for _, page := range play.pages {
		compared = append(compared, "/c/"+page.channel)
	}
	// Of those whom nothing keeps apart from others no blocks are kept.
	play.people[0].json("/blocks/add", `{"username":"`+play.people[1].name+`"}`).want(200)
	parts := reflect.TypeFor[cache.Cache]()
	for i := range parts.NumField() {
		part := parts.Field(i)
		if part.Type.Kind() == reflect.Interface || part.Type == reflect.TypeFor[*slog.Logger]() {
			continue // what it reads from and tells
		}
		look := cmp.Or(shownBy[part.Name], "/c/general")
		if !slices.Contains(compared, look) {
			t.Errorf("cache.Cache.%s is shown by %q, which is not compared: name one of looks in shownBy", part.Name, look)
			continue
		}
		fresh := play.people[0].fresh()
		remembered := reflect.ValueOf(fresh.w.server.Cache).Elem().Field(i)
		before := holdsAnything(remembered)
		fresh.get(look).want(200)
		if before || !holdsAnything(remembered) {
			t.Errorf("GET %s does not come from cache.Cache.%s", look, part.Name)
		}
	}
}

// holdsAnything reports whether a *cache.Map, a cache.Value or the presence cache does.
func holdsAnything(part reflect.Value) bool {
	if part.Kind() == reflect.Pointer {
		readable := reflect.NewAt(part.Type(), unsafe.Pointer(part.UnsafeAddr())).Elem()
		return readable.Interface().(interface{ Len() int }).Len() > 0
	}
	if loaded := part.FieldByName("loaded"); loaded.IsValid() {
		return loaded.Bool()
	}
	return part.FieldByName("cached").FieldByName("known").Bool()
}

func TestARowOfAnotherProgramIsNotHiddenByMemory(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/general", "text", "hello").want(200)
	page := bob.open("general")
	bob.agrees("the start")
	for _, statement := range []string{
		"INSERT INTO typing (user, channel, ts) VALUES ('alice', 'general', " + chat.StampOf(w.clock()).Text() + ")",
		"INSERT INTO presence (user, last_seen, state) VALUES ('carol', " + chat.StampOf(w.clock()).Text() + ", 'idle')",
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

// TestTwoHundredAtOnceEndWithWhatTheDatabaseHolds lets a hundred people write to
// one channel and a hundred read it. What everyone is told in the end is what
// the database holds, and nobody missed a message of their own.
func TestTwoHundredAtOnceEndWithWhatTheDatabaseHolds(t *testing.T) {
	w := newWorld(t)
	w.server.Throttle = nil
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
