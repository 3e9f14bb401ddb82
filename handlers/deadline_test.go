package handlers

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestADeadlineEndsLikeAnyContext(t *testing.T) {
	t.Parallel()
	past := &deadline{Context: context.Background(), at: time.Now().Add(-time.Second)}
	if !errors.Is(past.Err(), context.DeadlineExceeded) {
		t.Errorf("after its time: %v", past.Err())
	}
	open := &deadline{Context: context.Background(), at: time.Now().Add(time.Hour)}
	if open.Err() != nil {
		t.Errorf("before its time: %v", open.Err())
	}
	child, cancel := context.WithCancel(open)
	defer cancel()
	open.end()
	<-open.Done()
	<-child.Done()
	unused := &deadline{Context: context.Background(), at: time.Now().Add(time.Hour)}
	unused.end()
	if unused.Err() == nil {
		t.Error("a context that was ended before anybody waited for it goes on")
	}
	parent, stop := context.WithCancel(context.Background())
	late := &deadline{Context: parent, at: time.Now().Add(time.Hour)}
	stop()
	if !errors.Is(late.Err(), context.Canceled) {
		t.Errorf("with its parent ended: %v", late.Err())
	}
}
