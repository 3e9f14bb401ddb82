package handlers

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"minimost/handlers/presence"

	"minimost/chat"
)

var (
	numbered = regexp.MustCompile(`<p[^>]*>(\d+)</p>|id="new-messages"( hidden)?`)
	extent   = regexp.MustCompile(`data-ts="([^"]+)"`)
)

// rowsOf are the numbered messages of a page in their order, as "1-3 | 4-9" where the
// divider stands before 4, with < and > where there is a way to more.
func rowsOf(t *testing.T, body string) string {
	t.Helper()
	var rows strings.Builder
	first, last := "", ""
	flush := func() {
		if first != "" {
			fmt.Fprintf(&rows, " %s-%s", first, last)
		}
		first = ""
	}
	if strings.Contains(body, `id="earlier"`) {
		rows.WriteString("<")
	}
	for _, match := range numbered.FindAllStringSubmatch(body, -1) {
		switch {
		case match[1] != "":
			if first == "" {
				first = match[1]
			}
			last = match[1]
		case match[2] == "":
			flush()
			rows.WriteString(" |")
		}
	}
	flush()
	if strings.Contains(body, `id="later"`) {
		rows.WriteString(" >")
	}
	return strings.TrimSpace(rows.String())
}

// settleHistory has alice send so many numbered messages to general.
func settleHistory(w *world, from, to int) (sent []chat.Message) {
	w.t.Helper()
	for i := from; i <= to; i++ {
		w.pass(time.Second)
		m, err := w.store.Send(w.t.Context(), "alice", "general", fmt.Sprint(i), 0, w.clock())
		if err != nil {
			w.t.Fatal(err)
		}
		sent = append(sent, m)
	}
	return sent
}

func TestAPageOpensWhereItIsAskedToOrAtTheFirstUnread(t *testing.T) {
	w := newWorld(t)
	w.as("alice")
	bob := w.as("bob")
	sent := settleHistory(w, 1, 200)
	elsewhere, err := w.store.Send(t.Context(), "alice", "random", "elsewhere", 0, w.clock())
	if err != nil {
		t.Fatal(err)
	}
	plans, err := w.store.CreatePrivateChannel(t.Context(), "alice", "plans", nil, w.clock())
	if err != nil {
		t.Fatal(err)
	}
	hidden, err := w.store.Send(t.Context(), "alice", chat.PrivateChannelID(plans.ID), "hidden", 0, w.clock())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		read  int // how far bob has read
		query string
		want  string
	}{
		{"nothing read", 0, "", "| 1-26 >"},
		{"far behind", 99, "", "< 75-99 | 100-125 >"},
		{"just beyond the newest page", 149, "", "< 125-149 | 150-175 >"},
		{"at the top of the newest page", 150, "", "< 126-150 | 151-200"},
		{"within it", 190, "", "< 151-190 | 191-200"},
		{"at a message", 190, "?at=60", "< 35-85 >"},
		{"at a message of the newest page", 190, "?at=160", "< 135-190 | 191-200"},
		{"at one of another channel", 190, fmt.Sprint("?at=", elsewhere.ID), "< 151-190 | 191-200"},
		{"at none", 190, "?at=x", "< 151-190 | 191-200"},
		{"at none yet", 190, "?at=999999", "< 151-190 | 191-200"},
		{"at one of a channel that is closed to him", 190, fmt.Sprint("?at=", hidden.ID), "< 151-190 | 191-200"},
		{"all read", 200, "", "< 151-200"},
		{"at the end", 200, "?newest=1", "< 151-200"},
	} {
		if c.read > 0 {
			bob.form("/mark_read/general", "up_to", sent[c.read-1].TS.Text()).want(204)
		}
		a := bob.get("/c/general" + c.query).want(200)
		if got := rowsOf(t, a.body); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		nowhere := strings.HasPrefix(c.name, "at one of") || strings.HasPrefix(c.name, "at none")
		if said := strings.Contains(a.body, chat.ErrNoMessageHere.Message); said != nowhere {
			t.Errorf("%s: that there is no such message is said: %t", c.name, said)
		}
		if marked := strings.Count(a.body, " message--marked"); marked == 1 != (strings.HasPrefix(c.want, "< 35") || strings.HasPrefix(c.want, "< 135")) {
			t.Errorf("%s: %d messages are marked", c.name, marked)
		}
	}
}

// TestWhoIsLedToADeletedMessageReadsThatItIs: where it was, and marked.
func TestWhoIsLedToADeletedMessageReadsThatItIs(t *testing.T) {
	w := newWorld(t)
	w.as("alice")
	bob := w.as("bob")
	sent := settleHistory(w, 1, 200)
	for _, c := range []struct {
		name    string
		deleted int
		want    string
	}{
		{"within the newest page", 160, "< 135-200"},
		{"the last", 200, "< 151-199"},
		{"far above", 60, "< 35-86 >"},
		{"the first", 1, "2-27 >"},
	} {
		m := sent[c.deleted-1]
		w.pass(time.Second)
		if err := w.store.DeleteMessage(t.Context(), "alice", m.ID, w.clock()); err != nil {
			t.Fatal(err)
		}
		bob.form("/mark_read/general", "up_to", sent[199].TS.Text()).want(204)
		address := fmt.Sprint("/c/general?at=", m.ID)
		a := bob.get(fmt.Sprint("/m/", m.ID)).want(302)
		if led := a.header.Get("Location"); led != address {
			t.Errorf("%s: it leads to %s", c.name, led)
		}
		a = bob.get(address).want(200).contains("This message was deleted.", "!<p>"+m.Content+"</p>")
		if got := rowsOf(t, a.body); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if marked := regexp.MustCompile(fmt.Sprintf(` message--marked[^>]*id="message-%d"`, m.ID)); strings.Count(a.body, " message--marked") != 1 || !marked.MatchString(a.body) {
			t.Errorf("%s: it is not what is marked", c.name)
		}
	}
}

// TestAPageWithAGapBelowTakesNothingOverIt plays a page that opens far behind, is
// told of what comes, loads later messages until it has all, and misses none.
func TestAPageWithAGapBelowTakesNothingOverIt(t *testing.T) {
	w := newWorld(t)
	w.as("alice")
	bob := w.as("bob")
	sent := settleHistory(w, 1, 130)
	opened := bob.get("/c/general").want(200).body
	shown, cursor := rowsOf(t, opened), sinceAttribute.FindStringSubmatch(opened)[1]
	if shown != "| 1-26 >" || !strings.Contains(opened, `data-later="104"`) {
		t.Fatalf("the page opens with %s", shown)
	}
	oldest, newest := sent[0].TS.Text(), sent[25].TS.Text()
	poll := func(later string) string {
		t.Helper()
		a := bob.get(fmt.Sprintf("/ui/live/general?grown=1&since=%s&oldest=%s&newest=%s&later=%s", cursor, oldest, newest, later))
		if a.status != 204 {
			a.want(200)
		}
		cursor = a.header.Get(presence.LiveSince)
		return a.body
	}
	settleHistory(w, 131, 131)
	if body := poll("1"); rowsOf(t, body) != "" || !strings.Contains(body, `data-later="105"`) {
		t.Errorf("a message beyond the gap: %s", body)
	}
	if err := w.store.EditMessage(t.Context(), "alice", sent[1].ID, "222", w.clock()); err != nil {
		t.Fatal(err)
	}
	if err := w.store.EditMessage(t.Context(), "alice", sent[60].ID, "666", w.clock()); err != nil {
		t.Fatal(err)
	}
	if body := poll("1"); rowsOf(t, body) != "222-222" {
		t.Errorf("edits of a message on the page and of one that is not: %s", body)
	}
	for _, want := range []string{"27-76 >", "77-126 >", "127-131"} {
		a := bob.get("/ui/messages/general/after?after="+newest, "HX-Request", "true").want(200)
		if got := rowsOf(t, strings.ReplaceAll(a.body, "666", "61")); got != want {
			t.Fatalf("later messages: %s, want %s", got, want)
		}
		all := extent.FindAllStringSubmatch(html.UnescapeString(a.body), -1)
		newest = all[len(all)-1][1]
	}
	settleHistory(w, 132, 133)
	if body := poll(""); rowsOf(t, body) != "132-133" {
		t.Errorf("what came since the end was loaded: %s", body)
	}
	settleHistory(w, 134, 134)
	newest = ""
	if body := poll(""); rowsOf(t, body) != "134-134" {
		t.Errorf("what came then: %s", body)
	}
}
