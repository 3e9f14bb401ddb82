package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	zombiezen "zombiezen.com/go/sqlite"

	"minimost/sqlite"
)

// conn is a connection as the code of a store knows it.
type conn struct {
	ctx context.Context // of whoever has it now
	raw *pgx.Conn

	// pending are commands and statements that are sent with the next one.
	pending []queued
	// defers says that statements without results may wait there.
	defers bool
	// unindexes says that a statement of the transaction may change messages that searches find.
	unindexes  bool
	statements map[string]*stmt
	lastID     int64
	changes    int
}

// queued is a statement that waits to be sent.
type queued struct {
	text   string
	values []any
}

func (c *conn) queue(text string, values ...any) {
	c.pending = append(c.pending, queued{text, values})
}

// batch is what waits to be sent; nothing waits any more.
func (c *conn) batch() *pgx.Batch {
	var batch pgx.Batch
	for _, q := range c.pending {
		batch.Queue(q.text, q.values...)
	}
	c.pending = c.pending[:0]
	return &batch
}

func newConn(raw *pgx.Conn) *conn { return &conn{raw: raw, statements: make(map[string]*stmt)} }

// templates are the statements that were translated, by their texts.
var templates sync.Map

func templateOf(name, shared string) template {
	if t, known := templates.Load(shared); known {
		return t.(template)
	}
	t := translate(textOf(name, shared))
	templates.Store(shared, t)
	return t
}

// Statement is part of sqlite.Conn. A statement that is in use gets a twin.
func (c *conn) Statement(name, text string) (sqlite.Stmt, error) {
	s := c.statements[text]
	if s == nil || s.inUse {
		t := templateOf(name, text)
		s = &stmt{conn: c, name: name, template: t, texts: make(map[string]string)}
		s.kinds = make([]zombiezen.ColumnType, len(t.params))
		s.values = make([]any, len(t.params))
		_ = s.ClearBindings()
		c.statements[text] = s
	}
	s.inUse = true
	return s, nil
}

// LastInsertRowID is part of sqlite.Conn.
func (c *conn) LastInsertRowID() int64 { return c.lastID }

// Changes is part of sqlite.Conn.
func (c *conn) Changes() int { return c.changes }

// stmt is a statement of a connection. Its rows are read before the first is looked
// at, so that others can run meanwhile.
type stmt struct {
	conn  *conn
	name  string
	inUse bool
	template
	texts  map[string]string // by the kinds of the parameters
	kinds  []zombiezen.ColumnType
	values []any

	wrong   error // what was bound that is not there
	ran     bool
	columns []column
	index   map[string]int // of the columns by their names
	piece   []byte         // where values are copied to
	rows    [][]byte       // the values of all rows, NULL is nil
	at      int            // index of the current row's first value
}

// column is a column of the result.
type column struct {
	name string
	kind uint32
}

func (s *stmt) set(param string, kind zombiezen.ColumnType, value any) {
	for i, name := range s.params {
		if name == param {
			s.kinds[i], s.values[i] = kind, value
			return
		}
	}
	s.wrong = fmt.Errorf("there is no parameter %s", param)
}

// SetText is part of sqlite.Stmt. PostgreSQL has no text with a NUL in it.
func (s *stmt) SetText(param, value string) {
	s.set(param, zombiezen.TypeText, validText(value))
}

// validText is a text that PostgreSQL takes.
func validText(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}

// SetInt64 is part of sqlite.Stmt.
func (s *stmt) SetInt64(param string, value int64) { s.set(param, zombiezen.TypeInteger, value) }

// SetFloat is part of sqlite.Stmt.
func (s *stmt) SetFloat(param string, value float64) { s.set(param, zombiezen.TypeFloat, value) }

// SetBytes is part of sqlite.Stmt.
func (s *stmt) SetBytes(param string, value []byte) {
	if value == nil {
		value = []byte{}
	}
	s.set(param, zombiezen.TypeBlob, value)
}

// SetNull is part of sqlite.Stmt.
func (s *stmt) SetNull(param string) { s.set(param, zombiezen.TypeNull, nil) }

// ClearBindings is part of sqlite.Stmt.
func (s *stmt) ClearBindings() error {
	for i := range s.kinds {
		s.kinds[i], s.values[i] = zombiezen.TypeNull, nil
	}
	return nil
}

// Reset is part of sqlite.Stmt.
func (s *stmt) Reset() error {
	s.ran, s.inUse, s.rows, s.columns, s.piece, s.wrong = false, false, nil, nil, nil, nil
	return nil
}

// Step is part of sqlite.Stmt.
func (s *stmt) Step() (bool, error) {
	if !s.ran {
		s.ran, s.at = true, -len(s.columns)
		if err := s.run(); err != nil {
			return false, err
		}
		s.at = 0
		return len(s.rows) > 0, nil
	}
	s.at += len(s.columns)
	return s.at < len(s.rows), nil
}

// Defer is what sqlite.query.later asks of a statement.
func (s *stmt) Defer() bool {
	if !s.conn.defers || s.wrong != nil {
		return false
	}
	s.conn.unindexes = s.conn.unindexes || s.unindexes
	s.conn.queue(s.text(), slices.Clone(s.values)...)
	return true
}

func (s *stmt) text() string {
	key := make([]byte, len(s.kinds))
	for i, kind := range s.kinds {
		key[i] = byte(kind)
	}
	text, known := s.texts[string(key)]
	if !known {
		text = s.statement(s.kinds)
		s.texts[string(key)] = text
	}
	return text
}

// run runs the statement and keeps its rows. What waits to be sent goes with it.
func (s *stmt) run() error {
	if s.wrong != nil {
		return s.wrong
	}
	c := s.conn
	c.unindexes = c.unindexes || s.unindexes
	if len(c.pending) == 0 {
		rows, err := c.raw.Query(c.ctx, s.text(), s.values...)
		if err != nil {
			return err
		}
		return s.keep(rows)
	}
	before := len(c.pending)
	batch := c.batch()
	batch.Queue(s.text(), s.values...)
	results := c.raw.SendBatch(c.ctx, batch)
	err := s.keepLast(results, before)
	return errors.Join(err, results.Close())
}

func (s *stmt) keepLast(results pgx.BatchResults, before int) error {
	for range before {
		if _, err := results.Exec(); err != nil {
			return errors.Join(sqlite.ErrDeferred, err)
		}
	}
	rows, err := results.Query()
	if err != nil {
		return err
	}
	return s.keep(rows)
}

func (s *stmt) keep(rows pgx.Rows) error {
	defer rows.Close()
	for first := true; rows.Next(); first = false {
		if first {
			if err := s.describe(rows.FieldDescriptions()); err != nil {
				return err
			}
		}
		for _, v := range rows.RawValues() {
			s.rows = append(s.rows, s.copied(v))
		}
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return err
	}
	tag := rows.CommandTag()
	s.conn.changes = int(tag.RowsAffected())
	if tag.Insert() && len(s.columns) == 1 && len(s.rows) > 0 {
		s.conn.lastID = s.int64(len(s.rows)-1, 0)
	}
	return nil
}

// describe notes the columns of a result.
func (s *stmt) describe(fields []pgconn.FieldDescription) error {
	s.columns = make([]column, len(fields))
	for i, f := range fields {
		s.columns[i] = column{f.Name, f.DataTypeOID}
		if f.Format != pgtype.BinaryFormatCode && !isText(f.DataTypeOID) {
			return fmt.Errorf("column %s comes as text", f.Name)
		}
		if at, known := s.index[f.Name]; !known || at != i {
			if s.index == nil {
				s.index = make(map[string]int, len(fields))
			}
			s.index[f.Name] = i
		}
	}
	return nil
}

// pieceSize is how many bytes of values are allocated at once.
const pieceSize = 8 << 10

// copied is a value of the result that outlasts the reading of the next row.
func (s *stmt) copied(value []byte) []byte {
	if value == nil {
		return nil
	}
	if len(value) > cap(s.piece)-len(s.piece) {
		if len(value) > pieceSize/4 {
			return slices.Clone(value)
		}
		s.piece = make([]byte, 0, pieceSize)
	}
	from := len(s.piece)
	s.piece = append(s.piece, value...)
	return s.piece[from:len(s.piece):len(s.piece)]
}
