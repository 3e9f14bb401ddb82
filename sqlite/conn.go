package sqlite

import (
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Conn is a connection to the database of a store, for one goroutine at a time.
type Conn interface {
	// Statement prepares a statement once a connection. name is that in sql/, text
	// what stands there, which is SQLite's SQL: another database may have its own.
	Statement(name, text string) (Stmt, error)
	// LastInsertRowID is the number that the database gave the row inserted last.
	LastInsertRowID() int64
	// Changes is how many rows the last statement changed.
	Changes() int
}

// Stmt is a statement and the row that it has come to, as sqlite.Stmt describes it.
type Stmt interface {
	SetText(param, value string)
	SetInt64(param string, value int64)
	SetFloat(param string, value float64)
	SetBytes(param string, value []byte)
	SetNull(param string)
	Step() (rowReturned bool, err error)
	Reset() error
	ClearBindings() error

	GetText(column string) string
	GetInt64(column string) int64
	GetFloat(column string) float64
	GetBool(column string) bool
	IsNull(column string) bool
	GetLen(column string) int
	GetBytes(column string, into []byte) int

	ColumnCount() int
	ColumnIndex(column string) int
	ColumnName(i int) string
	ColumnType(i int) sqlite.ColumnType
	ColumnText(i int) string
	ColumnInt64(i int) int64
	ColumnFloat(i int) float64
}

// fileConn is a connection to presence.db.
type fileConn struct{ *sqlite.Conn }

// Statement is part of Conn.
func (c fileConn) Statement(_, text string) (Stmt, error) { return c.Prepare(text) }

// inSnapshot calls f with a connection that sees one state of the database throughout.
func inSnapshot(conn *sqlite.Conn, f func(*sqlite.Conn) error) (err error) {
	defer sqlitex.Transaction(conn)(&err)
	return f(conn)
}
