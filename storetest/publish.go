package storetest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("publish", []test{
	{"change is published before it is answered", testChangeIsPublishedBeforeItIsAnswered},
	{"change is readable before it is published", testChangeIsReadableBeforeItIsPublished},
	{"refused change is not published", testRefusedChangeIsNotPublished},
	{"what time alone changes is published", testWhatTimeAloneChangesIsPublished},
	{"chosen state without a page ends with its lease", testChosenStateWithoutAPageEndsWithItsLease},
	{"person who is listed anew is published", testPersonListedAnewIsPublished},
})

// publications are the topics that a store has published.
type publications struct {
	mu     sync.Mutex
	topics []chat.Topic
	during func() // called by each publication, unless it is nil
}

func (p *publications) add(topics ...chat.Topic) {
	p.mu.Lock()
	p.topics = append(p.topics, topics...)
	during := p.during
	p.mu.Unlock()
	if during != nil {
		during()
	}
}

func (p *publications) contain(topic chat.Topic) bool {
	return slices.Contains(p.all(), topic)
}

func (p *publications) all() []chat.Topic {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.topics)
}

func (p *publications) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.topics = nil
}

// observe has f called by each publication from now on.
func (p *publications) observe(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.during = f
}

func testChangeIsPublishedBeforeItIsAnswered(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice")
	m := send(t, s, "alice", "general", "hello", noon)
	for _, c := range []struct {
		topic  chat.Topic
		change func() error
	}{
		{chat.TopicMessages("general"), func() error { return onlyError(s.Send(ctx, "bob", "general", "hi", 0, noon)) }},
		{chat.TopicLists, func() error { return onlyError(s.Send(ctx, "bob", "general", "hi", 0, noon)) }},
		{chat.TopicMessages("general"), func() error { return onlyError(s.React(ctx, "bob", m.ID, "👍", noon)) }},
		{chat.TopicMessages("general"), func() error { return s.EditMessage(ctx, "alice", m.ID, "x", noon) }},
		{chat.TopicTyping("general"), func() error { return s.StartTyping(ctx, "bob", "general", noon) }},
		{chat.TopicTyping("general"), func() error { return s.StopTyping(ctx, "bob", "general") }},
		{chat.TopicReceipts("general"), func() error { return s.MarkRead(ctx, "bob", "general", 0, noon) }},
		{chat.TopicMessages("general"), func() error { return s.DeleteMessage(ctx, "alice", m.ID, noon) }},
		{chat.TopicPresence, func() error { return s.ReportPresence(ctx, "bob", "s", "a", chat.Active, noon) }},
		{chat.TopicAppearance("bob"), func() error { return s.ChooseOverride(ctx, "bob", chat.OverrideIdle, 0, noon) }},
		{chat.TopicAppearance("bob"), func() error { return s.SetStatus(ctx, "bob", chat.Status{Text: "Lunch"}, noon) }},
		{chat.TopicProfiles, func() error { return s.SaveProfile(ctx, "bob", called("Bob"), noon) }},
		{chat.TopicPerson("bob"), func() error { return s.EndSession(ctx, "bob", "s", noon) }},
		{chat.TopicPerson("bob"), func() error { return s.AddMember(ctx, "alice", id, "bob", chat.HistoryJoin, noon) }},
		{chat.TopicMembers(channel), func() error { return s.RenamePrivateChannel(ctx, "bob", id, "new", noon) }},
		{chat.TopicPerson("bob"), func() error { return s.RemoveMember(ctx, "alice", id, "bob", noon) }},
		{chat.TopicMembers(channel), func() error { return s.ArchivePrivateChannel(ctx, "alice", id, noon) }},
		{chat.TopicPerson("bob"), func() error { return s.CloseDirectChannel(ctx, "bob", "dm:alice:bob", noon) }},
		{chat.TopicSharing, func() error { return s.SaveSettings(ctx, "bob", chat.Settings{}.All(), noon) }},
		{chat.TopicAccount("bob"), func() error { return s.SaveLook(ctx, "bob", chat.LookChange{Theme: chat.DarkTheme}, noon) }},
		{chat.TopicAccount("bob"), func() error { return s.SaveSettings(ctx, "bob", chat.Settings{}.All(), noon) }},
		{chat.TopicAccounts, func() error { return s.CreateUser(ctx, chat.User{Username: "dave", CreatedTS: 1}) }},
		{chat.TopicAnything, func() error { return s.ResetPresence(ctx) }},
	} {
		s.published.forget()
		must(t, c.change())
		if !s.published.contain(c.topic) {
			t.Errorf("not published: %s", c.topic)
		}
	}
}

// Who is notified reads at once, and would not again.
func testChangeIsReadableBeforeItIsPublished(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	m := send(t, s, "alice", "general", "hello", noon)
	published := false
	s.published.observe(func() {
		published = true
		if reactions := got(s.Message(t.Context(), "alice", m.ID))(t).Reactions; len(reactions) != 1 {
			t.Errorf("published before it can be read: %v", reactions)
		}
	})
	got(s.React(t.Context(), "bob", m.ID, "👍", noon))(t)
	s.published.observe(nil)
	equal(t, "published", published, true)
}

func testRefusedChangeIsNotPublished(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	m := send(t, s, "alice", "general", "hello", noon)
	must(t, s.DeleteMessage(t.Context(), "alice", m.ID, noon))
	s.published.forget()
	refused(t, "edit", s.EditMessage(t.Context(), "alice", m.ID, "x", noon), chat.Conflict)
	refused(t, "react", onlyError(s.React(t.Context(), "alice", m.ID, "👍", noon)), chat.NotFound)
	if s.published.contain(chat.TopicMessages("general")) {
		t.Error("published")
	}
}

func testWhatTimeAloneChangesIsPublished(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	report(t, s, "alice", "s", "a", chat.Active, noon)
	must(t, s.StartTyping(ctx, "alice", "general", noon))
	for at := time.Second; at < 120*time.Second; at += time.Second {
		s.published.forget()
		must(t, s.Sweep(ctx, after(at-time.Second), after(at)))
		equal(t, "typing published at "+at.String(), s.published.contain(chat.TopicTyping("general")), at == chat.TypingWindow+time.Second)
		equal(t, "presence published at "+at.String(), s.published.contain(chat.TopicPresence), at == chat.Lease+time.Second)
	}
}

func testChosenStateWithoutAPageEndsWithItsLease(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	must(t, s.ChooseOverride(ctx, "alice", chat.OverrideIdle, 0, noon))
	lapse := after(chat.Lease + time.Second)
	equal(t, "before", got(s.Presence(ctx, "alice"))(t).Seen(after(chat.Lease)), chat.Idle)
	s.published.forget()
	must(t, s.Sweep(ctx, after(chat.Lease-time.Second), after(chat.Lease)))
	equal(t, "published within the lease", s.published.contain(chat.TopicAppearance("alice")), false)
	must(t, s.Sweep(ctx, after(chat.Lease), lapse))
	equal(t, "published after it", s.published.contain(chat.TopicAppearance("alice")), true)
	s.published.forget()
	must(t, s.Sweep(ctx, lapse, lapse.Add(time.Second)))
	equal(t, "published again", s.published.contain(chat.TopicPresence), false)
}

func testPersonListedAnewIsPublished(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	s.published.forget()
	must(t, s.ReportPresence(t.Context(), "alice", "s", "a", chat.Offline, noon))
	equal(t, "published", s.published.contain(chat.TopicPresence), true)
}
