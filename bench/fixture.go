package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	talkersCount  = 50               // who have written the messages and read them, and whom load is sent for
	typistCount   = 3                // of them type while typing is read
	overrideEvery = 5                // one in so many of those who talk chose how to appear
	renewEvery    = 40 * time.Second // people say that they are still there; the program forgets them after 110 seconds
	// The public channels that the program has by default: one has all messages, the other none.
	talkChannel  = "general"
	quietChannel = "random"
)

// size is that of a chat. Teams share private channels, each with as many.
// With nodes it is on a PostgreSQL, with so many servers.
type size struct{ accounts, messages, teams, teamSize, channels, nodes int }

// usualSize is that of the tables: three private channels of five people each.
var usualSize = size{accounts: talkersCount, messages: 200, teams: 10, teamSize: 5, channels: 3}

// fixture is a chat in which everything is known: who is there, and what each is to be answered.
type fixture struct {
	*process
	others []*process // that serve the same database
	lender *lender    // of the database, if it is a PostgreSQL
	size
	database string
	answers  map[string]string // JSON, by path and name
	people   []*person
	talkers  []*person
	observer *person // no load that changes anything is sent for; their doings can be told from the load
	renewed  time.Time

	sendTo       string   // the channel that load sends messages to
	acknowledged int      // messages that load has sent
	told         []string // those of the observer

	args []string // the program's, of its own

	name   string
	isHub  bool
	bare   bool  // this gets the requests for another fixture
	checks tally // of the endpoint that is measured, with what was wrong with the load
}

//go:embed seed.sql
var seedScript string

//go:embed answers.sql
var answersQuery string

// newFixture serves a new database of a size, in which everyone has a session. The program makes its tables, and SQL fills them.
func (r *run) newFixture(ctx context.Context, binary, name string, z size, args ...string) *fixture {
	f := &fixture{name: name, size: z, database: databaseIn(filepath.Join(r.folder, name)), sendTo: quietChannel, answers: map[string]string{}}
	require(os.MkdirAll(filepath.Dir(f.database), 0o700))
	require(r.serve(ctx, binary, f.database).stop())
	for i := range z.accounts {
		f.people = append(f.people, &person{name: fmt.Sprintf("person%02d", i)})
	}
	f.talkers = f.people[:min(talkersCount, z.accounts)]
	f.observer = f.talkers[len(f.talkers)-1]
	if f.seed(); z.nodes > 0 {
		f.moved(ctx, r, binary)
	}
	f.args = args
	f.serve(ctx, r, binary)
	return f
}

// serve serves the database, for the first time or once more. Everybody asks the first server.
func (f *fixture) serve(ctx context.Context, r *run, binary string) {
	f.process, f.others = r.serve(ctx, binary, f.database, f.args...), nil
	for range f.nodes - 1 {
		f.others = append(f.others, r.serve(ctx, binary, f.database, f.args...))
	}
	client := newClient(f.address)
	for _, p := range f.people {
		p.client = client
	}
}

// processes are the servers.
func (f *fixture) processes() []*process { return append([]*process{f.process}, f.others...) }

// stored does something with the database itself, which nothing serves meanwhile.
func (f *fixture) stored(do func(*sqlite.Conn) error) {
	conn := required(sqlite.OpenConn(f.database, sqlite.OpenReadWrite))
	require(errors.Join(do(conn), conn.Close()))
}

func (f *fixture) script(sql string) {
	f.stored(func(conn *sqlite.Conn) error { return sqlitex.ExecScript(conn, sql) })
}

func (f *fixture) seed() {
	sizes := fmt.Sprintf("CREATE TEMP TABLE size AS SELECT %d AS accounts, %d AS talkers, %d AS messages, %d AS teams, %d AS team_size, %d AS channels, %d AS start_ts;",
		f.accounts, len(f.talkers), f.messages, f.teams, f.teamSize, f.channels, time.Now().Add(-time.Hour).Unix()-int64(f.messages)/2)
	keep := func(row *sqlite.Stmt) error {
		f.answers[row.ColumnText(0)+" "+row.ColumnText(1)] = row.ColumnText(2)
		return nil
	}
	f.stored(func(conn *sqlite.Conn) error {
		return errors.Join(sqlitex.ExecScript(conn, sizes+seedScript), f.beginSessions(conn),
			sqlitex.ExecuteTransient(conn, answersQuery, &sqlitex.ExecOptions{ResultFunc: keep}), checkpoint(conn))
	})
}

func checkpoint(conn *sqlite.Conn) error {
	return sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil)
}

// beginSessions writes sessions as the program's storage holds them: ten thousand logins would take minutes of hashing.
func (f *fixture) beginSessions(conn *sqlite.Conn) (err error) {
	defer sqlitex.Transaction(conn)(&err)
	for _, p := range f.people {
		id, now, value := rand.Text(), time.Now(), bytes.Buffer{}
		key := sha256.Sum256([]byte(id))
		p.cookie = sessionCookie + "=" + id
		require(gob.NewEncoder(&value).Encode(&map[string]any{"user": p.name, "epoch": int64(0), "extended": now.Unix()}))
		row := []any{hex.EncodeToString(key[:]), value.Bytes(), now.Add(24 * time.Hour).Unix()}
		require(sqlitex.Execute(conn, "INSERT INTO sessions (k, v, e) VALUES (?, ?, ?)", &sqlitex.ExecOptions{Args: row}))
	}
	return nil
}

// chooseOverride lets some of those who talk choose how to appear.
func (f *fixture) chooseOverride(p *person) {
	if f.hasOverride(p) {
		p.post("/presence/override", `{"override":"idle"}`, 204)
	}
}

func (f *fixture) renew() {
	if time.Since(f.renewed) >= renewEvery {
		f.renewed = time.Now()
		each(f.people, func(p *person) { p.report("active") })
	}
}

func (f *fixture) keystroke() {
	for _, p := range f.talkers[:typistCount] {
		p.post("/typing/"+talkChannel, "", 204)
	}
}

// stopTyping ends all typing that the run has begun.
func (f *fixture) stopTyping() {
	each(f.talkers, func(p *person) { p.ask(request{"DELETE", "/typing/" + talkChannel, ""}, 204) })
}

func (f *fixture) openPages() {
	each(f.talkers, func(p *person) { p.openPage(talkChannel) })
}

// verify reads all messages that the run has sent: every one that was acknowledged is there, once and no other.
func (f *fixture) verify() {
	stored, told, page := 0, map[string]int{}, []message{{ID: int64(f.messages) + 1, TS: 1e10}}
	for len(page) > 0 && page[0].ID > int64(f.messages) {
		before := page[0].TS
		page = nil
		f.observer.read(fmt.Sprintf("/messages_before/%s?limit=200&before=%.6f", f.sendTo, before), &page)
		for _, m := range page {
			if m.ID > int64(f.messages) {
				stored++
			}
			if m.Sender == f.observer.name {
				told[m.Content]++
			}
		}
	}
	same("messages stored", stored, f.acknowledged+len(f.told))
	for _, text := range f.told {
		same(fmt.Sprintf("%q was acknowledged and is stored", text), told[text], 1)
	}
}
