package sqlite

import (
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

// query is one statement of sql/.
type query struct{ name, text string }

// load is the statement of a name, such as "pin/list". It panics where there is none.
func load(name string) query {
	text := statements[name]
	if text == "" {
		panic("there is no statement " + name)
	}
	return query{name, text}
}

// binding is the value of one named parameter.
type binding struct {
	name  string
	kind  sqlite.ColumnType
	text  string
	num   float64
	whole int64
	blob  []byte
}

func text(name, v string) binding { return binding{name: name, kind: sqlite.TypeText, text: v} }

func whole(name string, v int64) binding {
	return binding{name: name, kind: sqlite.TypeInteger, whole: v}
}

func blob(name string, v []byte) binding { return binding{name: name, kind: sqlite.TypeBlob, blob: v} }

// real binds a stamp that is compared with others: none is 0.
func real(name string, v chat.Stamp) binding {
	return binding{name: name, kind: sqlite.TypeFloat, num: float64(v)}
}

// stamp binds a stamp that is stored: none is NULL.
func stamp(name string, v chat.Stamp) binding {
	if v == 0 {
		return binding{name: name, kind: sqlite.TypeNull}
	}
	return real(name, v)
}

// optional binds a text that is stored: "" is NULL.
func optional(name, v string) binding {
	if v == "" {
		return binding{name: name, kind: sqlite.TypeNull}
	}
	return text(name, v)
}

func flag(name string, v bool) binding {
	if v {
		return whole(name, 1)
	}
	return whole(name, 0)
}

// choice binds a flag; nil is NULL.
func choice(name string, v *bool) binding {
	if v == nil {
		return binding{name: name, kind: sqlite.TypeNull}
	}
	return flag(name, *v)
}

// exec runs the statement for its effect.
func (q query) exec(conn Conn, bindings ...binding) error {
	return q.each(conn, ignore, bindings...)
}

// deferredStmt is one that can be run with those after it, in one round trip.
type deferredStmt interface {
	// Defer has it run with what was bound before any other statement that returns
	// something, and reports whether it will: otherwise it is to be run now.
	Defer() bool
}

// later is exec, maybe a little later, before anything else is read and before the commit. A
// failure is that of a statement after it, or of the commit.
func (q query) later(conn Conn, bindings ...binding) error {
	stmt, err := conn.Statement(q.name, q.text)
	if err != nil {
		return fmt.Errorf("%s: %w", q.name, err)
	}
	if deferred, ok := stmt.(deferredStmt); ok {
		for _, b := range bindings {
			b.bind(stmt)
		}
		ok = deferred.Defer()
		if err := errors.Join(stmt.Reset(), stmt.ClearBindings()); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		if ok {
			return nil
		}
		return q.exec(conn, bindings...)
	}
	return q.run(stmt, ignore, bindings)
}

func ignore(Stmt) error { return nil }

// one calls row for the first row, if there is one, and reports whether there was.
func (q query) one(conn Conn, row func(Stmt), bindings ...binding) (found bool, err error) {
	err = q.each(conn, func(stmt Stmt) error {
		if !found {
			row(stmt)
		}
		found = true
		return nil
	}, bindings...)
	return found, err
}

// each calls row for every row. The statement is prepared once a connection.
func (q query) each(conn Conn, row func(Stmt) error, bindings ...binding) error {
	stmt, err := conn.Statement(q.name, q.text)
	if err != nil {
		return fmt.Errorf("%s: %w", q.name, err)
	}
	return q.run(stmt, row, bindings)
}

// run runs its statement, and has it ready for the next time.
func (q query) run(stmt Stmt, row func(Stmt) error, bindings []binding) (err error) {
	defer func() {
		// A failed step makes Reset return its error again; the statement is
		// reset all the same.
		_ = stmt.Reset()
		if clearErr := stmt.ClearBindings(); err == nil && clearErr != nil {
			err = fmt.Errorf("%s: %w", q.name, clearErr)
		}
	}()
	for _, b := range bindings {
		b.bind(stmt)
	}
	for {
		more, err := stmt.Step()
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		if !more {
			return nil
		}
		if err := row(stmt); err != nil {
			return err
		}
	}
}

func (b binding) bind(stmt Stmt) {
	switch b.kind {
	case sqlite.TypeText:
		stmt.SetText(b.name, b.text)
	case sqlite.TypeInteger:
		stmt.SetInt64(b.name, b.whole)
	case sqlite.TypeFloat:
		stmt.SetFloat(b.name, b.num)
	case sqlite.TypeBlob:
		stmt.SetBytes(b.name, b.blob)
	default:
		stmt.SetNull(b.name)
	}
}

// getStamp reads a REAL or INTEGER column; NULL is none.
func getStamp(stmt Stmt, column string) chat.Stamp {
	return chat.Stamp(stmt.GetFloat(column))
}
