package legacy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// database is one file of the original, open for reading.
type database struct {
	path   string // as it was named
	file   string // with links followed: its log is beside that
	conn   *sqlite.Conn
	opened []fileState
	tables map[string]map[string]bool // table → columns
}

// sidecars are what SQLite keeps beside a database. One that is not empty holds
// changes that the file itself lacks.
var sidecars = []string{"", "-wal", "-journal"}

// fileState tells whether a file has been written to.
type fileState struct {
	size    int64
	changed time.Time
}

func statesOf(path string) (states []fileState) {
	for _, suffix := range sidecars {
		var state fileState
		if info, err := os.Stat(path + suffix); err == nil {
			state = fileState{info.Size(), info.ModTime()}
		}
		states = append(states, state)
	}
	return states
}

func (f *Folder) open(ctx context.Context, path string, tables map[string][]string) (db *database, err error) {
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, readFault(path, err)
	}
	db = &database{path: path, file: file, opened: statesOf(file)}
	if db.opened[1].size > 0 || db.opened[2].size > 0 {
		// SQLite would have to write to the folder to read this.
		err = f.openCopy(db)
	} else {
		name := "file:" + (&url.URL{Path: file}).EscapedPath() + "?immutable=1"
		db.conn, err = sqlite.OpenConn(name, sqlite.OpenReadOnly, sqlite.OpenURI)
	}
	if err != nil {
		return nil, readFault(path, err)
	}
	db.conn.SetInterrupt(ctx.Done())
	if err := db.check(tables); err != nil {
		return nil, errors.Join(readFault(path, err), db.conn.Close())
	}
	return db, nil
}

// openCopy copies the file with its log and opens the copy.
func (f *Folder) openCopy(db *database) (err error) {
	if f.scratch == "" {
		if f.scratch, err = os.MkdirTemp("", "minimost-import-"); err != nil {
			return err
		}
	}
	copied := filepath.Join(f.scratch, filepath.Base(db.path))
	for i, suffix := range sidecars {
		if i > 0 && db.opened[i].size == 0 {
			continue
		}
		if err := copyFile(db.file+suffix, copied+suffix); err != nil {
			return err
		}
	}
	if err := db.unchanged(); err != nil {
		return err
	}
	db.conn, err = sqlite.OpenConn(copied, sqlite.OpenReadWrite)
	return err
}

func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

func (db *database) unchanged() error {
	now := statesOf(db.file)
	for i := range now {
		if now[i].size != db.opened[i].size || !now[i].changed.Equal(db.opened[i].changed) {
			return faultf(nil, "%s was written to while it was read; stop the original first.", db.path)
		}
	}
	return nil
}

// check reads the schema, looks the tables over and wants those that the
// original cannot be without.
func (db *database) check(required map[string][]string) error {
	if err := sqlitex.ExecuteTransient(db.conn, "PRAGMA trusted_schema = OFF", nil); err != nil {
		return err
	}
	if err := db.readSchema(); err != nil {
		return err
	}
	for table, columns := range required {
		for _, column := range columns {
			if !db.has(table, column) {
				return faultf(nil, "%s is not the original's: it has no column %s.%s; name the data folder of the original.", db.path, table, column)
			}
		}
	}
	for table := range db.tables {
		if err := db.checkTable(table); err != nil {
			return err
		}
	}
	return nil
}

func (db *database) readSchema() error {
	db.tables = make(map[string]map[string]bool)
	const columns = `SELECT lower(t.name), lower(c.name) FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
		WHERE t.schema = 'main' AND t.type = 'table'
		UNION ALL SELECT lower(name), 'rowid' FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT wr`
	return sqlitex.ExecuteTransient(db.conn, columns, &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		table := stmt.ColumnText(0)
		if !known[table] {
			return nil
		}
		if db.tables[table] == nil {
			db.tables[table] = make(map[string]bool)
		}
		db.tables[table][stmt.ColumnText(1)] = true
		return nil
	}})
}

// known are the tables that an import looks into.
var known = map[string]bool{
	"users": true, "user_settings": true, "presence": true, "read_receipts": true, "message_reactions": true,
	"private_channels": true, "private_channel_members": true, "messages": true, "reactions": true,
	"read_state": true, "dm_hidden": true, "pins": true,
}

func (db *database) has(table, column string) bool { return db.tables[table][column] }

func (db *database) checkTable(table string) error {
	return sqlitex.ExecuteTransient(db.conn, "PRAGMA quick_check("+table+")", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			if line := stmt.ColumnText(0); line != "ok" {
				return faultf(errors.New(line), "%s is damaged; restore a backup of the original first.", db.path)
			}
			return nil
		},
	})
}

// readFault is the plain sentence for a file that cannot be read.
func readFault(path string, err error) error {
	if err == nil {
		return nil
	}
	if fault, ok := errors.AsType[*Fault](err); ok {
		return fault
	}
	code := sqlite.ErrCode(err).ToPrimary()
	what := fmt.Sprintf("cannot be read (%v); let this account read the file and its folder", err)
	switch code {
	case sqlite.ResultNotADB:
		what = "is not a SQLite database; name the data folder of the original"
	case sqlite.ResultCorrupt:
		what = fmt.Sprintf("is damaged (SQLite: %s); restore a backup of the original first", code.Message())
	case sqlite.ResultInterrupt:
		return err
	}
	if errors.Is(err, syscall.ENOSPC) {
		what = "cannot be copied: the disk is full; make room, or name a folder with room in TMPDIR"
	}
	return faultf(err, "%s %s.", path, what)
}
