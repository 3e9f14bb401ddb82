package cli

import (
	"context"
	"fmt"

	"minimost/sqlite"
)

func (p program) backup(ctx context.Context) error {
	if err := sqlite.Backup(ctx, p.DB, p.Backup.File); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "copied", p.DB, "to", p.Backup.File)
	return nil
}
