package cli

import (
	"context"
	"fmt"
	"time"

	"minimost/sqlite"
)

func (p program) restore(ctx context.Context) error {
	kept, err := sqlite.Restore(ctx, p.Restore.File, p.DB, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "restored", p.DB, "from", p.Restore.File)
	if kept != "" {
		fmt.Fprintln(p.stdout, "kept what was there as", kept)
	}
	return nil
}
