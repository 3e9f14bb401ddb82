package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/sqlite"
)

// Moved is a table that was moved, and how many rows it had.
type Moved struct {
	Table string
	Rows  int64
	// Replaced is how many texts had a NUL or were none, which PostgreSQL does not hold.
	Replaced int64
}

// ownTables are those that no presence.db has.
var ownTables = []string{"changes", "duties", "guesses", "nodes", "presence_epoch", "push_position", "schema_version"}

// ownColumns are those of tables of presence.db that no presence.db has.
var ownColumns = []string{"presence_tabs.node"}

// Move copies everything of a presence.db into the database at a URL, which must have
// no rows, in one transaction, and compares what has arrived with what was read. No
// server may have the file open.
func Move(ctx context.Context, path, url string) (moved []Moved, err error) {
	source, release, err := sqlite.OpenToMove(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, source.Close()); release() }()
	config, err := configOf(url)
	if err != nil {
		return nil, err
	}
	for _, limit := range []string{"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"} {
		config.RuntimeParams[limit] = "0"
	}
	conn, err := connectAs(ctx, config)
	if err != nil {
		return nil, openError(config, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if err := migrate(ctx, conn); err != nil {
		return nil, openError(config, err)
	}
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		moved, err = moveTables(ctx, source, tx)
		return err
	})
	return moved, err
}

func moveTables(ctx context.Context, source *zombiezen.Conn, tx pgx.Tx) (moved []Moved, err error) {
	// Who starts to serve waits until all is there.
	if _, err := tx.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d), pg_advisory_xact_lock(%d)", migrateLock, writeLock)); err != nil {
		return nil, err
	}
	if err := refuseServed(ctx, tx); err != nil {
		return nil, err
	}
	tables, err := tablesOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		if err := t.refuseRows(ctx, tx); err != nil {
			return nil, err
		}
	}
	for _, t := range tables {
		m, err := t.move(ctx, source, tx)
		if err != nil {
			return nil, fmt.Errorf("moving %s: %w", t.name, err)
		}
		moved = append(moved, m)
	}
	return moved, nil
}

// refuseServed refuses a database that somebody serves, who would not hear of what comes.
func refuseServed(ctx context.Context, tx pgx.Tx) error {
	var served bool
	err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM nodes WHERE until >= extract(epoch FROM clock_timestamp()))").Scan(&served)
	if err == nil && served {
		err = &openFault{sentence: "A server has the database open that is to be moved into; stop it, and if it was killed, try again in a moment."}
	}
	return err
}

// table is a table that is moved.
type table struct {
	name    string
	columns []string
	kinds   []string // PostgreSQL's names of their types
	numbers string   // the column whose values the database gives; "" for none
}

// tablesOf lists the tables, those that others refer to before these.
func tablesOf(ctx context.Context, tx pgx.Tx) (list []table, err error) {
	rows, err := tx.Query(ctx, `SELECT table_name, column_name, data_type, is_identity = 'YES'
		FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
		ORDER BY table_name = 'private_channel_members', table_name, ordinal_position`)
	if err != nil {
		return nil, err
	}
	var name, column, kind string
	var identity bool
	_, err = pgx.ForEachRow(rows, []any{&name, &column, &kind, &identity}, func() error {
		if slices.Contains(ownTables, name) || slices.Contains(ownColumns, name+"."+column) {
			return nil
		}
		if n := len(list); n == 0 || list[n-1].name != name {
			list = append(list, table{name: name})
		}
		t := &list[len(list)-1]
		t.columns, t.kinds = append(t.columns, column), append(t.kinds, kind)
		if identity {
			t.numbers = column
		}
		return nil
	})
	return list, err
}

// refuseRows refuses a database that holds anything. What migrations put there goes.
func (t table) refuseRows(ctx context.Context, tx pgx.Tx) error {
	if t.name == "files_total" {
		_, err := tx.Exec(ctx, "DELETE FROM files_total")
		return err
	}
	var any bool
	if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.name+")").Scan(&any); err != nil {
		return err
	}
	if any {
		return &openFault{sentence: "The database that is to be moved into has rows already, in " + t.name + "; name an empty one."}
	}
	return nil
}

// list are the columns as both databases write them.
func (t table) list() string {
	quoted := make([]string, len(t.columns))
	for i, column := range t.columns {
		quoted[i] = pgx.Identifier{column}.Sanitize()
	}
	return strings.Join(quoted, ", ")
}

func (t table) move(ctx context.Context, source *zombiezen.Conn, tx pgx.Tx) (m Moved, err error) {
	if _, err := tx.Exec(ctx, "ALTER TABLE "+t.name+" DISABLE TRIGGER USER"); err != nil {
		return m, err
	}
	stmt, _, err := source.PrepareTransient("SELECT " + t.list() + " FROM " + t.name)
	if err != nil {
		return m, err
	}
	defer func() { _ = stmt.Finalize() }()
	rows := &sourceRows{table: t, stmt: stmt}
	n, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, rows)
	if err != nil {
		return m, err
	}
	if _, err := tx.Exec(ctx, "ALTER TABLE "+t.name+" ENABLE TRIGGER USER"); err != nil {
		return m, err
	}
	if err := t.goOnNumbering(ctx, source, tx); err != nil {
		return m, err
	}
	return Moved{t.name, n, rows.replaced}, t.compare(ctx, tx, rows.sum, rows.n)
}

// goOnNumbering has the database give numbers after the highest that was ever given.
func (t table) goOnNumbering(ctx context.Context, source *zombiezen.Conn, tx pgx.Tx) error {
	if t.numbers == "" {
		return nil
	}
	var given int64
	err := sqlitex.Execute(source, "SELECT seq FROM sqlite_sequence WHERE name = ?", &sqlitex.ExecOptions{
		Args: []any{t.name}, ResultFunc: func(stmt *zombiezen.Stmt) error { given = stmt.ColumnInt64(0); return nil },
	})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, fmt.Sprintf(`SELECT setval(pg_get_serial_sequence('%[1]s', '%[2]s'), greatest(highest, $1::bigint, 1), greatest(highest, $1::bigint) > 0)
		FROM (SELECT coalesce(max(%[2]s), 0) AS highest FROM %[1]s) AS numbers`, t.name, t.numbers), given)
	return err
}

// compare reads what has arrived.
func (t table) compare(ctx context.Context, tx pgx.Tx, sum uint64, n int64) error {
	rows, err := tx.Query(ctx, "SELECT "+t.list()+" FROM "+t.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	var arrived uint64
	var many int64
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return err
		}
		arrived += sumOf(values)
		many++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if many != n || arrived != sum {
		return &openFault{sentence: fmt.Sprintf("%s differs after the move (%d rows of %d); nothing was kept.", t.name, many, n)}
	}
	return nil
}

// sourceRows are the rows of a table of presence.db, for CopyFrom.
type sourceRows struct {
	table
	stmt *zombiezen.Stmt
	err  error
	sum  uint64 // of all rows so far
	n    int64
	// replaced is how many texts were changed.
	replaced int64
}

// Next is part of pgx.CopyFromSource.
func (r *sourceRows) Next() bool {
	more, err := r.stmt.Step()
	r.err = err
	return more && err == nil
}

// Values is part of pgx.CopyFromSource.
func (r *sourceRows) Values() ([]any, error) {
	values := make([]any, len(r.columns))
	for i, kind := range r.kinds {
		if r.stmt.ColumnType(i) == zombiezen.TypeNull {
			continue
		}
		switch kind {
		case "bigint":
			values[i] = r.stmt.ColumnInt64(i)
		case "double precision":
			values[i] = r.stmt.ColumnFloat(i)
		case "bytea":
			data := make([]byte, r.stmt.ColumnLen(i))
			r.stmt.ColumnBytes(i, data)
			values[i] = data
		default:
			text := r.stmt.ColumnText(i)
			valid := validText(text)
			if valid != text {
				r.replaced++
			}
			values[i] = valid
		}
	}
	r.sum += sumOf(values)
	r.n++
	return values, nil
}

// Err is part of pgx.CopyFromSource.
func (r *sourceRows) Err() error { return r.err }

// sumOf is a checksum of a row.
func sumOf(values []any) uint64 {
	h := fnv.New64a()
	var number [8]byte
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			_, _ = h.Write([]byte{0})
		case int64:
			binary.BigEndian.PutUint64(number[:], uint64(v)) //nolint:gosec // Its bits are summed.
			_, _ = h.Write(append([]byte{1}, number[:]...))
		case float64:
			binary.BigEndian.PutUint64(number[:], math.Float64bits(v))
			_, _ = h.Write(append([]byte{2}, number[:]...))
		case string:
			_, _ = h.Write(append([]byte{3}, v...))
		case []byte:
			_, _ = h.Write(append([]byte{4}, v...))
		}
	}
	return h.Sum64()
}
