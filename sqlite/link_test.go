package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestDatabaseBehindALinkIsPrivateAndItsLogIsMeasured(t *testing.T) {
	folder := t.TempDir()
	must(t, os.Mkdir(filepath.Join(folder, "disk"), 0o700))
	link, file := filepath.Join(folder, "presence.db"), filepath.Join(folder, "disk", "real.db")
	must(t, os.Symlink(filepath.Join("disk", "real.db"), link)) // to what is not there yet
	s := openStore(t, link)
	addUsers(t, s, "alice")
	for _, suffix := range []string{"", "-wal"} {
		equal(t, suffix, got(os.Stat(file+suffix))(t).Mode().Perm(), os.FileMode(0o600))
	}
	stats := got(s.Stats(context.Background(), noon))(t)
	if size := got(os.Stat(file + "-wal"))(t).Size(); size == 0 || stats.LogBytes != size {
		t.Errorf("the log has %d bytes and is said to have %d", size, stats.LogBytes)
	}
}

func TestLinksAreFollowedToTheirEnd(t *testing.T) {
	folder := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(folder, "far", "away"), 0o700))
	name := func(parts ...string) string { return filepath.Join(append([]string{folder}, parts...)...) }
	must(t, os.Symlink(name("far", "away"), name("near")))
	must(t, os.Symlink("../beside.db", name("far", "away", "up.db"))) // far/beside.db, however it is reached
	must(t, os.Symlink(filepath.Join("near", "up.db"), name("chain.db")))
	must(t, os.Symlink("round.db", name("round.db")))
	must(t, os.WriteFile(name("far", "beside.db"), []byte("here"), 0o600))
	for _, path := range []string{name("near", "up.db"), name("chain.db"), name("far", "beside.db")} {
		if content, err := os.ReadFile(FollowLinks(path)); err != nil || string(content) != "here" {
			t.Errorf("%s leads to %s: %v", path, FollowLinks(path), err)
		}
		if _, err := os.Readlink(FollowLinks(path)); err == nil {
			t.Errorf("%s ends at a link", path)
		}
	}
	FollowLinks(name("round.db")) // ends
}
