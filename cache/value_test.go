package cache_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minimost/cache"
	"minimost/chat"
	"minimost/pubsub"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// counted reads the numbers 1, 2, 3 …, each until the given moment.
type counted struct {
	reads   atomic.Int64
	expires time.Time
}

func (c *counted) read() (cache.Read[int64], error) {
	read := cache.Read[int64]{Value: c.reads.Add(1), Topics: []chat.Topic{chat.TopicAccounts}}
	if !c.expires.IsZero() {
		read.Expires = chat.StampOf(c.expires)
	}
	return read, nil
}

func TestAValueIsReadAgainAfterAChangeAloneAndWhenItExpires(t *testing.T) {
	changes, source := pubsub.NewHub(), &counted{expires: noon.Add(time.Minute)}
	var value cache.Value[int64]
	for _, step := range []struct {
		what    string
		publish chat.Topic
		at      time.Time
		want    int64
	}{
		{"the first time", "", noon, 1},
		{"again", "", noon.Add(time.Second), 1},
		{"after a change of something else", chat.TopicSharing, noon, 1},
		{"after a change", chat.TopicAccounts, noon, 2},
		{"after an external writer", chat.TopicAnything, noon, 3},
		{"when it is about to expire", "", noon.Add(time.Minute - time.Millisecond), 3},
		{"when it expires", "", noon.Add(time.Minute), 4},
		{"by a request that began earlier", "", noon.Add(56 * time.Second), 4},
		{"after the clock was set back", "", noon.Add(-time.Hour), 5},
	} {
		if step.publish != "" {
			changes.Publish(step.publish)
		}
		if step.at.Equal(noon.Add(time.Minute)) {
			source.expires = time.Time{}
		}
		got, err := value.Get(changes, step.at, source.read)
		if err != nil || got != step.want {
			t.Errorf("%s: value %d, want %d; error %v", step.what, got, step.want, err)
		}
	}
}

func TestAChangeWhileAValueIsReadMakesItStale(t *testing.T) {
	changes := pubsub.NewHub()
	var value cache.Value[int64]
	source := &counted{}
	_, offset, err := value.Versioned(changes, noon, func() (cache.Read[int64], error) {
		defer changes.Publish(chat.TopicAccounts)
		return source.read()
	})
	if err != nil || offset >= changes.Offset() {
		t.Errorf("read at %d of %d, error %v", offset, changes.Offset(), err)
	}
	if got, _ := value.Get(changes, noon, source.read); got != 2 {
		t.Errorf("value %d, the one that changed while it was read", got)
	}
}

func TestAnErrorIsNotCached(t *testing.T) {
	changes := pubsub.NewHub()
	var value cache.Value[int64]
	broken := errors.New("broken")
	fails := func() (cache.Read[int64], error) { return cache.Read[int64]{}, broken }
	if _, err := value.Get(changes, noon, fails); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if got, err := value.Get(changes, noon, new(counted).read); err != nil || got != 1 {
		t.Errorf("afterwards %d, %v", got, err)
	}
}

func TestManyWhoAskAtOnceCauseOneRead(t *testing.T) {
	changes, source := pubsub.NewHub(), &counted{}
	values := cache.NewMap[string, int64](2)
	var asking sync.WaitGroup
	for range 50 {
		asking.Go(func() {
			if got, err := values.Get(changes, noon, "key", source.read); err != nil || got != 1 {
				t.Errorf("value %d, error %v", got, err)
			}
		})
	}
	asking.Wait()
}
