// Package empty makes empty databases for tests.
package empty

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Database is the file of an empty database. Making one by all its migrations takes
// a test longer than most of what it is about.
type Database struct {
	// Create makes the database at a path, and leaves one file that nobody has open.
	Create func(path string) error

	once    sync.Once
	content []byte
	err     error
}

// Put copies it to a path, unless a file is there.
func (d *Database) Put(t testing.TB, path string) {
	t.Helper()
	d.once.Do(d.make)
	if d.err != nil {
		t.Fatal(d.err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return
	}
	if err == nil {
		_, err = file.Write(d.content)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (d *Database) make() {
	var dir string
	if dir, d.err = os.MkdirTemp("", "minimost-empty"); d.err != nil {
		return
	}
	defer func() { d.err = errors.Join(d.err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "presence.db")
	if d.err = d.Create(path); d.err == nil {
		d.content, d.err = os.ReadFile(path)
	}
}
