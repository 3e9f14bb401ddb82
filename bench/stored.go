package main

import (
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// checkStored looks into the database: every send to loadChannel that was
// acknowledged is there, those whose text is known exactly once, and no more
// than could have been on their way when the load ended.
func (s *scene) checkStored(path string, onTheWay int) (err error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	stored, err := count(conn, "SELECT count(*) FROM messages WHERE channel = :channel", map[string]any{":channel": loadChannel})
	if err != nil {
		return err
	}
	if stored < s.acknowledged || stored > s.acknowledged+onTheWay {
		return fmt.Errorf("%d messages are stored after %d were acknowledged and at most %d more were on their way", stored, s.acknowledged, onTheWay)
	}
	for _, text := range s.told {
		n, err := count(conn, "SELECT count(*) FROM messages WHERE channel = :channel AND sender = :sender AND content = :content",
			map[string]any{":channel": loadChannel, ":sender": s.observer.name, ":content": text})
		if err != nil {
			return err
		}
		if n != 1 {
			return fmt.Errorf("%q was acknowledged and is stored %d times", text, n)
		}
	}
	return nil
}

func count(conn *sqlite.Conn, query string, named map[string]any) (n int, err error) {
	err = sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{Named: named, ResultFunc: func(stmt *sqlite.Stmt) error {
		n = stmt.ColumnInt(0)
		return nil
	}})
	return n, err
}

// writeTo changes the database beside the program, as another program would.
func writeTo(path, query string, named map[string]any) (err error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{Named: named})
}
