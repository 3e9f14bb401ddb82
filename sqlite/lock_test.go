package sqlite

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

func TestALinkToADatabaseThatIsNotThereYetHasTheLockOfTheDatabase(t *testing.T) {
	folder := t.TempDir()
	link, file := filepath.Join(folder, "link.db"), filepath.Join(folder, "presence.db")
	if err := os.Symlink("presence.db", link); err != nil {
		t.Fatal(err)
	}
	release, err := LockForServing(link)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := LockForServing(file); err == nil {
		other()
		t.Error("a second server may serve it under its own name")
	}
	release()
	if release, err = LockForServing(file); err != nil {
		t.Fatal(err)
	}
	release()
}

// Those who come while the file of the lock is removed and made again must not
// both get one.
func TestNeverTwoHoldTheLockOfADatabase(t *testing.T) {
	db := filepath.Join(t.TempDir(), "presence.db")
	var holders, got atomic.Int64
	var trying sync.WaitGroup
	for range 8 {
		trying.Go(func() {
			for range 200 {
				release, err := LockForServing(db)
				if err != nil {
					continue
				}
				got.Add(1)
				if n := holders.Add(1); n > 1 {
					t.Errorf("%d hold it", n)
				}
				holders.Add(-1)
				release()
			}
		})
	}
	trying.Wait()
	if left, _ := filepath.Glob(db + "*"); len(left) > 0 || got.Load() == 0 {
		t.Errorf("%d got it, left are %q", got.Load(), left)
	}
}
