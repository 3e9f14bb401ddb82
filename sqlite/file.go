package sqlite

import (
	"context"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

var (
	fileInsert          = load("file/insert")
	fileTotal           = load("file/total")
	fileCountUnsent     = load("file/count_unsent")
	fileUnsent          = load("file/unsent")
	fileFind            = load("file/find")
	fileOfMessage       = load("file/of_message")
	fileFinish          = load("file/finish")
	fileSend            = load("file/send")
	fileCount           = load("file/count")
	fileDrop            = load("file/drop")
	fileInsertChunk     = load("file/insert_chunk")
	fileDeleteChunks    = load("file/delete_chunks")
	fileChunk           = load("file/chunk")
	fileInsertThumbnail = load("file/insert_thumbnail")
	fileThumbnail       = load("file/thumbnail")
)

// BeginFile makes room for a file of at most f.Size bytes that is about to arrive,
// and returns its id. Most is how many bytes all files may take. It is ErrFilesFull or
// ErrTooManyUnsent.
func (s *Store) BeginFile(ctx context.Context, f chat.File, most int64, now time.Time) (id int64, err error) {
	err = s.write(ctx, volatile, func(tx *transaction) error {
		var total, unsent int64
		if _, err := fileTotal.one(tx.Conn, func(stmt Stmt) { total = stmt.GetInt64("bytes") }); err != nil {
			return err
		}
		if total+f.Size > most {
			return chat.ErrFilesFull
		}
		_, err := fileCountUnsent.one(tx.Conn, func(stmt Stmt) { unsent = stmt.GetInt64("n") }, text(":uploader", f.Uploader))
		if err != nil {
			return err
		}
		if unsent >= chat.MaxUnsentFiles {
			return chat.ErrTooManyUnsent
		}
		id, err = insertFile(tx.Conn, f, now)
		return err
	})
	return id, err
}

func insertFile(conn Conn, f chat.File, now time.Time) (id int64, err error) {
	err = fileInsert.exec(conn, text(":uploader", f.Uploader), optional(":channel", f.Channel), text(":name", f.Name),
		text(":type", chat.OtherType), whole(":size", f.Size), real(":uploaded_ts", chat.StampOf(now)))
	return conn.LastInsertRowID(), err
}

// StoreFileChunk stores the n-th chunk of a file, of chat.FileChunk bytes but for the
// last. It waits in the writer's queue like any write, and for no disk.
func (s *Store) StoreFileChunk(ctx context.Context, id int64, n int, data []byte) error {
	return s.writeWithoutSavepoint(ctx, volatile, func(tx *transaction) error {
		return insertFileChunk(tx.Conn, id, n, data)
	})
}

func insertFileChunk(conn Conn, id int64, n int, data []byte) error {
	return fileInsertChunk.exec(conn, whole(":file_id", id), whole(":n", int64(n)), blob(":data", data))
}

// FinishFiles says what files are that have arrived: their type, size and, of a picture
// that is shown, width and height with the thumbnail. They then wait to be sent. It is
// ErrNoFile for one that was given up meanwhile. With the key of chat.WithOnce in ctx, the
// ids are those of the files that were finished under it first.
func (s *Store) FinishFiles(ctx context.Context, files []chat.ArrivedFile, now time.Time) (ids []int64, err error) {
	return once(ctx, s, &write{durability: durable}, now, change[[]int64]{do: func(tx *transaction) (ids []int64, err error) {
		for _, f := range files {
			if err := finishFile(tx.Conn, f.File, f.Thumbnail); err != nil {
				return nil, err
			}
			ids = append(ids, f.ID)
		}
		return ids, nil
	}})
}

func finishFile(conn Conn, f chat.File, t chat.Thumbnail) error {
	chunks := (f.Size + chat.FileChunk - 1) / chat.FileChunk
	none := func(Stmt) error { return nil }
	err := fileDeleteChunks.each(conn, none, whole(":file_id", f.ID), whole(":n", chunks), whole(":limit", chat.FileSweepStep))
	if err != nil {
		return err
	}
	found, err := fileFinish.one(conn, func(Stmt) {}, whole(":id", f.ID), text(":type", f.Type), whole(":size", f.Size),
		pixels(":width", f.Width), pixels(":height", f.Height))
	if err == nil && !found {
		err = chat.ErrNoFile
	}
	if err != nil || t.Data == nil {
		return err
	}
	return fileInsertThumbnail.exec(conn, whole(":file_id", f.ID), text(":type", t.Type), blob(":data", t.Data))
}

func pixels(name string, n int) binding {
	if n == 0 {
		return binding{name: name, kind: sqlite.TypeNull}
	}
	return whole(name, int64(n))
}

// DropFile lets a file of the user's go that was not sent; any other stays.
func (s *Store) DropFile(ctx context.Context, user string, id int64) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		return fileDrop.exec(tx.Conn, whole(":id", id), text(":uploader", user))
	})
}

// UnsentFiles are the files that the user has chosen for a channel and not sent yet.
func (s *Store) UnsentFiles(ctx context.Context, user, channel string) (list []chat.File, err error) {
	err = s.read(ctx, func(conn Conn) error {
		list, err = scanFiles(conn, fileUnsent, text(":uploader", user), text(":channel", channel))
		return err
	})
	return list, err
}

// File returns a file that the user may see: one of a message that they see, or of
// their own that waits to be sent. It is ErrNoFile for any other.
func (s *Store) File(ctx context.Context, user string, id int64) (f chat.File, err error) {
	err = s.read(ctx, func(conn Conn) error {
		f, err = s.visibleFile(conn, user, id)
		return err
	})
	return f, err
}

func (s *Store) visibleFile(conn Conn, user string, id int64) (chat.File, error) {
	list, err := scanFiles(conn, fileFind, whole(":id", id))
	if err != nil {
		return chat.File{}, err
	}
	if len(list) == 0 || list[0].MessageID == 0 && list[0].Uploader != user {
		return chat.File{}, chat.ErrNoFile
	}
	if list[0].MessageID == 0 {
		return list[0], nil
	}
	m, _, err := s.visibleMessage(conn, user, list[0].MessageID)
	if chat.CodeOf(err) == chat.NotFound || err == nil && m.Deleted {
		err = chat.ErrNoFile
	}
	if err != nil {
		return chat.File{}, err
	}
	return list[0], nil
}

// FileChunk returns the n-th chunk of a file, whoever asks; it is ErrNoFile for one
// that is gone.
func (s *Store) FileChunk(ctx context.Context, id int64, n int) (data []byte, err error) {
	err = s.read(ctx, func(conn Conn) error {
		data, err = readFileChunk(conn, id, n)
		return err
	})
	return data, err
}

func readFileChunk(conn Conn, id int64, n int) (data []byte, err error) {
	found, err := fileChunk.one(conn, func(stmt Stmt) { data = getBlob(stmt, "data") }, whole(":file_id", id), whole(":n", int64(n)))
	if err == nil && !found {
		err = chat.ErrNoFile
	}
	return data, err
}

// FileThumbnail returns the thumbnail of a file that the user may see. It is ErrNoFile
// where there is none.
func (s *Store) FileThumbnail(ctx context.Context, user string, id int64) (t chat.Thumbnail, err error) {
	err = s.read(ctx, func(conn Conn) error {
		if _, err := s.visibleFile(conn, user, id); err != nil {
			return err
		}
		found, err := fileThumbnail.one(conn, func(stmt Stmt) {
			t = chat.Thumbnail{Type: stmt.GetText("type"), Data: getBlob(stmt, "data")}
		}, whole(":file_id", id))
		if err == nil && !found {
			err = chat.ErrNoFile
		}
		return err
	})
	return t, err
}

// filesToSend are the files of the user's that wait to be sent, in the order of their ids.
func filesToSend(conn Conn, user string, ids []int64) (list []chat.File, err error) {
	if len(ids) > chat.MaxFilesPerMessage {
		return nil, chat.ErrTooManyFiles
	}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		found, err := scanFiles(conn, fileFind, whole(":id", id))
		if err != nil {
			return nil, err
		}
		if len(found) == 0 || found[0].Uploader != user || found[0].MessageID != 0 || found[0].Expired {
			return nil, chat.ErrFileSpent
		}
		list = append(list, found[0])
	}
	return list, nil
}

// sendFiles gives the files of a new message to it.
func sendFiles(tx *transaction, m *chat.Message) error {
	if len(m.Files) == 0 {
		return nil
	}
	for i := range m.Files {
		m.Files[i].MessageID, m.Files[i].Channel = m.ID, ""
		if err := fileSend.exec(tx.Conn, whole(":id", m.Files[i].ID), whole(":message_id", m.ID), whole(":position", int64(i))); err != nil {
			return err
		}
	}
	return fileCount.exec(tx.Conn, whole(":id", m.ID), whole(":files", int64(len(m.Files))))
}

// fillFiles adds the files of those messages that carry any.
func fillFiles(conn Conn, messages []*chat.Message) (err error) {
	for _, m := range messages {
		if m.Files == nil {
			continue
		}
		if m.Files, err = scanFiles(conn, fileOfMessage, whole(":message_id", m.ID)); err != nil {
			return err
		}
	}
	return nil
}

func scanFiles(conn Conn, q query, bindings ...binding) (list []chat.File, err error) {
	err = q.each(conn, func(stmt Stmt) error {
		list = append(list, chat.File{
			ID: stmt.GetInt64("id"), MessageID: stmt.GetInt64("message_id"), Uploader: stmt.GetText("uploader"),
			Channel: stmt.GetText("channel"), Name: stmt.GetText("name"), Type: stmt.GetText("type"), Size: stmt.GetInt64("size"),
			Width: int(stmt.GetInt64("width")), Height: int(stmt.GetInt64("height")), Uploaded: getStamp(stmt, "uploaded_ts"),
			Expired: stmt.GetText("state") == "expired",
		})
		return nil
	}, bindings...)
	return list, err
}
