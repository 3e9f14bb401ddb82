package sqlite

import (
	"os"
	"path/filepath"
)

// maxLinks is how many symbolic links in a row are followed, as Linux does.
const maxLinks = 40

// FollowLinks returns the name of the file that a symbolic link leads to, even
// when there is no such file yet, and path itself when it is none. SQLite keeps
// its log and its locks beside that file, not beside the link.
func FollowLinks(path string) string {
	for range maxLinks {
		to, err := os.Readlink(path)
		if err != nil {
			return path
		}
		if !filepath.IsAbs(to) {
			// Not joined: a ".." in it starts from where the folder really is.
			to = filepath.Dir(path) + string(filepath.Separator) + to
		}
		path = to
	}
	return path
}
