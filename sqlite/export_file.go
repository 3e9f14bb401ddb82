package sqlite

import (
	"context"
	"strconv"

	"minimost/chat"
)

var exportFiles = load("file/of_uploader")

// exportFiles gives the content of what somebody uploaded, a piece at a time.
func (s *Store) exportFiles(ctx context.Context, username string, w chat.ExportWriter) error {
	files, err := s.filesOf(ctx, username)
	for i := 0; err == nil && i < len(files); i++ {
		err = w.File("files/"+strconv.FormatInt(files[i].ID, 10)+"/"+files[i].Name, s.pieces(ctx, files[i].ID))
	}
	return err
}

func (s *Store) filesOf(ctx context.Context, username string) (files []chat.File, err error) {
	ctx, cancel := context.WithTimeout(ctx, exportTimeout)
	defer cancel()
	err = s.read(ctx, func(conn Conn) error {
		files, err = scanFiles(conn, exportFiles, text(":username", username))
		return err
	})
	return files, err
}

// pieces returns the chunks of a file one after the other. One that goes meanwhile ends
// where it went.
func (s *Store) pieces(ctx context.Context, id int64) func() ([]byte, error) {
	n := -1
	return func() ([]byte, error) {
		ctx, cancel := context.WithTimeout(ctx, exportTimeout)
		defer cancel()
		n++
		piece, err := s.FileChunk(ctx, id, n)
		if chat.CodeOf(err) == chat.NotFound {
			err = nil
		}
		return piece, err
	}
}

// exportPicture gives somebody's picture, where there is one.
func (s *Store) exportPicture(ctx context.Context, username string, w chat.ExportWriter) error {
	ctx, cancel := context.WithTimeout(ctx, exportTimeout)
	defer cancel()
	p, err := s.Picture(ctx, username)
	if chat.CodeOf(err) == chat.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return w.File("picture"+p.Ending(), func() (piece []byte, err error) {
		piece, p.Data = p.Data, nil
		return piece, nil
	})
}
