package postgres

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// oldest is the oldest PostgreSQL that serves, as it numbers itself.
const oldest = 15_00_00

// migration is one of sql/schema/. Its number is that of presence.db's of the same
// content.
type migration struct {
	version int
	script  string
}

func migrations() (list []migration, triggers string) {
	names, err := fs.Glob(files, "sql/schema/*.sql")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		script, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		number, _, _ := strings.Cut(path.Base(name), "_")
		if version, err := strconv.Atoi(number); err == nil {
			list = append(list, migration{version, string(script)})
			continue
		}
		triggers = string(script)
	}
	slices.SortFunc(list, func(a, b migration) int { return a.version - b.version })
	return list, triggers
}

// migrate refuses a database that cannot serve, and brings the schema of any other up
// to date. Others that do the same wait.
func migrate(ctx context.Context, conn *pgx.Conn) error {
	if err := checkFit(ctx, conn); err != nil {
		return err
	}
	// A large table takes its time, and others wait for it.
	if err := conn.PgConn().Exec(ctx, "SET statement_timeout = 0; SET lock_timeout = 0").Close(); err != nil {
		return err
	}
	defer func() { _ = conn.PgConn().Exec(ctx, "RESET statement_timeout; RESET lock_timeout").Close() }()
	if _, err := conn.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_lock(%d)", migrateLock)); err != nil {
		return err
	}
	defer func() { _, _ = conn.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_unlock(%d)", migrateLock)) }()
	if _, err := conn.Exec(ctx, "CREATE TABLE IF NOT EXISTS schema_version (version bigint PRIMARY KEY)"); err != nil {
		return err
	}
	rows, err := conn.Query(ctx, "SELECT version FROM schema_version ORDER BY version")
	if err != nil {
		return err
	}
	done, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		return err
	}
	list, triggers := migrations()
	if newest := list[len(list)-1].version; len(done) > 0 && done[len(done)-1] > newest {
		return &openFault{sentence: fmt.Sprintf(
			"The database has schema version %d; this MiniMost knows versions up to %d: start a newer one.", done[len(done)-1], newest)}
	}
	list = slices.DeleteFunc(list, func(m migration) bool { return slices.Contains(done, m.version) })
	if len(list) == 0 {
		return nil
	}
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		for _, m := range list {
			if _, err := tx.Exec(ctx, m.script); err != nil {
				return fmt.Errorf("migration %d: %w", m.version, err)
			}
			if _, err := tx.Exec(ctx, "INSERT INTO schema_version (version) VALUES ($1)", m.version); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, triggers)
		return err
	})
}

// checkFit refuses what would not serve: texts are compared and folded by their
// bytes, as in presence.db, whoever provides the collation.
func checkFit(ctx context.Context, conn *pgx.Conn) error {
	var version int
	var encoding, collation, kinds string
	var byBytes bool
	err := conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), datcollate, datctype,
		'a' > 'B' AND lower('Ä') = 'Ä' FROM pg_database WHERE datname = current_database()`).Scan(&version, &encoding, &collation, &kinds, &byBytes)
	if err != nil {
		return err
	}
	if version < oldest {
		return &openFault{sentence: fmt.Sprintf("PostgreSQL is of version %d; MiniMost needs 15 or later.", version/10_000)}
	}
	if encoding != "UTF8" || collation != "C" || kinds != "C" || !byBytes {
		return &openFault{sentence: fmt.Sprintf("The database has encoding %s, collation %s and character type %s, or an ICU locale; make one with CREATE DATABASE … ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0.",
			encoding, collation, kinds)}
	}
	return nil
}
