package cache_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"minimost/cache"
	"minimost/chat"
	"minimost/pubsub"
)

func TestAMapKeepsTheLatestWithinItsBounds(t *testing.T) {
	changes := pubsub.NewHub()
	values := cache.NewMap[int, int64](10)
	sized := cache.NewSizedMap[int, int64](1_000, func(int, cache.Read[int64]) int { return 100 })
	source := &counted{}
	for range 3 {
		for key := range 30 {
			for _, m := range []*cache.Map[int, int64]{values, sized} {
				if _, err := m.Get(changes, noon, key, source.read); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if values.Len() != 10 || sized.Len() != 10 {
		t.Errorf("%d and %d are kept, 10 are allowed", values.Len(), sized.Len())
	}
	reads := source.reads.Load()
	for key := 20; key < 30; key++ {
		_, _ = values.Get(changes, noon, key, source.read)
		_, _ = sized.Get(changes, noon, key, source.read)
	}
	if source.reads.Load() != reads {
		t.Error("the latest are not kept")
	}
}

// TestReplacedValuesAreMeasuredAgain: else the sum would grow, and in the end
// nothing be kept.
func TestReplacedValuesAreMeasuredAgain(t *testing.T) {
	changes := pubsub.NewHub()
	sized := cache.NewSizedMap[int, int64](1_000, func(int, cache.Read[int64]) int { return 400 })
	source := &counted{}
	for range 100 {
		changes.Publish(chat.TopicAccounts)
		for key := range 2 {
			if _, err := sized.Get(changes, noon, key, source.read); err != nil {
				t.Fatal(err)
			}
		}
	}
	if sized.Len() != 2 {
		t.Errorf("%d of 2 are kept", sized.Len())
	}
}

// TestWhatIsNotThereTakesNoPlace: clients make up what they like.
func TestWhatIsNotThereTakesNoPlace(t *testing.T) {
	changes := pubsub.NewHub()
	values := cache.NewMap[string, int64](2)
	source := &counted{}
	if _, err := values.Get(changes, noon, "known", source.read); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		_, _ = values.Get(changes, noon, fmt.Sprint("unknown ", i), func() (cache.Read[int64], error) {
			return cache.Read[int64]{}, errors.New("no such thing")
		})
	}
	if got, _ := values.Get(changes, noon, "known", source.read); got != 1 || values.Len() != 1 {
		t.Errorf("value %d, %d are kept", got, values.Len())
	}
}

func TestWhatIsRemovedWhileItIsReadIsNotKept(t *testing.T) {
	changes := pubsub.NewHub()
	values := cache.NewMap[string, int64](2)
	source := &counted{}
	_, err := values.Get(changes, noon, "key", func() (cache.Read[int64], error) {
		defer values.Remove("key")
		return source.read()
	})
	if got, _ := values.Get(changes, noon, "key", source.read); err != nil || got != 2 {
		t.Errorf("value %d, which was removed; error %v", got, err)
	}
}

func TestWhatWasDoneIsSkippedWhileItWouldChangeNothing(t *testing.T) {
	changes := pubsub.NewHub()
	values := cache.NewMap[string, int64](2)
	source := &counted{}
	for range 3 {
		if err := values.SkipIfFresh(changes, noon, "key", source.read); err != nil {
			t.Fatal(err)
		}
	}
	changes.Publish(chat.TopicAccounts)
	_ = values.SkipIfFresh(changes, noon, "key", source.read)
	if n := source.reads.Load(); n != 2 {
		t.Errorf("done %d times, want 2", n)
	}
}

// TestWhatIsHeldIsWhatTheMapHas: a page that held what the map has let go of would read for itself
// alone, and keep it for as long as it is open.
func TestWhatIsHeldIsWhatTheMapHas(t *testing.T) {
	changes := pubsub.NewHub()
	values := cache.NewMap[int, int64](1)
	source := &counted{}
	var held cache.Held[int, int64]
	both := func() {
		_, _, err := values.RenewedIn(&held, changes, noon, 1, func(int64, uint64) (cache.Read[int64], error) { return source.read() })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := values.Get(changes, noon, 1, source.read); err != nil {
			t.Fatal(err)
		}
	}
	both()
	both()
	if n := source.reads.Load(); n != 1 {
		t.Errorf("read %d times", n)
	}
	_, _ = values.Get(changes, noon, 2, source.read)
	runtime.GC()
	both()
	both()
	if n := source.reads.Load(); n != 3 {
		t.Errorf("read %d times after the map had let go of it once", n)
	}
}
