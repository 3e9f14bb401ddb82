package handlers

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"minimost/auth"
	"minimost/cache"
	"minimost/chat"
	"minimost/page"
	"minimost/push"
)

func TestEveryEndOfASessionEndsItsSockets(t *testing.T) {
	for name, end := range map[string]func(w *world, alice *browser){
		"logout": func(_ *world, alice *browser) { alice.form("/logout").want(302) },
		"another login in the browser": func(w *world, alice *browser) {
			w.account("bob")
			alice.login("bob", testPassword).want(302)
		},
		"the same login again": func(_ *world, alice *browser) { alice.login("alice", testPassword).want(302) },
		"a new password": func(w *world, _ *browser) {
			if err := w.store.CreateResetToken(tContext(), auth.HashResetToken("token"), "alice", chat.StampOf(w.clock().Add(time.Hour))); err != nil {
				t.Fatal(err)
			}
			w.browser().form("/reset/token", "password", "another good password", "confirm_password", "another good password").want(302)
		},
		"two weeks": func(w *world, _ *browser) { w.pass(auth.SessionIdle + 2*time.Second) },
		"its deletion behind the server's back": func(w *world, alice *browser) {
			if err := w.store.Sessions().Delete(auth.HashSessionID(alice.session())); err != nil {
				t.Fatal(err)
			}
			w.pass(chat.PingVisible)
			w.server.Changes.(interface{ Publish(...chat.Topic) }).Publish(chat.TopicAnything)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.server.Throttle = nil
			alice := w.as("alice")
			other := w.browser()
			other.login("alice", testPassword).want(302)
			sockets := []*socketClient{alice.watch("general"), alice.watch("random")}
			others := other.watch("general")
			end(w, alice)
			for _, socket := range sockets {
				if to := socket.ends(); to != "/login" {
					t.Errorf("the page is sent to %q", to)
				}
			}
			if name == "a new password" || name == "two weeks" {
				others.ends()
				return
			}
			w.as("carol").form("/send/general", "text", "still there?").want(200)
			others.shows("still there?")
		})
	}
}

// TestASessionThatEndsWhileItsSocketIsServedEndsIt: it may end after the socket
// has looked at it, and the socket may know of the change before it is told.
func TestASessionThatEndsWhileItsSocketIsServedEndsIt(t *testing.T) {
	for name, end := range map[string]func(w *world) error{
		"a new password": func(w *world) error {
			return w.store.UseResetToken(tContext(), auth.HashResetToken("token"), testHash(), w.clock())
		},
		"an account out of use": func(w *world) error { return w.store.Deactivate(tContext(), "", "alice", w.clock()) },
	} {
		for asked := range 3 {
			t.Run(fmt.Sprint(name, ", asked for the number of changes ", asked, " times"), func(t *testing.T) {
				testSessionEndsWhileServed(t, asked, end)
			})
		}
	}
}

func testSessionEndsWhileServed(t *testing.T, asked int, end func(w *world) error) {
	var changes *lateChanges
	w := newWorld(t, never, func(c *config) {
		changes = &lateChanges{Changes: c.Changes, sockets: c.Sockets, asked: asked}
		c.Changes = changes
	})
	alice, bob := w.as("alice"), w.as("bob")
	err := w.store.CreateResetToken(tContext(), auth.HashResetToken("token"), "alice", chat.StampOf(w.clock().Add(time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	cursor := alice.cursorOf("general")
	bob.form("/send/general", "text", "to look at").want(200)
	changes.hold(func() {
		if err := end(w); err != nil {
			t.Error(err)
		}
	})
	socket := alice.socket("/ui/socket/general?since=" + cursor)
	eventually(t, "the socket is served", func() bool {
		changes.mu.Lock()
		defer changes.mu.Unlock()
		return changes.happens == nil && w.server.Sockets.Load().Computing == 0
	})
	changes.release()
	if to := socket.ends(); to != "/login" {
		t.Errorf("the page is sent to %q", to)
	}
}

// lateChanges are changes of which nobody is told until they are released. While
// a socket computes, something happens once, when it has asked so often for their
// number.
type lateChanges struct {
	cache.Changes
	sockets *push.Sockets
	asked   int

	mu      sync.Mutex
	happens func()
	held    []func()
	holding bool
}

func (l *lateChanges) hold(happens func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.happens, l.holding = happens, true
}

func (l *lateChanges) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.holding = false
	for _, wake := range l.held {
		wake()
	}
}

func (l *lateChanges) Offset() uint64 {
	l.mu.Lock()
	happens := l.happens
	switch {
	case happens == nil || l.sockets.Load().Computing == 0:
		happens = nil
	case l.asked > 0:
		l.asked--
		happens = nil
	default:
		l.happens = nil
	}
	l.mu.Unlock()
	if happens != nil {
		happens()
	}
	return l.Changes.Offset()
}

func (l *lateChanges) Subscribe(wake func(seq uint64), topics ...chat.Topic) (cancel func()) {
	return l.Changes.Subscribe(func(seq uint64) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.holding {
			l.held = append(l.held, func() { wake(seq) })
			return
		}
		wake(seq)
	}, topics...)
}

func TestALogoutWithoutPresenceEndsItsSockets(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	socket := alice.watch("general")
	// As if the request had failed after it ended the session.
	if err := w.server.Sessions.Storage.Delete(alice.session()); err != nil {
		t.Fatal(err)
	}
	w.server.Sessions.Forget(alice.session())
	if to := socket.ends(); to != "/login" {
		t.Errorf("the page is sent to %q", to)
	}
}

func TestASocketDoesNotExtendItsSession(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	socket := alice.watch("general")
	sets := w.storage.sets
	w.pass(2 * auth.SessionExtendEvery)
	w.server.Sessions.Forget(bob.session())
	socket.wait("it says that it lives", func() bool { return len(socket.beats) > 0 })
	if w.storage.sets != sets {
		t.Error("a session was written")
	}
}

func TestASocketEndsWithItsReadersAccess(t *testing.T) {
	for name, end := range map[string]func(alice, bob *browser){
		"removed": func(alice, _ *browser) {
			alice.json("/private_channels/1/remove_member", `{"username":"bob"}`).want(200)
		},
		"left":     func(_, bob *browser) { bob.json("/private_channels/1/leave", "").want(200) },
		"archived": func(alice, _ *browser) { alice.json("/private_channels/1/archive", "").want(200) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, never)
			alice, bob := w.as("alice"), w.as("bob")
			alice.json("/private_channels/create", `{"name":"plans","members":["bob"]}`).want(200)
			socket := bob.watch("private:1")
			alice.form("/send/private:1", "text", "for bob").want(200)
			socket.shows("for bob")
			end(alice, bob)
			alice.form("/send/private:1", "text", "without bob")
			if to := socket.ends(); to != page.GoneURL {
				t.Errorf("the page is sent to %q", to)
			}
			if socket.came("without bob")+socket.came("alice removed bob")+socket.came("bob has left") > 0 {
				t.Errorf("it shows what came later: %+v", socket.received())
			}
		})
	}
}
