package handlers

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/auth"
	"minimost/chat"
	"minimost/sqlite"
)

// role is someone's relation to private:1. alice owns it, bob joined it later,
// carol was removed, mallory was never in it and has blocked carol, and dora, who is administrator, was never in it.
// dm:alice:bob is alice's and bob's.
type role int

const (
	asNobody role = iota
	asStranger
	asMember
	asOwner
	asRemoved
	asAdministrator
	roleCount
)

func (r role) name() string {
	return [roleCount]string{"", "mallory", "bob", "alice", "carol", "dora"}[r]
}

func (r role) String() string {
	return [roleCount]string{"nobody", "stranger", "member", "owner", "removed member", "administrator"}[r]
}

// The ids of the fixture's messages.
const (
	aliceInGeneral = 1 + iota
	aliceBeforeBob
	carolBeforeBob
	bobWasAdded
	aliceWithBob
	bobInPrivate
	carolWasRemoved
	aliceAfterCarol
	aliceToBob
	malloryInGeneral
)

// roleFixture is a database in which every role has a past and a session.
type roleFixture struct {
	file     []byte
	now      time.Time
	sessions [roleCount]string
	// tokens are what the programs of each role show, by scope.
	tokens map[chat.Scope][roleCount]string
}

func newRoleFixture(t testing.TB) *roleFixture {
	t.Helper()
	folder := t.TempDir()
	path, copied := filepath.Join(folder, "presence.db"), filepath.Join(folder, "copy.db")
	w := worldAt(t, path)
	plan := &roleFixture{}
	var people [roleCount]*browser
	for r := asStranger; r < roleCount; r++ {
		people[r] = w.as(r.name())
		plan.sessions[r] = people[r].session()
	}
	if err := w.store.SetAdministrator(tContext(), "", asAdministrator.name(), true, w.clock()); err != nil {
		t.Fatal(err)
	}
	if err := w.store.SavePicture(tContext(), "alice", chat.Picture{Kind: "image/png", Data: []byte("a picture")}, w.clock()); err != nil {
		t.Fatal(err)
	}
	settleTown(w, people[asOwner], people[asMember], people[asStranger], people[asRemoved])
	plan.tokens = makeTokens(w)
	makeBots(w)
	makeFiles(w)
	for _, write := range roleRows {
		write(t, path)
	}
	w.pass(time.Second)
	plan.now = w.clock()
	if err := sqlite.Backup(tContext(), path, copied); err != nil {
		t.Fatal(err)
	}
	var err error
	if plan.file, err = os.ReadFile(copied); err != nil {
		t.Fatal(err)
	}
	return plan
}

func settleTown(w *world, alice, bob, mallory, carol *browser) {
	w.t.Helper()
	step := func(a answer) {
		w.t.Helper()
		if a.status >= 300 {
			a.want(200)
		}
		w.pass(time.Second)
	}
	step(alice.form("/send/general", "text", "hello"))
	step(alice.json("/private_channels/create", `{"name":"plans","members":["carol"]}`))
	step(alice.form("/send/private:1", "text", "before bob"))
	step(carol.form("/send/private:1", "text", "carol was here"))
	step(alice.json("/private_channels/1/add_member", `{"username":"bob"}`))
	step(alice.form("/send/private:1", "text", "welcome to the plan"))
	step(bob.form("/send/private:1", "text", "bob is here"))
	step(alice.json("/private_channels/1/remove_member", `{"username":"carol"}`))
	step(alice.form("/send/private:1", "text", "after carol"))
	step(bob.form(fmt.Sprint("/react/", aliceAfterCarol), "reaction", "👍"))
	step(alice.form("/send/dm:alice:bob", "text", "hi bob"))
	step(mallory.form("/send/general", "text", "anyone?"))
	step(alice.form("/mark_read/general"))
	step(mallory.json("/blocks/add", `{"username":"carol"}`))
	step(bob.json("/channel_settings/private:1", `{"muted":true,"notify":"none"}`))
	for _, channel := range []string{"general", "private:1", "dm:alice:bob"} {
		alice.do(fiber.MethodPost, "/typing/"+channel, "").want(204)
		bob.do(fiber.MethodPost, "/typing/"+channel, "").want(204)
	}
	alice.json("/presence", `{"state":"active","tab":"t1"}`).want(204)
	// Nobody can look after it: those in it have no account.
	w.change("INSERT INTO private_channels (id, name, created_by, created_ts) VALUES (2, 'ghosts of the past', 'gone', 1716000000.5)")
	w.change("INSERT INTO private_channel_members (channel_id, username, joined_ts, role) VALUES (2, 'gone', 1716000000.5, 'owner')")
	w.change("INSERT INTO users (username, password_hash, created_ts, deactivated_ts) VALUES ('former', 'h', 1716000000.5, 1716000001.5)")
	w.change("INSERT INTO declined_channels (username, channel_id, name, declined_ts) VALUES ('carol', 77, 'old launch', 1716000000.5)")
	err := errors.Join(
		w.store.Sessions().Set(phone, []byte("of another browser"), time.Hour),
		w.store.NoteLogin(tContext(), "bob", chat.Login{Session: phone, Address: "192.0.2.7", Browser: "Safari on iPhone"}, w.clock()),
		w.store.CreateResetToken(tContext(), auth.HashResetToken("token"), "bob", chat.StampOf(w.clock().Add(time.Hour))),
	)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.store.CreateInvite(tContext(), "dora", auth.HashSecret("invite"), chat.NewInvite{Days: 7, Uses: 5}, w.clock()); err != nil {
		w.t.Fatal(err)
	}
}

// roleServer is one copy of the fixture, with a server and a second look at its tables.
type roleServer struct {
	*world
	plan *roleFixture
	path string
	conn *zombiezen.Conn
	last dumped
}

// dumped is every row of every table, as it was at a version of the database.
type dumped struct {
	version string
	tables  map[string][]string
}

func (plan *roleFixture) open(t testing.TB, change ...func(*config)) *roleServer {
	t.Helper()
	path := filepath.Join(t.TempDir(), "presence.db")
	if err := os.WriteFile(path, plan.file, 0o600); err != nil {
		t.Fatal(err)
	}
	// That a page is open is no change of its own. One connection that reads is opened in a fraction of the time of many, and hundreds of places are.
	p := &roleServer{world: worldWith(t, path, sqlite.Options{Readers: 1}, append(change, deafly)...), plan: plan, path: path}
	p.now = plan.now
	var err error
	if p.conn, err = zombiezen.OpenConn(path, zombiezen.OpenReadOnly); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.conn.Close() })
	return p
}

func (p *roleServer) as(r role) *browser {
	b := p.browser()
	if r != asNobody {
		b.cookies[auth.Cookie], b.name = p.plan.sessions[r], r.name()
	}
	return b
}

// dump is every row of every table. It is read again only when something was
// committed since the last time, even if that left every row as it was.
func (p *roleServer) dump() map[string][]string {
	p.t.Helper()
	version := p.value("PRAGMA data_version")
	if p.last.tables == nil || p.last.version != version {
		p.last = dumped{version, p.readTables()}
	}
	return p.last.tables
}

func (p *roleServer) readTables() map[string][]string {
	p.t.Helper()
	tables := make(map[string][]string)
	p.each("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'", func(stmt *zombiezen.Stmt) {
		tables[stmt.ColumnText(0)] = nil
	})
	for table := range tables {
		p.each("SELECT * FROM "+table, func(stmt *zombiezen.Stmt) {
			var row strings.Builder
			for i := range stmt.ColumnCount() {
				fmt.Fprintf(&row, "%s=%s ", stmt.ColumnName(i), column(stmt, i))
			}
			tables[table] = append(tables[table], row.String())
		})
		slices.Sort(tables[table])
	}
	return tables
}

func column(stmt *zombiezen.Stmt, i int) string {
	switch stmt.ColumnType(i) {
	case zombiezen.TypeFloat:
		return fmt.Sprint(stmt.ColumnFloat(i))
	case zombiezen.TypeNull:
		return "NULL"
	}
	return fmt.Sprintf("%q", stmt.ColumnText(i))
}

// value is the first column of a query's first row.
func (p *roleServer) value(query string) string {
	p.t.Helper()
	var values []string
	p.each(query, func(stmt *zombiezen.Stmt) { values = append(values, stmt.ColumnText(0)) })
	return strings.Join(append(values, "")[:1], "")
}

func (p *roleServer) each(query string, row func(*zombiezen.Stmt)) {
	p.t.Helper()
	err := sqlitex.Execute(p.conn, query, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *zombiezen.Stmt) error { row(stmt); return nil },
	})
	if err != nil {
		p.t.Fatalf("%s: %v", query, err)
	}
}

// changes names the tables in which two dumps differ.
func changes(before, after map[string][]string) string {
	var names []string
	for table := range after {
		if !slices.Equal(before[table], after[table]) {
			names = append(names, table)
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
