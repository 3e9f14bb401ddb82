package sqlite

import (
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"minimost/chat"
)

// publications are the topics that a store has published.
type publications struct {
	mu     sync.Mutex
	topics []chat.Topic
}

func (p *publications) add(topics ...chat.Topic) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.topics = append(p.topics, topics...)
}

func (p *publications) contain(topic chat.Topic) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.topics, topic)
}

func (p *publications) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.topics = nil
}

func publishing(t *testing.T, users ...string) (*Store, *publications) {
	t.Helper()
	p := &publications{}
	s, err := Open(filepath.Join(t.TempDir(), "presence.db"), Options{PublicChannels: []string{"general"}, Publish: p.add})
	must(t, err)
	t.Cleanup(func() { closeStore(t, s) })
	addUsers(t, s, users...)
	return s, p
}

func TestExternalCommitIsPublished(t *testing.T) {
	s, p := publishing(t, "alice")
	shell(t, s.file(), "INSERT INTO presence(user, last_seen, state) VALUES ('bob', 1, 'idle');")
	eventually(t, "published", func() bool { return p.contain(chat.TopicAnything) })
	must(t, s.Ready(t.Context()))
}

func TestChangeThatFailsAtItsEndIsNotPublished(t *testing.T) {
	s, p := publishing(t)
	late := chat.Errorf(chat.Conflict, "too late")
	refused(t, "the change", s.write(t.Context(), volatile, func(tx *transaction) error {
		tx.publish(chat.TopicMessages("general"))
		return late
	}), chat.Conflict)
	if p.contain(chat.TopicMessages("general")) {
		t.Error("published")
	}
}
