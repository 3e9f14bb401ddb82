package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// storeDriver lets the session storage, which speaks database/sql, use the
// store's own connections: its writes are committed with the others, and are
// never taken for another program's.
type storeDriver struct{ store *Store }

// Connect is part of driver.Connector.
func (d storeDriver) Connect(context.Context) (driver.Conn, error) { return storeConn(d), nil }

// Driver is part of driver.Connector.
func (d storeDriver) Driver() driver.Driver { return d }

// Open is part of driver.Driver.
func (d storeDriver) Open(string) (driver.Conn, error) { return storeConn(d), nil }

type storeConn struct{ store *Store }

var errNoSuchUse = errors.New("the session storage's connection has no such use")

// Prepare is part of driver.Conn; database/sql prefers ExecContext and
// QueryContext.
func (storeConn) Prepare(string) (driver.Stmt, error) { return nil, errNoSuchUse }

// Begin is part of driver.Conn.
func (storeConn) Begin() (driver.Tx, error) { return nil, errNoSuchUse }

// Close is part of driver.Conn. The store closes its connections itself.
func (storeConn) Close() error { return nil }

// ExecContext runs a statement in the writer's next transaction and returns
// once that is fsynced.
func (c storeConn) ExecContext(ctx context.Context, statement string, args []driver.NamedValue) (driver.Result, error) {
	// What the writer remembers is nothing of sessions.
	err := c.store.writer.commit(ctx, &write{durability: durable, noSavepoint: true, do: func(conn Conn) error {
		return runPlain(conn.(*fileWriter).Conn, statement, args, nil)
	}})
	return driver.ResultNoRows, err
}

// QueryContext returns a statement's rows.
func (c storeConn) QueryContext(ctx context.Context, statement string, args []driver.NamedValue) (driver.Rows, error) {
	found := &foundRows{}
	err := c.store.read(ctx, func(conn Conn) error { return runPlain(conn.(fileConn).Conn, statement, args, found.add) })
	return found, err
}

// runPlain runs a statement whose parameters are numbered.
func runPlain(conn *sqlite.Conn, statement string, args []driver.NamedValue, row func(*sqlite.Stmt) error) error {
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = arg.Value
	}
	return sqlitex.Execute(conn, statement, &sqlitex.ExecOptions{Args: values, ResultFunc: row})
}

// foundRows are the rows of a query, read.
type foundRows struct {
	columns []string
	rows    [][]driver.Value
}

func (f *foundRows) add(stmt *sqlite.Stmt) error {
	row := make([]driver.Value, stmt.ColumnCount())
	for i := range row {
		if len(f.rows) == 0 {
			f.columns = append(f.columns, stmt.ColumnName(i))
		}
		switch kind := stmt.ColumnType(i); kind {
		case sqlite.TypeInteger:
			row[i] = stmt.ColumnInt64(i)
		case sqlite.TypeText:
			row[i] = stmt.ColumnText(i)
		case sqlite.TypeBlob:
			blob := make([]byte, stmt.ColumnLen(i))
			stmt.ColumnBytes(i, blob)
			row[i] = blob
		case sqlite.TypeNull:
		default:
			return fmt.Errorf("column %d is a %v", i, kind)
		}
	}
	f.rows = append(f.rows, row)
	return nil
}

// Columns is part of driver.Rows.
func (f *foundRows) Columns() []string { return f.columns }

// Close is part of driver.Rows.
func (f *foundRows) Close() error { return nil }

// Next is part of driver.Rows.
func (f *foundRows) Next(row []driver.Value) error {
	if len(f.rows) == 0 {
		return io.EOF
	}
	copy(row, f.rows[0])
	f.rows = f.rows[1:]
	return nil
}
