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

// size is that of a database that is written rather than talked full: teams share private channels.
type size struct{ accounts, messages, teams, teamSize, channels int }

func (s size) String() string {
	return fmt.Sprintf("%s accounts, %s messages, %d private channels", grouped(float64(s.accounts)), grouped(float64(s.messages)), s.channels)
}

//go:embed seed.sql
var seedScript string

// write changes a database as another program would.
func write(folder string, change func(*sqlite.Conn) error) (err error) {
	conn, err := sqlite.OpenConn(databaseIn(folder), sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return change(conn)
}

// serveSeeded runs the program on a new database of a size, in which everyone has a session. The program makes the tables.
func (r *run) serveSeeded(ctx context.Context, name string, z size, args ...string) (*process, []*person, error) {
	folder := filepath.Join(r.folder, name)
	p, err := r.serve(ctx, r.binary, folder)
	if err != nil {
		return nil, nil, err
	}
	people := newPeople(z.accounts, "", peopleCount)
	err = errors.Join(p.stop(), write(folder, func(conn *sqlite.Conn) error {
		sizes := fmt.Sprintf("CREATE TEMP TABLE size AS SELECT %d AS accounts, %d AS messages, %d AS teams, %d AS team_size, %d AS channels, %d AS start_ts;",
			z.accounts, z.messages, z.teams, z.teamSize, z.channels, time.Now().Add(-time.Hour).Unix()-int64(z.messages)/2)
		return errors.Join(sqlitex.ExecScript(conn, sizes+seedScript), beginSessions(conn, people),
			sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil))
	}))
	if err == nil {
		p, err = r.serve(ctx, r.binary, folder, args...)
	}
	if err != nil {
		return nil, nil, err
	}
	for _, one := range people {
		one.base = p.url
	}
	s := &script{Context: ctx}
	s.get(people[0], "/settings", 200) // the session that was written is one
	return p, people, s.err
}

// beginSessions writes sessions as the program's storage holds them: ten thousand logins would take minutes of hashing.
func beginSessions(conn *sqlite.Conn, people []*person) (err error) {
	defer sqlitex.Transaction(conn)(&err)
	for _, p := range people {
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
