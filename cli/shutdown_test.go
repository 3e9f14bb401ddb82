package cli

import (
	"testing"
	"time"
)

// What is left of the promise is for the last checkpoint.
func TestAStopKeepsItsPromise(t *testing.T) {
	const promise, checkpoint = 5 * time.Second, time.Second
	if waits := drainTime + shutdownTime; waits > promise-checkpoint {
		t.Errorf("a stop may take %v before the database is closed", waits)
	}
}
