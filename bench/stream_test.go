package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestEventsAreReadWhole(t *testing.T) {
	const sent = ": hello\n\nid: 7\ndata: <p>one</p>\ndata:\ndata: <p>two</p>\n\n:\n\nid: 8\nevent: close\ndata:\n\ndata: cut off"
	var got []string
	must(t, readEvents(strings.NewReader(sent), func(e event) {
		got = append(got, fmt.Sprintf("%s|%s|%s", e.id, e.name, e.data))
	}))
	want := []string{"7||<p>one</p>\n\n<p>two</p>", "8|close|"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAStreamKnowsWhatReachedItAndWhatDidNot(t *testing.T) {
	bob := &person{name: "bob"}
	st := &stream{person: &person{name: "alice"}}
	for _, c := range []*change{typingBy(bob, "general"), reactionBy(bob, 1, "👍", 3), messageBy(bob, "general", "Turn 1"), overrideBy(bob, "idle")} {
		for what, data := range map[string]string{
			"someone else's typing": "<span>bobby is typing…</span>",
			"an earlier count":      `<span class="reaction__emoji">👍</span><span class="reaction__count">2</span>`,
			"another emoji":         `<span class="reaction__emoji">🎉</span><span class="reaction__count">3</span>`,
			"another turn":          "<p>Turn 11</p>",
			"another dot":           `<span class="presence-dot presence-dot--idle" data-user="bobby">`,
			"another state":         `<span class="presence-dot presence-dot--active" data-user="bob">`,
		} {
			if c.shown([]byte(data)) {
				t.Errorf("%s is taken for bob's change", what)
			}
		}
		c.kind, c.began = "change", time.Now().Add(-time.Millisecond)
		st.await(c)
	}
	arrivals := append([]*arrival(nil), st.awaited...)
	st.receive(event{data: []byte(`<span>bob is typing…</span><span class="reaction__emoji">👍</span><span class="reaction__count">4</span>`)})
	st.receive(event{data: []byte("<p>Turn 1</p>")})
	var d delays
	for _, a := range arrivals {
		d.add(a)
	}
	if d.lost != 1 || len(d.took) != 3 || len(st.awaited) != 1 {
		t.Errorf("%d lost, %d arrived, %d awaited; want 1, 3 and 1", d.lost, len(d.took), len(st.awaited))
	}
}

func TestEveryKindOfChangeIsMadeByOnePersonAfterAnother(t *testing.T) {
	c := newConversation("general", []*person{{name: "alice"}, {name: "bob"}})
	var got []string
	for range 9 {
		by, next := c.next()
		got = append(got, by.name+" "+next.kind)
	}
	want := "[alice typing alice reaction alice message alice override bob typing bob reaction bob message bob override alice typing]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v", got)
	}
}

// A server whose second stream misses what the first one shows.
func TestAChangeThatAStreamMissesIsLost(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /c/general", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `<div data-since="c~1">`) })
	mux.HandleFunc("GET /ui/events/general", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		text := "Turn 1"
		if r.Header.Get("Cookie") == "second" {
			text = "Turn 2"
		}
		fmt.Fprintf(w, "id: 2\ndata: <p>%s</p>\n\n", text)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	client := newClient(2)
	c := newConversation("general", []*person{
		{name: "a", cookie: "first", base: server.URL, client: client}, {name: "b", cookie: "second", base: server.URL, client: client},
	})
	sent := messageBy(c.streams[0].person, "general", "Turn 1")
	sent.began = time.Now()
	came, missed := c.streams[0].await(sent), c.streams[1].await(sent)
	other := messageBy(c.streams[0].person, "general", "Turn 2")
	other.began = time.Now()
	sign := c.streams[1].await(other)
	must(t, openAll(ctx, c.streams))
	eventually(t, "both streams have received", func() bool { return came.delay() > 0 && sign.delay() > 0 })
	var d delays
	d.add(came)
	d.add(missed)
	if len(d.took) != 1 || d.lost != 1 {
		t.Errorf("%d came and %d were lost, want one each", len(d.took), d.lost)
	}
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

func TestWhatIsNoEventStreamIsAnError(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<div data-since="c~1">`)
	}))
	defer server.Close()
	st := &stream{person: &person{name: "a", base: server.URL, client: newClient(1)}, channel: "general"}
	if err := st.open(t.Context(), server.Client()); err == nil || !strings.Contains(err.Error(), "no event stream") {
		t.Errorf("a page is taken for a stream: %v", err)
	}
}
