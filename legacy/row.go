package legacy

import (
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
)

// asWritten is the order in which the rows of a table were written.
const asWritten = "ORDER BY rowid"

// row is one row of a table. A column that the table lacks is NULL.
type row struct {
	stmt   *sqlite.Stmt
	latest chat.Stamp // no clock has shown later times
}

// rows calls each for the rows of a table, as the tail says; a table that is
// not there has none. Columns are known names, never a file's.
func (db *database) rows(table string, latest chat.Stamp, columns, tail string, each func(row) error) error {
	if db.tables[table] == nil {
		return nil
	}
	names := strings.Fields(columns)
	for i, name := range names {
		names[i] = name + " AS " + name // else the name is as the table spells it
		if !db.has(table, name) {
			names[i] = "NULL AS " + name
		}
	}
	if !db.has(table, "rowid") && tail == asWritten {
		tail = ""
	}
	var failed error
	statement := "SELECT " + strings.Join(names, ", ") + " FROM " + table + " " + tail
	err := sqlitex.ExecuteTransient(db.conn, statement, &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		failed = each(row{stmt, latest})
		return failed
	}})
	if failed != nil {
		return failed
	}
	return readFault(db.path, err)
}

// count is how many rows of a table meet a condition, which may name only
// columns that the table has.
func (db *database) count(table, column, condition string) (n int, err error) {
	if !db.has(table, column) {
		return 0, nil
	}
	err = sqlitex.ExecuteTransient(db.conn, "SELECT count(*) FROM "+table+" WHERE "+condition, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error { n = stmt.ColumnInt(0); return nil },
	})
	return n, readFault(db.path, err)
}

// maxNameBytes bounds what is read of names: of channels, people, emoji, files.
const maxNameBytes = 4096

// text is the column's text, and "" for what is none: NULL, a number, bytes, not
// UTF-8, or longer than any name.
func (r row) text(column string) string {
	i := r.stmt.ColumnIndex(column)
	if r.stmt.ColumnType(i) != sqlite.TypeText || r.stmt.ColumnLen(i) > maxNameBytes {
		return ""
	}
	text := r.stmt.ColumnText(i)
	if strings.ContainsRune(text, 0) || strings.ToValidUTF8(text, "") != text {
		return ""
	}
	return text
}

// content is text with what is not UTF-8 replaced rather than lost.
func (r row) content(column string) string {
	i := r.stmt.ColumnIndex(column)
	if r.stmt.ColumnType(i) == sqlite.TypeNull {
		return ""
	}
	text := strings.ReplaceAll(r.stmt.ColumnText(i), "\x00", "\uFFFD")
	return strings.ToValidUTF8(text, "\uFFFD")
}

// size is the length of the column's text or bytes.
func (r row) size(column string) int { return r.stmt.ColumnLen(r.stmt.ColumnIndex(column)) }

// stamp is the column's time, and none for what no clock shows.
func (r row) stamp(column string) chat.Stamp {
	i := r.stmt.ColumnIndex(column)
	if kind := r.stmt.ColumnType(i); kind != sqlite.TypeFloat && kind != sqlite.TypeInteger {
		return 0
	}
	ts := chat.Stamp(r.stmt.ColumnFloat(i))
	if !ts.Valid() || ts <= 0 || ts > r.latest {
		return 0
	}
	return ts
}

// whole is the column's whole number; what is none is 0.
func (r row) whole(column string) int64 {
	i := r.stmt.ColumnIndex(column)
	if r.stmt.ColumnType(i) != sqlite.TypeInteger {
		return 0
	}
	return r.stmt.ColumnInt64(i)
}

func (r row) flag(column string) bool { return r.whole(column) != 0 }
