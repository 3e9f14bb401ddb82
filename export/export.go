// Package export writes what is stored of an account as a zip file, while it reads it.
package export

import (
	"archive/zip"
	"context"
	"encoding/json"
	"io"
	"time"

	"minimost/chat"
)

// Store is where it comes from.
type Store interface {
	// Export is NotFound without such an account.
	Export(ctx context.Context, username string, w chat.ExportWriter) error
}

// readme explains the file to whoever opens it.
const readme = `This is what MiniMost stores about one account: each list is a JSON file.

Times are seconds since the Unix epoch. A message is identified by its channel and its
ts. Channels are "general" (public), "dm:alice:bob" and "private:7". Of messages that
were deleted there is no text. What somebody has uploaded is in the folder files, each
under its id in files.json, and their picture is called picture. What others wrote is not in here, nor is any secret:
passwords, tokens and links are stored as hashes alone.
`

// Write writes the zip. An error leaves it unfinished, which every reader notices.
func Write(ctx context.Context, w io.Writer, store Store, username string, now time.Time) error {
	archive := &archive{zip: zip.NewWriter(w), now: now}
	part, err := archive.file("README.txt")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(part, readme); err != nil {
		return err
	}
	if err := store.Export(ctx, username, archive); err != nil {
		return err
	}
	if err := archive.endList(); err != nil {
		return err
	}
	return archive.zip.Close()
}

// archive is a zip with a file for each list.
type archive struct {
	zip  *zip.Writer
	now  time.Time
	list io.Writer // nil before the first list
	rows int       // of the list so far
}

func (a *archive) file(name string) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.now.UTC()})
}

// File writes one as it is: most are compressed already.
func (a *archive) File(name string, next func() ([]byte, error)) error {
	if err := a.endList(); err != nil {
		return err
	}
	a.list = nil
	part, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: a.now.UTC()})
	for err == nil {
		var piece []byte
		if piece, err = next(); err != nil || len(piece) == 0 {
			return err
		}
		_, err = part.Write(piece)
	}
	return err
}

// List begins a file.
func (a *archive) List(name string) (err error) {
	if err := a.endList(); err != nil {
		return err
	}
	a.rows = 0
	if a.list, err = a.file(name + ".json"); err == nil {
		_, err = io.WriteString(a.list, "[")
	}
	return err
}

func (a *archive) endList() error {
	if a.list == nil {
		return nil
	}
	_, err := io.WriteString(a.list, "\n]\n")
	return err
}

// Row adds a line to it.
func (a *archive) Row(row chat.ExportRow) error {
	text, err := json.Marshal(row)
	if err != nil {
		return err
	}
	separator := ",\n"
	if a.rows == 0 {
		separator = "\n"
	}
	a.rows++
	_, err = a.list.Write(append([]byte(separator), text...))
	return err
}
