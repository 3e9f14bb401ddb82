package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"minimost/sqlite"
)

// oldest is the oldest PostgreSQL that serves, as it numbers itself.
const oldest = 15_00_00

// summedUp is the last migration of presence.db that the first ones here have summed up.
const summedUp = 24

// migrations are those of sql/schema/, and those of presence.db that have none of the same number
// here, in their order.
func migrations() (list []sqlite.Migration, triggers string) {
	list = sqlite.Migrations(files)
	for _, m := range sqlite.Migrations(sqlite.Files()) {
		own := slices.ContainsFunc(list, func(o sqlite.Migration) bool { return o.Number == m.Number })
		if m.Number > summedUp && !own {
			list = append(list, sqlite.Migration{Number: m.Number, Script: translateSchema(m.Script)})
		}
	}
	slices.SortFunc(list, func(a, b sqlite.Migration) int { return a.Number - b.Number })
	text, err := files.ReadFile("sql/schema/triggers.sql")
	if err != nil {
		panic(err)
	}
	return list, string(text)
}

// migrate refuses a database that cannot serve, and brings the schema of any other up
// to date. Others that do the same wait.
func migrate(ctx context.Context, conn *pgx.Conn) error {
	if err := checkFit(ctx, conn); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		// A large table takes its time, and others wait for it. What the session does afterwards has its limits again.
		text := fmt.Sprintf("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(%d)", migrateLock)
		if _, err := tx.Exec(ctx, text); err != nil {
			return err
		}
		return migrateLocked(ctx, tx)
	})
}

func migrateLocked(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, "CREATE TABLE IF NOT EXISTS schema_version (version bigint PRIMARY KEY)"); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, "SELECT version FROM schema_version ORDER BY version")
	if err != nil {
		return err
	}
	done, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		return err
	}
	list, triggers := migrations()
	if newest := list[len(list)-1].Number; len(done) > 0 && done[len(done)-1] > newest {
		return &openFault{sentence: fmt.Sprintf(
			"The database has schema version %d; this MiniMost knows versions up to %d: start a newer one.", done[len(done)-1], newest)}
	}
	list = slices.DeleteFunc(list, func(m sqlite.Migration) bool { return slices.Contains(done, m.Number) })
	if len(list) == 0 {
		return nil
	}
	for _, m := range list {
		if _, err := tx.Exec(ctx, m.Script); err != nil {
			return fmt.Errorf("migration %d: %w", m.Number, err)
		}
		if _, err := tx.Exec(ctx, "INSERT INTO schema_version (version) VALUES ($1)", m.Number); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, triggers)
	return err
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
