package handlers

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"minimost/handlers/web"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
)

type randomOps struct {
	*world
	random *rand.Rand
	people []*browser
	pages  []*openTab
	swept  time.Time
}

func newRandomOps(t *testing.T, seed uint64) *randomOps {
	return newRandomOpsIn(newWorld(t), seed)
}

func newRandomOpsIn(w *world, seed uint64) *randomOps {
	w.server.Throttle = nil
	p := &randomOps{world: w, random: rand.New(rand.NewPCG(seed, 7)), swept: w.clock()}
	for _, name := range []string{"alice", "bob", "carol"} {
		p.people = append(p.people, w.as(name))
	}
	p.people[0].json("/private_channels/create", `{"name": "plan", "members": ["bob"]}`).want(200)
	for _, b := range p.people {
		p.pages = append(p.pages, b.open("general"))
	}
	p.pages = append(p.pages, p.people[0].open("private:1"), p.people[1].open("private:1"), p.people[1].open("dm:alice:bob"))
	return p
}

// step makes one random change and says which. Refusals are part of it.
func (p *randomOps) step() string {
	pick := func(options ...string) string { return options[p.random.IntN(len(options))] }
	who := p.random.IntN(len(p.people))
	b, name := p.people[who], []string{"alice", "bob", "carol"}[who]
	channel := pick("general", "private:1", "dm:alice:bob")
	message := strconv.Itoa(1 + p.random.IntN(12))
	member := fmt.Sprintf(`{"username": %q}`, pick("alice", "bob", "carol"))
	ask := func(method, target, body string, header ...string) string {
		if p.random.IntN(4) == 0 { // asked for again later, it is answered as before
			header = append(header, web.KeyHeader, hex.EncodeToString([]byte(target + body))[:min(2*len(target+body), chat.MaxKeyBytes)])
		}
		a := b.do(method, target, body, header...)
		return fmt.Sprintf("%s: %s %s %s: %d", name, method, target, body, a.status)
	}
	form := func(target, body string) string {
		return ask("POST", target, body, "Content-Type", "application/x-www-form-urlencoded")
	}
	switch p.random.IntN(21) {
	case 0, 1:
		return ask("POST", "/typing/"+channel, "")
	case 2:
		return ask("DELETE", "/typing/"+channel, "")
	case 3:
		return ask("POST", "/presence", fmt.Sprintf(`{"state": %q, "tab": %q}`, pick(stateNames()...), pick("a", "b")))
	case 4:
		return ask("POST", "/presence/override", pick(`{"override": null}`, `{"override": "active", "minutes": 1}`, `{"override": "idle"}`, `{"override": "offline"}`))
	case 5, 6:
		return form("/send/"+channel, "text=hello+"+message+"&reply_to_id="+message)
	case 7:
		return form("/react/"+message, "reaction="+pick("%F0%9F%91%8D", "%E2%9D%A4"))
	case 8:
		return form("/edit/"+message, "text=edited")
	case 9:
		return form("/delete/"+message, "")
	case 10, 11:
		return form("/mark_read/"+channel, "")
	case 12:
		if p.random.IntN(2) == 0 {
			return ask("POST", "/notifications", pick(`{"minutes": 1}`, `{"minutes": 0}`, `{"level": "none"}`, `{"schedule": {"days": [0, 1, 2, 3, 4, 5, 6], "from": "12:01", "to": "12:03"}}`))
		}
		return ask("POST", "/settings", pick(`{"share_typing": false}`, `{"share_receipts": false}`, `{"share_typing": true, "share_receipts": true}`))
	case 13:
		return ask("POST", "/private_channels/1/add_member", member)
	case 14:
		return ask("POST", "/private_channels/1/remove_member", member)
	case 15:
		return ask("POST", "/private_channels/1/rename", `{"name": "plan `+message+`"}`)
	case 16:
		newcomer := chat.User{Username: "newcomer" + message, PasswordHash: "x", CreatedTS: chat.StampOf(p.clock())}
		return fmt.Sprintf("an account for %s: %v", newcomer.Username, p.store.CreateUser(p.t.Context(), newcomer))
	case 17:
		soon := chat.StampOf(p.clock()).Add(30 * time.Second).Text()
		return ask("POST", "/status", pick(`{"text": ""}`, `{"emoji": "🎉"}`, `{"text": "Lunch", "until_ts": `+soon+`}`))
	case 18:
		return ask("POST", "/profile", pick(`{"display_name": ""}`, `{"display_name": "Zoë"}`, `{"display_name": "The Captain"}`))
	}
	if p.random.IntN(3) == 0 {
		far := []time.Duration{-time.Hour, -time.Minute, -2 * time.Second, time.Hour}[p.random.IntN(4)]
		p.moveOn(far)
		return "setting the clock by " + far.String()
	}
	far := []time.Duration{time.Second, 5 * time.Second, 11 * time.Second, 2 * time.Minute, 2 * time.Hour}[p.random.IntN(5)]
	p.moveOn(far)
	return "waiting " + far.String()
}

// moveOn lets the clock show another time, and the sweep notice.
func (p *randomOps) moveOn(far time.Duration) {
	p.t.Helper()
	p.pass(far)
	for _, w := range []*world{p.world, p.other} {
		if w == nil {
			continue
		}
		if err := w.store.Sweep(p.t.Context(), p.swept, p.clock()); err != nil {
			p.t.Fatal(err)
		}
	}
	p.swept = p.clock()
}

// foreign runs a statement as another program would.
func (w *world) foreign(statement string) {
	w.t.Helper()
	conn, err := zombiezen.OpenConn(w.path, zombiezen.OpenReadWrite)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	conn.SetBusyTimeout(patience)
	if err := sqlitex.ExecuteTransient(conn, statement, nil); err != nil {
		w.t.Fatal(statement, err)
	}
}

// until waits for a condition.
func (w *world) until(what string, holds func() bool) {
	w.t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(patience); !holds(); {
		select {
		case <-tick.C:
		case <-deadline:
			w.t.Fatalf("still not so: %s", what)
		}
	}
}
