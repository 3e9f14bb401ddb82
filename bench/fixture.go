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
	"path/filepath"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	talkersCount  = 50 // who have written the messages and read them, and whom load is sent for
	typistCount   = 3
	overrideEvery = 5 // one in so many of those who talk chose how to appear
	// renewEvery is how often people say that they are still there; the program forgets them after 110 seconds.
	renewEvery = 40 * time.Second

	// The public channels that the program has by default: one has all messages, the other none.
	talkChannel  = "general"
	quietChannel = "random"
)

// size is that of a chat. Teams share private channels, each with as many.
type size struct{ accounts, messages, teams, teamSize, channels int }

// usualSize is that of the table: three private channels of five people each.
var usualSize = size{accounts: talkersCount, messages: 200, teams: 10, teamSize: 5, channels: 3}

// fixture is a chat in which everything is known: who is there, and what each is to be answered.
type fixture struct {
	*process
	size
	folder   string
	start    float64 // of the talk
	people   []*person
	talkers  []*person
	observer *person // no load that changes anything is sent for; their doings can be told from the load
	renewed  time.Time

	sendTo       string   // the channel that load sends messages to
	acknowledged int      // messages that load has sent
	told         []string // those of the observer
}

//go:embed seed.sql
var seedScript string

// newFixture serves a new database of a size, in which everyone has a session. The program makes its tables, and SQL fills them.
func (r *run) newFixture(ctx context.Context, binary, name string, z size, args ...string) (*fixture, error) {
	f := &fixture{size: z, folder: filepath.Join(r.folder, name), sendTo: quietChannel, start: float64(time.Now().Add(-time.Hour).Unix() - int64(z.messages)/2)}
	empty, err := r.serve(ctx, binary, f.folder)
	if err != nil {
		return nil, err
	}
	for i := range z.accounts {
		f.people = append(f.people, &person{name: personName(i)})
	}
	f.talkers = f.people[:min(talkersCount, z.accounts)]
	f.observer = f.talkers[len(f.talkers)-1]
	if err := errors.Join(empty.stop(), f.seed()); err != nil {
		return nil, err
	}
	return f, f.serve(ctx, r, binary, args...)
}

// overrides lets some of those who talk choose how to appear.
func (f *fixture) overrides(s *script) {
	for _, p := range f.talkers {
		if f.hasOverride(p) {
			s.post(p, "/presence/override", `{"override":"idle"}`, 204)
		}
	}
}

// serve serves the database, for the first time or once more.
func (f *fixture) serve(ctx context.Context, r *run, binary string, args ...string) (err error) {
	if f.process, err = r.serve(ctx, binary, f.folder, args...); err != nil {
		return err
	}
	client := newClient(f.address)
	for _, p := range f.people {
		p.client = client
	}
	return nil
}

func (f *fixture) seed() (err error) {
	conn, err := sqlite.OpenConn(databaseIn(f.folder), sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	sizes := fmt.Sprintf("CREATE TEMP TABLE size AS SELECT %d AS accounts, %d AS talkers, %d AS messages, %d AS teams, %d AS team_size, %d AS channels, %.0f AS start_ts;",
		f.accounts, len(f.talkers), f.messages, f.teams, f.teamSize, f.channels, f.start)
	return errors.Join(sqlitex.ExecScript(conn, sizes+seedScript), f.beginSessions(conn), sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil))
}

// beginSessions writes sessions as the program's storage holds them: ten thousand logins would take minutes of hashing.
func (f *fixture) beginSessions(conn *sqlite.Conn) (err error) {
	defer sqlitex.Transaction(conn)(&err)
	for _, p := range f.people {
		id, now := rand.Text(), time.Now()
		key := sha256.Sum256([]byte(id))
		var value bytes.Buffer
		if err := gob.NewEncoder(&value).Encode(&map[string]any{"user": p.name, "epoch": int64(0), "extended": now.Unix()}); err != nil {
			return err
		}
		row := []any{hex.EncodeToString(key[:]), value.Bytes(), now.Add(24 * time.Hour).Unix()}
		if err := sqlitex.Execute(conn, "INSERT INTO sessions (k, v, e) VALUES (?, ?, ?)", &sqlitex.ExecOptions{Args: row}); err != nil {
			return err
		}
		p.cookie = sessionCookie + "=" + id
	}
	return nil
}

// renew keeps everybody online, when it is time to.
func (f *fixture) renew() error {
	if time.Since(f.renewed) < renewEvery {
		return nil
	}
	f.renewed = time.Now()
	return each(f.people, func(s *script, p *person) { s.report(p, "active") })
}

// typists are who types while typing is read.
func (f *fixture) typists() []*person { return f.talkers[:typistCount] }

func (f *fixture) keystroke(s *script) {
	for _, p := range f.typists() {
		s.post(p, "/typing/"+talkChannel, "", 204)
	}
}

// stopTyping ends all typing that the run has begun.
func (f *fixture) stopTyping(s *script) {
	for _, p := range f.talkers {
		s.ask(p, request{"DELETE", "/typing/" + talkChannel, ""}, 204)
	}
}

func (f *fixture) openPages(s *script) {
	for _, p := range f.talkers {
		s.openPage(p, talkChannel)
	}
}

// verify reads all messages that the run has sent: every one that was acknowledged is there, once and no other.
func (f *fixture) verify() error {
	s, stored, told := &script{}, 0, map[string]int{}
	for before, page := "9999999999", []message(nil); s.err == nil; before = fmt.Sprintf("%.6f", page[0].TS) {
		page = nil
		s.read(f.observer, "/messages_before/"+f.sendTo+"?limit=200&before="+before, &page)
		for _, m := range page {
			if m.ID > int64(f.messages) {
				stored++
				if m.Sender == f.observer.name {
					told[m.Content]++
				}
			}
		}
		if len(page) == 0 || page[0].ID <= int64(f.messages) {
			break
		}
	}
	same(s, "messages stored", stored, f.acknowledged+len(f.told))
	for _, text := range f.told {
		same(s, fmt.Sprintf("%q was acknowledged and is stored", text), told[text], 1)
	}
	return s.err
}
