package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

func TestAnOpenPageGoesOnAfterOldMessagesWereRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const days = 7
	alice, bob := w.as("alice"), w.as("bob")
	for i := range 3 {
		alice.form("/send/general", "text", fmt.Sprint("removed ", i)).want(200)
	}
	bob.form("/mark_read/general").want(204)
	w.pass((days + 1) * 24 * time.Hour)
	bob.form("/ui/send/general", "text", "a reply", "reply_to_id", "1").want(303)
	cursor := alice.cursorOf("general")
	page := alice.get("/c/general").want(200).body
	if !strings.Contains(page, "removed 2") || !strings.Contains(page, "In reply to") {
		t.Fatalf("before: %s", page)
	}

	none := func(context.Context) error { return nil }
	removed, err := w.store.RemoveMessages(tContext(), chat.KeptSince(w.clock(), days), none)
	if err != nil || removed != 3 {
		t.Fatalf("removed %d, %v", removed, err)
	}
	// The page is told, and its cursor holds: what comes next comes.
	if got := alice.get("/ui/live/general?since=" + cursor); got.status >= 300 || strings.Contains(got.body, "removed") {
		t.Errorf("%d %s", got.status, got.body)
	}
	bob.form("/send/general", "text", "what comes next").want(200)
	if got := alice.get("/ui/live/general?since=" + cursor).want(200); !strings.Contains(got.body, "what comes next") {
		t.Errorf("lost: %s", got.body)
	}
	page = alice.get("/c/general").want(200).body
	if strings.Contains(page, "removed") || strings.Contains(page, "In reply to") || !strings.Contains(page, "a reply") {
		t.Errorf("after: %s", page)
	}
	for _, try := range []string{"/ui/reply/1", "/ui/react/1", "/ui/receipts/1", "/message/1"} {
		alice.get(try).want(404)
	}
	alice.form("/react/1", "reaction", "👍").want(404)
	alice.get("/messages_before/general?before=1").wantBody(200, "[]")
	bob.get("/channel_unreads").wantBody(200, `{"general":0,"random":0}`)
	alice.get("/channel_unreads").wantBody(200, `{"general":2,"random":0}`)
	if got := bob.get("/last_read/general").want(200); got.body == `{"last_read_ts":null}` {
		t.Error("bob's watermark is gone")
	}
}
