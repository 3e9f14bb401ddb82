package handlers

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/cache"
	"minimost/chat"
	"minimost/push"
)

// never is a look that does not come: what a socket shows then woke it.
func never(c *config) { c.Sockets = push.NewSockets(push.Limits{Sweep: 24 * time.Hour}) }

func TestASocketShowsAWriteAtOnce(t *testing.T) {
	w := newWorld(t, never)
	alice, bob := w.as("alice"), w.as("bob")
	socket := alice.watch("general")
	if first := socket.received()[0]; first.name != "open" || first.id == "" || first.data != "" {
		t.Errorf("the first event is %+v", first)
	}
	bob.form("/send/general", "text", "one\r\n\r\ntwo").want(200)
	socket.shows(">one</p>")
	socket.shows(">two</p>")
	bob.json("/typing/general", "").want(204)
	socket.shows("bob is typing…")
	bob.form("/react/1", "reaction", "👍").want(200)
	socket.shows("👍")
	alice.form("/send/general", "text", "mine").want(200)
	socket.shows(">mine</p>")
	bob.form("/mark_read/general").want(204)
	socket.shows("Read by bob")
	if n := socket.came(">mine</p>"); n != 1 {
		t.Errorf("one message came %d times", n)
	}
}

func TestATypingRowGrowsStaleOnASocket(t *testing.T) {
	w := newWorld(t, never)
	alice, bob := w.as("alice"), w.as("bob")
	socket := alice.watch("general")
	last := w.clock()
	bob.json("/typing/general", "").want(204)
	socket.shows("bob is typing…")
	for _, pass := range []time.Duration{chat.TypingWindow - time.Millisecond, 2 * time.Millisecond} {
		if n := socket.came(`id="typing-general"`); n != 1 {
			t.Errorf("the banner came %d times", n)
		}
		w.pass(pass)
		if err := w.store.Sweep(t.Context(), last, w.clock()); err != nil {
			t.Fatal(err)
		}
		last = w.clock()
	}
	socket.wait("the banner is empty", func() bool {
		banner := socket.events[len(socket.events)-1].data
		return strings.Contains(banner, `id="typing-general"`) && !strings.Contains(banner, "bob")
	})
}

func TestASocketShowsHowThoseOnItsPageLookAtOnce(t *testing.T) {
	changes := &subscribedTopics{}
	w := newWorld(t, never, func(c *config) {
		changes.Changes = c.Changes
		c.Changes = changes
	})
	alice, bob := w.as("alice"), w.as("bob")
	bob.json("/presence", `{"state":"active"}`).want(204)
	bob.form("/send/general", "text", "here").want(200)
	socket := alice.watch("general")
	eventually(t, "bob is watched", func() bool { return changes.has(chat.TopicAppearance("bob")) })
	bob.json("/presence/override", `{"override":"idle"}`).want(204)
	socket.shows(`presence-dot--idle" data-user="bob"`)
}

// subscribedTopics are changes that know what somebody subscribed to.
type subscribedTopics struct {
	cache.Changes
	mu     sync.Mutex
	topics []chat.Topic
}

func (s *subscribedTopics) Subscribe(notify func(offset uint64), topics ...chat.Topic) (cancel func()) {
	cancel = s.Changes.Subscribe(notify, topics...)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.topics = append(s.topics, topics...)
	return cancel
}

func (s *subscribedTopics) has(topic chat.Topic) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.topics, topic)
}

func TestASocketShowsWhatConcernsEveryPage(t *testing.T) {
	path := t.TempDir() + "/presence.db"
	w := worldAt(t, path)
	alice, bob := w.as("alice"), w.as("bob")
	socket := alice.watch("general")
	bob.form("/send/random", "text", "over here").want(200)
	socket.shows(`data-unread="1"`)
	conn, err := zombiezen.OpenConn(path, zombiezen.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	err = sqlitex.ExecuteTransient(conn, "INSERT INTO typing (user, channel, ts) VALUES ('bob', 'general', ?)",
		&sqlitex.ExecOptions{Args: []any{float64(chat.StampOf(w.clock()))}})
	if err != nil {
		t.Fatal(err)
	}
	socket.shows("bob is typing…")
}

func TestAPollBringsWhatASocketHasNotLookedFor(t *testing.T) {
	w := newWorld(t, never)
	alice, bob := w.as("alice"), w.as("bob")
	bob.form("/send/general", "text", "at first").want(200)
	socket := alice.watch("general")
	socket.shows("connected in 1 tab") // it has looked at the whole page, since it is open itself
	bob.form("/send/random", "text", "over here").want(200)
	bob.form("/send/general", "text", "and here").want(200)
	socket.shows("and here")
	if socket.came("unread:") > 0 {
		t.Fatal("it has looked")
	}
	a := alice.get("/ui/live/general?since=" + socket.cursor()).want(200)
	if !strings.Contains(a.body, `data-unread="1"`) || !strings.Contains(a.body, `data-unread="2"`) || strings.Contains(a.body, "and here") {
		t.Error(a.body)
	}
}

// whileLooking does something, once, while a page looks at how its reader appears, which it does
// after it has looked at the sidebar, and after the first who asks looked at that for everybody.
type whileLooking struct {
	Store
	asked atomic.Int64
	do    func()
}

func (s *whileLooking) Presence(ctx context.Context, user string) (chat.Presence, error) {
	if s.asked.Add(1) == 2 {
		s.do()
	}
	return s.Store.Presence(ctx, user)
}

// TestWhatASocketHasLookedForDoesNotMakeItLookAgain: that it is open itself is a change of its
// reader's, for which it looks at the whole page, as it does anyway when it opens. What comes
// meanwhile in its channel is a reason to look at that alone.
func TestWhatASocketHasLookedForDoesNotMakeItLookAgain(t *testing.T) {
	w := newWorld(t, never)
	alice := w.as("alice")
	w.account("bob")
	cursor := alice.cursorOf("general")
	w.asks.Store = &whileLooking{Store: w.asks.Store, do: func() {
		for _, channel := range []string{"random", "general"} {
			if _, err := w.store.Send(tContext(), "bob", channel, "meanwhile", 0, w.clock()); err != nil {
				t.Error(err)
			}
		}
	}}
	socket := alice.socket("/ui/socket/general?since=" + cursor)
	socket.shows(">meanwhile</p>")
	if socket.came("connected in 1 tab") != 1 || socket.came("unread:") > 0 {
		t.Error(socket.received())
	}
}
