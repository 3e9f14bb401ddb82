package legacy

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Fault is one plain sentence about a folder that cannot be read, and its cause.
type Fault struct {
	sentence string
	cause    error
}

func (f *Fault) Error() string { return f.sentence }
func (f *Fault) Unwrap() error { return f.cause }

func faultf(cause error, format string, args ...any) error {
	return &Fault{fmt.Sprintf(format, args...), cause}
}

// The files of the original, and the tables and columns without which they are
// none of its.
const (
	accountsFile = "auth.db"
	presenceFile = "presence.db"
	messagesFile = "users/messages.db"
)

var required = map[string]map[string][]string{
	accountsFile: {"users": {"username", "password_hash"}},
	presenceFile: {"presence": {"user", "last_seen"}},
	messagesFile: {"messages": {"id", "channel", "sender", "content", "ts"}},
}

// Folder is an open data folder.
type Folder struct {
	accounts, presence, messages *database
	root                         *os.Root // of everything else in it
	scratch                      string   // holds copies; "" while there are none
	older                        []string // files of an older version, which nobody reads
}

// personalFiles are the files in which older versions of the original kept one
// person's messages each, users/<name>.db.
func personalFiles(dir string) (files []string) {
	users := filepath.Dir(messagesFile)
	entries, _ := os.ReadDir(filepath.Join(dir, users)) //nolint:errcheck // A folder that cannot be read has no file of ours either.
	for _, entry := range entries {
		if path := filepath.Join(users, entry.Name()); path != messagesFile && filepath.Ext(path) == ".db" {
			files = append(files, printable(path))
		}
	}
	return files
}

// Open opens the data folder dir. It refuses, with a *Fault, one that lacks a
// file, and files that are damaged or not the original's.
func Open(ctx context.Context, dir string) (f *Folder, err error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, faultf(err, "There is no folder %s; name the data folder of the original.", dir)
	}
	if !info.IsDir() {
		return nil, faultf(nil, "%s is a file; name the data folder of the original.", dir)
	}
	older := personalFiles(dir)
	if _, err := os.Stat(filepath.Join(dir, messagesFile)); errors.Is(err, os.ErrNotExist) && len(older) > 0 {
		return nil, faultf(err, "%s is of an older version of the original, which kept each person's messages in a file of their own (%s); "+
			"bring it up to date with a version that keeps them in %s first.", dir, older[0], messagesFile)
	}
	for _, name := range []string{accountsFile, presenceFile, messagesFile} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || !info.Mode().IsRegular() { // a pipe would never open
			return nil, faultf(err, "There is no file %s: %s is not the data folder of the original.", filepath.Join(dir, name), dir)
		}
	}
	f = &Folder{older: older}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
			f = nil
		}
	}()
	for name, into := range map[string]**database{
		accountsFile: &f.accounts, presenceFile: &f.presence, messagesFile: &f.messages,
	} {
		if *into, err = f.open(ctx, filepath.Join(dir, name), required[name]); err != nil {
			return f, err
		}
	}
	if f.root, err = os.OpenRoot(dir); err != nil {
		return f, faultf(err, "The folder %s cannot be read.", dir)
	}
	return f, nil
}

// Files are the paths of the folder's databases.
func (f *Folder) Files() []string {
	return []string{f.accounts.path, f.presence.path, f.messages.path}
}

// Unchanged refuses a folder that somebody wrote to since it was opened.
func (f *Folder) Unchanged() error {
	for _, db := range []*database{f.accounts, f.presence, f.messages} {
		if err := db.unchanged(); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the files and removes the copies that were needed.
func (f *Folder) Close() error {
	var errs []error
	for _, db := range []*database{f.accounts, f.presence, f.messages} {
		if db != nil {
			errs = append(errs, db.conn.Close())
		}
	}
	if f.root != nil {
		errs = append(errs, f.root.Close())
	}
	if f.scratch != "" {
		errs = append(errs, os.RemoveAll(f.scratch))
	}
	return errors.Join(errs...)
}
