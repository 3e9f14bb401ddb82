package cli

import (
	"context"
	"fmt"

	"minimost/postgres"
)

// move copies a presence.db into a PostgreSQL database.
func (p program) move(ctx context.Context) error {
	if !postgres.IsURL(p.Move.URL) {
		return faultf("move copies into the database of a postgres:// URL, not %q.", p.Move.URL)
	}
	moved, err := postgres.Move(ctx, p.Move.File, p.Move.URL)
	if err != nil {
		return err
	}
	for _, table := range moved {
		fmt.Fprintf(p.stdout, "%8d  %s\n", table.Rows, table.Table)
		if table.Replaced > 0 {
			fmt.Fprintf(p.stdout, "          %d texts of these had NUL characters or bytes that are no text, and have � there now\n", table.Replaced)
		}
	}
	fmt.Fprintln(p.stdout, "moved", p.Move.File, "and found the same rows there; the file is as it was.")
	return nil
}

// staysOnAFile are the commands that work on a file alone, with what does the same for
// PostgreSQL.
var staysOnAFile = map[string]string{
	"backup <FILE>":  "pg_dump copies a PostgreSQL database.",
	"restore <FILE>": "pg_restore puts back a PostgreSQL database.",
	"check":          "pg_amcheck looks a PostgreSQL database over.",
	"import <DIR>":   "Import into a file first, and move that with minimost move.",
}

func (p program) refuseOnPostgres(command string) error {
	instead := staysOnAFile[command]
	if instead == "" || !postgres.IsURL(p.DB) {
		return nil
	}
	return faultf("%s", instead)
}
