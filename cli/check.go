package cli

import (
	"context"
	"fmt"

	"minimost/sqlite"
)

func (p program) check(ctx context.Context) error {
	report, err := sqlite.Check(ctx, p.DB)
	if err != nil {
		return err
	}
	for _, table := range report.Tables {
		fmt.Fprintf(p.stdout, "%8d  %s\n", table.Rows, table.Table)
	}
	if len(report.Faults) == 0 {
		fmt.Fprintln(p.stdout, "ok")
		return nil
	}
	for _, fault := range report.Faults {
		fmt.Fprintln(p.stdout, fault)
	}
	return faultf("%s is damaged (faults found: %d); restore a backup.", p.DB, len(report.Faults))
}
