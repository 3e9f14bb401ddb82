package legacy

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"minimost/chat"
)

// Uploads takes the content of a file as it does for whoever uploads one: its type is
// what it is, pictures get a thumbnail and lose their metadata.
type Uploads interface {
	// Take is Invalid or TooLarge for a file that is not kept.
	Take(ctx context.Context, f chat.File, data io.Reader, now time.Time) (chat.File, error)
}

const (
	uploadsFolder = "uploads"
	// maxPictureBytes is what the file of a person's picture may have.
	maxPictureBytes = 25 << 20
)

// pictureFolders are where the original keeps people's pictures, by version.
var pictureFolders = []string{uploadsFolder, uploadsFolder + "/avatars", "avatars"}

// upload opens a file of the folder that a row names. It is nil where there is none: a
// row that names another place, and what is no plain file, have none.
func (f *Folder) upload(stored string, folders ...string) (*os.File, int64) {
	if stored == "" || stored == "." || stored == ".." || strings.ContainsAny(stored, `/\`) {
		return nil, 0
	}
	for _, folder := range folders {
		path := folder + "/" + stored
		if info, err := f.root.Stat(path); err != nil || !info.Mode().IsRegular() { // a pipe would never open
			continue
		}
		file, err := f.root.Open(path)
		if err != nil {
			continue
		}
		if info, err := file.Stat(); err == nil {
			return file, info.Size()
		}
		_ = file.Close()
	}
	return nil, 0
}

// takeUpload takes the file of a message, and returns its number here; 0 where it is not
// there or cannot be taken.
func (m *mover) takeUpload(r row, msg *message) (id int64, err error) {
	stored := r.text("filename")
	if stored == "" || msg.gone || m.Uploads == nil {
		return 0, nil
	}
	file, size := m.folder.upload(stored, uploadsFolder)
	if file == nil {
		m.report.LeftOut.add(1, leftAttachments, printable(fileName(stored)))
		return 0, nil
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	data := &source{Reader: file}
	taken, err := m.Uploads.Take(m.ctx, chat.File{
		Uploader: m.person(r.text("sender")), Name: chat.ParseFileName(fileName(stored)), Size: size,
	}, data, msg.from.TS.Time())
	if code := chat.CodeOf(err); data.failed || code == chat.Invalid || code == chat.TooLarge {
		m.report.LeftOut.add(1, leftAttachments, printable(fileName(stored)))
		return 0, m.ctx.Err()
	}
	if err == nil {
		m.report.Taken.add(1, tookFiles)
	}
	return taken.ID, err
}

// source notes that a file could not be read to its end.
type source struct {
	io.Reader
	failed bool
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	s.failed = s.failed || err != nil && !errors.Is(err, io.EOF)
	return n, err
}

// takeMissing takes the file of a message that an earlier move took without it.
func (m *mover) takeMissing(r row, msg *message) error {
	if msg.id == 0 || msg.gone || msg.withFiles {
		return nil
	}
	file, err := m.takeUpload(r, msg)
	if err == nil && file != 0 {
		err = m.target.AttachFile(file, msg.id)
	}
	return err
}

// movePictures gives people their pictures who have not had any here.
func (m *mover) movePictures() error {
	return m.folder.accounts.rows("user_settings", m.latest, "username avatar_file", "ORDER BY username", func(r row) error {
		name, stored := r.text("username"), r.text("avatar_file")
		if _, here := m.here[name]; !here || stored == "" {
			if stored != "" {
				m.report.LeftOut.add(1, leftAvatars)
			}
			return nil
		}
		picture, err := m.picture(stored)
		if err != nil {
			m.report.LeftOut.add(1, leftAvatars, name)
			return m.ctx.Err()
		}
		added, err := m.target.AddPicture(name, picture)
		m.report.moved(added, tookPictures)
		return err
	})
}

var errNoPicture = errors.New("no such picture")

func (m *mover) picture(stored string) (p chat.Picture, err error) {
	file, size := m.folder.upload(stored, pictureFolders...)
	if file == nil || m.Picture == nil {
		return p, errNoPicture
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if size > maxPictureBytes {
		return p, errNoPicture
	}
	data, err := io.ReadAll(io.LimitReader(file, maxPictureBytes))
	if err != nil {
		return p, err
	}
	return m.Picture(data)
}
