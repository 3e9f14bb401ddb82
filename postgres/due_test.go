package postgres

import (
	"testing"
	"time"
)

// TestWhoWaitsForACommitIsAnsweredASecondLateAtMost: however late its turn came, and whatever became of it.
func TestWhoWaitsForACommitIsAnsweredASecondLateAtMost(t *testing.T) {
	t.Parallel()
	came := time.Now()
	due := came.Add(5 * time.Second)
	e := &engine{patience: patience}
	w := &writer{conn: newConn(nil), cancel: func() {}, engine: e}
	for _, c := range []struct {
		what        string
		lost, until time.Duration // since the request came
	}{
		{"at once", 0, 2 * time.Second},
		{"when its commit took too long", 4 * time.Second, 6 * time.Second},
		{"at the last moment", 5 * time.Second, 6 * time.Second},
	} {
		if until := lookUntil(came.Add(c.lost), due, patience).Sub(came); until != c.until {
			t.Errorf("where the connection was lost %s it is looked until %s, want %s", c.what, until, c.until)
		}
	}
	w.DueBy(due)
	if at, _ := w.ctx.Deadline(); !at.Equal(due) {
		t.Errorf("the transaction ends %s after the request came", at.Sub(came))
	}
	began := time.Now()
	w.DueBy(came.Add(time.Millisecond))
	if at, _ := w.ctx.Deadline(); at.Before(began.Add(e.soon())) {
		t.Error("a transaction that has begun is given no time to end")
	}
	w.DueBy(time.Time{})
	if at, ends := w.ctx.Deadline(); !ends || at.Before(due.Add(patience)) {
		t.Errorf("one for which nobody waits yet ends after %s", at.Sub(came))
	}
}
