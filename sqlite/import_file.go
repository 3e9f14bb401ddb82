package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var importPicture = load("import/picture")

// BeginFile makes room for a file. An import takes all that there are.
func (i *Import) BeginFile(_ context.Context, f chat.File, _ int64, now time.Time) (id int64, err error) {
	id, err = insertFile(i.rows(), f, now)
	return id, i.fault(err)
}

// StoreFileChunk stores the n-th chunk of a file.
func (i *Import) StoreFileChunk(_ context.Context, id int64, n int, data []byte) error {
	return i.fault(insertFileChunk(i.rows(), id, n, data))
}

// FileChunk returns the n-th chunk of a file.
func (i *Import) FileChunk(_ context.Context, id int64, n int) ([]byte, error) {
	data, err := readFileChunk(i.rows(), id, n)
	return data, i.fault(err)
}

// FinishFiles says what files are that are stored.
func (i *Import) FinishFiles(_ context.Context, files []chat.ArrivedFile, _ time.Time) (ids []int64, err error) {
	for _, f := range files {
		if err := i.fault(finishFile(i.rows(), f.File, f.Thumbnail)); err != nil {
			return nil, err
		}
		ids = append(ids, f.ID)
	}
	return ids, nil
}

// DropFile lets a file go that belongs to no message.
func (i *Import) DropFile(_ context.Context, user string, id int64) error {
	return i.fault(fileDrop.exec(i.rows(), whole(":id", id), text(":uploader", user)))
}

// AttachFile gives a file that was taken to a message.
func (i *Import) AttachFile(file, message int64) error {
	err := fileSend.exec(i.rows(), whole(":id", file), whole(":message_id", message), whole(":position", 0))
	if err == nil {
		err = fileCount.exec(i.rows(), whole(":id", message), whole(":files", 1))
	}
	return i.fault(err)
}

// AddPicture gives a picture to somebody who has never had one.
func (i *Import) AddPicture(username string, p chat.Picture) (added bool, err error) {
	added, err = importPicture.one(i.rows(), func(Stmt) {}, text(":username", username))
	if err == nil && added {
		err = picturePut.exec(i.rows(), text(":username", username), text(":kind", p.Kind), blob(":data", p.Data))
	}
	return added, i.fault(err)
}
