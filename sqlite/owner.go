package sqlite

import (
	"os"
	"path/filepath"
	"syscall"
)

// likeOwner gives a file the owner and the mode of another: a restore that root
// makes must leave a file that the server may write to.
func likeOwner(model, path string) error {
	info, err := os.Stat(model)
	if err != nil {
		return err
	}
	if err := os.Chmod(path, info.Mode().Perm()); err != nil {
		return err
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		return os.Chown(path, int(owner.Uid), int(owner.Gid))
	}
	return nil
}

// ownedByFolder gives a file that root has made the owner of its folder, who is
// going to serve it.
func ownedByFolder(path string) error {
	info, err := os.Stat(filepath.Dir(path))
	if err != nil || os.Geteuid() != 0 {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return os.Chown(path, int(owner.Uid), int(owner.Gid))
}
