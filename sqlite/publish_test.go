package sqlite

import (
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"minimost/chat"
)

// ear keeps what was published.
type ear struct {
	mu     sync.Mutex
	topics []chat.Topic
}

func (e *ear) hear(topics ...chat.Topic) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.topics = append(e.topics, topics...)
}

func (e *ear) heard(topic chat.Topic) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Contains(e.topics, topic)
}

func (e *ear) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.topics = nil
}

func publishing(t *testing.T, users ...string) (*Store, *ear) {
	t.Helper()
	e := &ear{}
	s, err := Open(filepath.Join(t.TempDir(), "presence.db"), Options{PublicChannels: []string{"general"}, Publish: e.hear})
	must(t, err)
	t.Cleanup(func() { closeStore(t, s) })
	addUsers(t, s, users...)
	return s, e
}

func TestAChangeIsPublishedBeforeItIsAnswered(t *testing.T) {
	s, e := publishing(t, "alice", "bob")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice")
	m := send(t, s, "alice", "general", "hello", noon)
	for _, c := range []struct {
		topic  chat.Topic
		change func() error
	}{
		{chat.TopicMessages("general"), func() error { return got2(s.Send(ctx, "bob", "general", "hi", 0, noon)) }},
		{chat.TopicMessages("general"), func() error { return got2(s.React(ctx, "bob", m.ID, "👍", noon)) }},
		{chat.TopicMessages("general"), func() error { return s.EditMessage(ctx, "alice", m.ID, "x", noon) }},
		{chat.TopicTyping("general"), func() error { return s.StartTyping(ctx, "bob", "general", noon) }},
		{chat.TopicReceipts("general"), func() error { return s.MarkRead(ctx, "bob", "general", 0, noon) }},
		{chat.TopicPresence, func() error { return s.ReportPresence(ctx, "bob", "s", "a", chat.Active, noon) }},
		{chat.TopicPerson("bob"), func() error { return s.AddMember(ctx, "alice", id, "bob", chat.HistoryJoin, noon) }},
		{chat.TopicMembers(channel), func() error { return s.RenamePrivateChannel(ctx, "bob", id, "new", noon) }},
		{chat.TopicPerson("bob"), func() error { return s.RemoveMember(ctx, "alice", id, "bob", noon) }},
		{chat.TopicMembers(channel), func() error { return s.ArchivePrivateChannel(ctx, "alice", id, noon) }},
		{chat.TopicAccounts, func() error { return s.CreateUser(ctx, chat.User{Username: "dave", CreatedTS: 1}) }},
	} {
		e.forget()
		must(t, c.change())
		if !e.heard(c.topic) {
			t.Errorf("not published: %s", c.topic)
		}
	}
}

func TestARefusedChangeIsNotPublished(t *testing.T) {
	s, e := publishing(t, "alice", "bob")
	m := send(t, s, "alice", "general", "hello", noon)
	must(t, s.DeleteMessage(t.Context(), "alice", m.ID, noon))
	e.forget()
	refused(t, "edit", s.EditMessage(t.Context(), "alice", m.ID, "x", noon), chat.Conflict)
	late := chat.Errorf(chat.Conflict, "too late")
	refused(t, "a change that fails at its end", s.write(t.Context(), volatile, func(tx *transaction) error {
		tx.publish(chat.TopicMessages("general"))
		return late
	}), chat.Conflict)
	if e.heard(chat.TopicMessages("general")) {
		t.Error("published")
	}
}

func TestAnotherProgramsCommitIsPublished(t *testing.T) {
	s, e := publishing(t, "alice")
	shell(t, s.path, "INSERT INTO presence(user, last_seen, state) VALUES ('bob', 1, 'idle');")
	eventually(t, "published", func() bool { return e.heard(chat.TopicAnything) })
	must(t, s.Ready(t.Context()))
}

func TestWhatTimeAloneChangesIsPublished(t *testing.T) {
	s, e := publishing(t, "alice")
	ctx := t.Context()
	report(t, s, "alice", "s", "a", chat.Active, noon)
	must(t, s.StartTyping(ctx, "alice", "general", noon))
	for at := time.Second; at < 120*time.Second; at += time.Second {
		e.forget()
		must(t, s.Sweep(ctx, after(at-time.Second), after(at)))
		equal(t, "typing published at "+at.String(), e.heard(chat.TopicTyping("general")), at == 6*time.Second)
		equal(t, "presence published at "+at.String(), e.heard(chat.TopicPresence), at == chat.Lease+time.Second)
	}
}

func TestASessionIsNoChangeByAnotherProgram(t *testing.T) {
	s, e := publishing(t, "alice")
	look := func() {
		must(t, s.write(t.Context(), volatile, func(*transaction) error { s.writer.lookForForeign(); return nil }))
	}
	look() // making the table for sessions was foreign
	e.forget()
	must(t, s.Sessions().Set("key", []byte("value"), time.Hour))
	look()
	if e.heard(chat.TopicAnything) {
		t.Error("a login makes every page look again")
	}
}

func TestAChosenStateWithoutAPageEndsWithItsLease(t *testing.T) {
	s, e := publishing(t, "alice")
	ctx := t.Context()
	must(t, s.ChooseOverride(ctx, "alice", chat.OverrideIdle, 0, noon))
	lapse := after(chat.Lease + time.Second)
	equal(t, "before", got(s.Presence(ctx, "alice"))(t).Seen(after(chat.Lease)), chat.Idle)
	e.forget()
	must(t, s.Sweep(ctx, after(chat.Lease-time.Second), after(chat.Lease)))
	equal(t, "published within the lease", e.heard(chat.TopicAppearance("alice")), false)
	must(t, s.Sweep(ctx, after(chat.Lease), lapse))
	equal(t, "published after it", e.heard(chat.TopicAppearance("alice")), true)
	e.forget()
	must(t, s.Sweep(ctx, lapse, lapse.Add(time.Second)))
	equal(t, "published again", e.heard(chat.TopicPresence), false)
}

func TestWhoIsListedAnewIsPublished(t *testing.T) {
	s, e := publishing(t, "alice")
	e.forget()
	must(t, s.ReportPresence(t.Context(), "alice", "s", "a", chat.Offline, noon))
	equal(t, "published", e.heard(chat.TopicPresence), true)
}
