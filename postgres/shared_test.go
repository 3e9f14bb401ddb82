package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/auth"
	"minimost/chat"
	"minimost/postgres"
)

// twoNodes are two servers on one database; the first has the duty.
func twoNodes(t testing.TB) (d database, one, two *postgres.Node) {
	t.Helper()
	d = newDatabase(t)
	one, two = serveNode(t, d, nil), serveNode(t, d, nil)
	return d, one, two
}

func TestGuessesOfPasswordsCountOnAllNodes(t *testing.T) {
	t.Parallel()
	_, one, two := twoNodes(t)
	defer func() { must(t, one.Close()); must(t, two.Close()) }()
	throttles := []*auth.Throttle{auth.NewThrottle().ShareTries(one), auth.NewThrottle().ShareTries(two)}
	admit := func(i int, address string, device []byte, now time.Time) (*auth.Try, time.Duration) {
		t.Helper()
		try, wait, err := throttles[i%2].Admit(t.Context(), "Alice", address, device, now)
		must(t, err)
		return try, wait
	}
	try, _ := admit(0, "home", nil, noon)
	try.Succeed() // from then on it is known, and the try is given back
	for i := range auth.AccountTries.Burst {
		if _, wait := admit(i, "elsewhere", nil, noon); wait > 0 {
			t.Fatalf("waits after %d tries", i)
		}
	}
	for i := range 2 {
		if _, wait := admit(i, "third", nil, noon); wait <= 0 || wait > auth.AccountTries.Refill {
			t.Errorf("server %d has one wait for %s", i, wait)
		}
		if _, wait := admit(i, "home", nil, noon); wait > 0 {
			t.Errorf("server %d has the owner wait for %s", i, wait)
		}
		if _, wait := admit(i, "third", []byte("device"), noon); wait > 0 {
			t.Errorf("server %d has a known device wait for %s", i, wait)
		}
	}
	later := noon.Add(auth.AccountTries.Refill)
	if try, wait := admit(1, "third", nil, later); wait > 0 {
		t.Errorf("waits for %s after the refill", wait)
	} else if _, wait := admit(0, "third", nil, later); wait == 0 {
		t.Error("more than one came back")
	} else {
		try.GiveBack()
	}
	if _, wait := admit(0, "third", nil, later); wait > 0 {
		t.Errorf("waits for %s after one was given back", wait)
	}
}

func TestASessionThatEndedOnOneNodeIsNotWrittenBackByAnother(t *testing.T) {
	t.Parallel()
	_, one, two := twoNodes(t)
	defer func() { must(t, one.Close()); must(t, two.Close()) }()
	read := func() string {
		t.Helper()
		value, err := two.Sessions().Get("session")
		must(t, err)
		return string(value)
	}
	must(t, one.Sessions().Set("session", []byte("begins"), time.Hour))
	if got := read(); got != "begins" {
		t.Errorf("it is %q", got)
	}
	must(t, two.Sessions().Set("session", []byte("goes on"), time.Hour))
	if got := read(); got != "goes on" {
		t.Errorf("it is %q", got)
	}
	must(t, one.Sessions().Delete("session"))
	must(t, two.Sessions().Set("session", []byte("goes on"), time.Hour))
	if got := read(); got != "" {
		t.Errorf("after its end it is %q", got)
	}
}

func TestPagesOfANodeThatDiedEnd(t *testing.T) {
	t.Parallel()
	d, one, two := twoNodes(t)
	defer func() { must(t, two.Close()) }()
	ctx, now := t.Context(), one.Now()
	say := func(n *postgres.Node, name string, said chat.Said) {
		t.Helper()
		said.Tab, said.Session = "tab", "session"
		must(t, n.Say(ctx, name, said, now))
	}
	for _, name := range []string{"visible", "hidden", "moved", "program"} {
		addUser(t, one.Store, name)
		state := chat.Active
		if name == "hidden" {
			state = chat.Hidden
		}
		say(one, name, chat.Said{State: state, Opens: name != "program"})
	}
	now = now.Add(time.Second)
	say(two, "moved", chat.Said{State: chat.Active, Opens: true, Again: true})
	must(t, one.Close())
	eventually(t, "the other has the duty", two.OnDuty)
	var over float64
	d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, "SELECT min(until) FROM nodes").Scan(&over)
	})
	died := chat.Stamp(over).Time()
	// The lease is over 6 s after a node was heard of, so these are 14.9 s, 15.1 s, 64.9 s and 65.1 s after it.
	for _, step := range []struct {
		after time.Duration
		there map[string]bool
	}{
		{5900 * time.Millisecond, map[string]bool{"visible": true, "hidden": true, "moved": true, "program": true}},
		{6100 * time.Millisecond, map[string]bool{"hidden": true, "moved": true, "program": true}},
		{55900 * time.Millisecond, map[string]bool{"hidden": true, "moved": true, "program": true}},
		{56100 * time.Millisecond, map[string]bool{"moved": true, "program": true}},
	} {
		at := died.Add(step.after)
		must(t, two.EndTabsOfDead(ctx, at))
		seen, err := two.Presences(ctx, at.Add(chat.LostGrace))
		must(t, err)
		for _, p := range seen {
			if there := p.Seen(at.Add(chat.LostGrace)) != chat.Offline; there != step.there[p.User] {
				t.Errorf("%s after the lease is over, and the grace, %s is there: %v", step.after, p.User, there)
			}
		}
	}
}

func TestEachMessageIsPushedByOneNodeThoughTheDutyMoves(t *testing.T) {
	t.Parallel()
	d, one, two := twoNodes(t)
	ctx, now := t.Context(), one.Now()
	addUser(t, one.Store, "alice")
	addUser(t, one.Store, "bob")
	must(t, one.Sessions().Set("phone", []byte("of bob"), time.Hour))
	must(t, one.NoteLogin(ctx, "bob", chat.Login{Session: "phone"}, now))
	must(t, one.SubscribePush(ctx, "bob", "phone", chat.PushChange{PushSubscription: chat.PushSubscription{
		Endpoint: "https://push.example/1",
		// The keys of RFC 8291's example.
		Key: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", Secret: "BTBZMqHH6r4Tts7J_aSIgg",
	}}, now))
	send := func(text string) {
		t.Helper()
		_, err := two.Send(ctx, "alice", "dm:alice:bob", text, 0, now)
		must(t, err)
	}
	pushed := make(map[string]int)
	var last [2]int64
	dies := false // after it has claimed a message
	look := func() {
		t.Helper()
		for i, n := range []*postgres.Node{one, two} {
			for more := true; more; {
				news, looked, again, err := n.PushNews(ctx, last[i], now)
				must(t, err)
				last[i], more = looked, again
				for _, m := range news {
					pushed[m.Message.Content]++
				}
				if len(news) > 0 && !dies {
					must(t, n.Pushed(ctx, looked))
				}
			}
		}
	}
	send("first")
	look()
	dies = true
	send("claimed by the one that dies")
	look()
	dies = false
	send("while nobody looks")
	must(t, one.Close())
	send("while nobody is on duty")
	eventually(t, "the other has the duty", two.OnDuty)
	one = two
	look()
	look()
	for text, times := range map[string]int{"first": 1, "claimed by the one that dies": 2, "while nobody looks": 1, "while nobody is on duty": 1} {
		if pushed[text] != times {
			t.Errorf("%q was claimed %d times", text, pushed[text])
		}
	}
	// A server of an earlier version claims what it sends, and says no more of it.
	send("by an earlier version")
	d.exec(t, "UPDATE push_position SET message_id = (SELECT max(id) FROM messages)")
	third := serveNode(t, d, nil)
	defer func() { must(t, third.Close()) }()
	must(t, two.Close())
	eventually(t, "the third has the duty", third.OnDuty)
	two, one = third, third
	send("after it")
	look()
	if pushed["by an earlier version"] != 0 || pushed["after it"] != 1 {
		t.Errorf("pushed %v", pushed)
	}
}
