package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"minimost/handlers/web"

	"minimost/auth"
	"minimost/cache"
	"minimost/chat"
)

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
	page.follows("the typing window")
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
	w := newWorld(t)
	store.Store = w.asks.Store
	w.asks.Store = store
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

// TestCachedAnswersAreMeasuredWithTheirNames: what a client makes up is as long
// as it likes.
func TestCachedAnswersAreMeasuredWithTheirNames(t *testing.T) {
	about := strings.Repeat("x", 1_000)
	topics := []chat.Topic{chat.TopicTyping(about), chat.TopicMembers(about), chat.TopicReceipts(about)}
	size := web.AnswerSize(web.AnswerID{What: "typing", User: "alice", About: about}, cache.Read[[]byte]{Value: make([]byte, 5_000), Topics: topics})
	if size < 5_000+4*len(about) {
		t.Errorf("an answer of 5,000 bytes about a name of 1,000, with three topics, counts for %d", size)
	}
}

// TestASlowRequestReadsNothingAgain: a request that began before others and comes
// to look after them is told what they were.
func TestASlowRequestReadsNothingAgain(t *testing.T) {
	store := &countingStore{}
	w := newWorld(t)
	store.Store = w.asks.Store
	w.asks.Store = store
	alice, bob := w.as("alice"), w.as("bob")
	began := w.clock()
	w.pass(time.Second)
	bob.get("/online_users").want(200)
	alice.json("/presence", `{"state": "active"}`).want(204)
	bob.get("/online_users").wantBody(200, `{"alice":"active"}`)
	before := store.presences
	for range 3 {
		if _, err := w.server.Cache.Presences(t.Context(), began); err != nil {
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
	w := newWorld(t)
	store.Store = w.asks.Store
	w.asks.Store = store
	bob := w.as("bob")
	const many, fewExpired = 100, 50
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
