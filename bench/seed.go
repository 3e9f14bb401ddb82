package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"time"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/sqlite"
)

//go:embed seed.sql
var seedScript string

// town is the size of a database that is written rather than talked full.
type town struct {
	accounts int
	messages int // in talkChannel
	teams    int // who share private channels
	teamSize int
	channels int // private ones of each team
}

func (t town) String() string {
	return fmt.Sprintf("%s accounts, %s messages, %d private channels", grouped(float64(t.accounts)), grouped(float64(t.messages)), t.channels)
}

// build writes a new database at path. Everyone in it has a session; cookies
// are by person.
func (t town) build(path string) (cookies []string, err error) {
	store, err := sqlite.Open(path, sqlite.Options{PublicChannels: []string{talkChannel, loadChannel}})
	if err != nil {
		return nil, err
	}
	if err := store.Close(); err != nil {
		return nil, err
	}
	conn, err := zombiezen.OpenConn(path, zombiezen.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close(), syncFile(path)) }()
	if err := sqlitex.ExecuteTransient(conn, "PRAGMA synchronous = OFF", nil); err != nil {
		return nil, err
	}
	size := fmt.Sprintf(
		"CREATE TEMP TABLE size AS SELECT %d AS accounts, %d AS messages, %d AS teams, %d AS team_size, %d AS channels, %d AS start_ts;",
		t.accounts, t.messages, t.teams, t.teamSize, t.channels, time.Now().Add(-time.Hour).Unix()-int64(t.messages)/2)
	if err := sqlitex.ExecScript(conn, size+seedScript); err != nil {
		return nil, err
	}
	if cookies, err = beginSessions(conn, t.accounts); err != nil {
		return nil, err
	}
	return cookies, sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil)
}

// syncFile writes a file out to the disk, so that fsyncs that are measured
// later do not.
func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// beginSessions writes a session for everyone, as the program's session storage
// holds it: ten thousand logins would take minutes of hashing.
func beginSessions(conn *zombiezen.Conn, people int) (cookies []string, err error) {
	defer sqlitex.Transaction(conn)(&err)
	insert, err := conn.Prepare("INSERT INTO sessions (k, v, e) VALUES (:key, :value, :expires)")
	if err != nil {
		return nil, err
	}
	now := time.Now()
	for i := range people {
		id := rand.Text()
		key := sha256.Sum256([]byte(id))
		var value bytes.Buffer
		held := map[string]any{"user": personName(i), "epoch": int64(0), "extended": now.Unix()}
		if err := gob.NewEncoder(&value).Encode(&held); err != nil {
			return nil, err
		}
		insert.SetText(":key", hex.EncodeToString(key[:]))
		insert.SetBytes(":value", value.Bytes())
		insert.SetInt64(":expires", now.Add(24*time.Hour).Unix())
		if _, err := insert.Step(); err != nil {
			return nil, err
		}
		if err := insert.Reset(); err != nil {
			return nil, err
		}
		cookies = append(cookies, sessionCookie+"="+id)
	}
	return cookies, insert.Finalize()
}
