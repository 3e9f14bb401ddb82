package cli

import (
	"context"
	"fmt"
	"time"

	"minimost/sqlite"
)

func (p program) check(ctx context.Context) error {
	report, err := sqlite.Check(ctx, p.DB, time.Now())
	if err != nil {
		return err
	}
	for _, table := range report.Tables {
		fmt.Fprintf(p.stdout, "%8d  %s\n", table.Rows, table.Table)
	}
	for _, ahead := range report.Ahead {
		fmt.Fprintf(p.stdout, "%8d  %s ahead of the clock, up to %s\n", ahead.Rows, ahead.What, aheadText(ahead.Newest))
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
