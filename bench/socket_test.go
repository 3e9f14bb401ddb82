package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

func talkOf(names ...string) *conversation {
	c := &conversation{arrivals: newArrivals(), channel: "general", kinds: kinds}
	for _, name := range names {
		c.people = append(c.people, &person{name: name})
	}
	return c
}

func TestAConversationKnowsWhatReachedASocketAndWhatDidNot(t *testing.T) {
	c := talkOf("bob", "alice")
	alice := c.people[1]
	for range kinds {
		by, next := c.next()
		for what, data := range map[string]string{
			"someone else's typing": "<span>kit-bob is typing…</span>",
			"another turn":          "<p>Turn 01 of general</p>",
		} {
			if strings.Contains(data, string(next.shown)) {
				t.Errorf("%s is taken for bob's change", what)
			}
		}
		c.await(by, next)
	}
	c.receive(alice, []byte(`<span>bob is typing…</span>`))
	for _, kind := range kinds {
		lost := map[string]int{"message": 1}[kind]
		if took, missing, err := c.arrived(kind); len(took) != 1-lost || missing != lost || err != nil {
			t.Errorf("%s: arrived %v, missing %d; %v", kind, took, missing, err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop() // do not wait for it
	r := &run{}
	if _, err := r.arrivals(ctx, part{kinds: kinds}, "ours", c.arrivals, nil); err == nil || !strings.Contains(err.Error(), "1 times") {
		t.Errorf("a lost change is no error: %v", err)
	}
}

func TestEveryKindOfChangeIsMadeByOnePersonAfterAnother(t *testing.T) {
	c, got := talkOf("alice", "bob"), []string(nil)
	for range 5 {
		by, next := c.next()
		got = append(got, by.name+" "+next.kind)
	}
	want := "[alice typing alice message bob typing bob message alice typing]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v", got)
	}
}

// A server of pages and of one socket that pings, shows Turn 1 and is open for a while.
func TestASocketIsReadUntilItEnds(t *testing.T) {
	ends := make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/c/general":
			fmt.Fprint(w, `<div data-since="c~1">`)
		case r.Header.Get("Cookie") == "none":
			fmt.Fprint(w, "this is a page")
		default:
			conn, _, _, err := ws.UpgradeHTTP(r, w)
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			_ = ws.WriteFrame(conn, ws.NewPingFrame(nil))
			if pong, err := ws.ReadFrame(conn); err != nil || pong.Header.OpCode != ws.OpPong { //nolint:staticcheck // a pong is short
				t.Errorf("a ping is answered by %+v, %v", pong.Header, err)
			}
			_ = ws.WriteFrame(conn, ws.NewTextFrame([]byte("fragments c~2\n<p>Turn 1</p>")))
			<-ends
		}
	}))
	defer server.Close()
	open := func(cookie string) (*conversation, error) {
		c := talkOf("bob", "alice")
		bob := c.people[0]
		bob.cookie, bob.client = cookie, newClient(server.Listener.Addr().String())
		c.await(c.people[1], messageBy("general", "Turn 1"))
		return c, try(func() { c.open(t.Context(), bob) })
	}
	if _, err := open("none"); err == nil || !strings.Contains(err.Error(), "no socket") {
		t.Errorf("a page is taken for a socket: %v", err)
	}
	c, err := open("some")
	must(t, err)
	eventually(t, "the change has come", func() bool {
		took, missing, err := c.arrived("message")
		return len(took) == 1 && missing == 0 && err == nil
	})
	close(ends)
	eventually(t, "the socket has ended", func() bool {
		_, _, err := c.arrived("message")
		return err != nil
	})
}

// patience bounds every wait: much longer than what is waited for takes.
const patience = 20 * time.Second

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for began := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("%s: not in %s", what, patience)
		}
	}
}
