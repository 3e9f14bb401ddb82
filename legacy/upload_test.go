package legacy_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"minimost/legacy/legacytest"
)

// put writes a file of the original's folder.
func (s *scene) put(name string, content []byte) {
	s.t.Helper()
	legacytest.Put(s.t, s.dir, name, content)
}

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var data bytes.Buffer
	must(t, png.Encode(&data, image.NewRGBA(image.Rect(0, 0, width, height))))
	return data.Bytes()
}

// attach adds a message of the original that carries a file.
func (s *scene) attach(id int, content, stored string) {
	s.t.Helper()
	s.messages(fmt.Sprintf("INSERT INTO messages (id, channel, sender, content, ts, filename) VALUES (%d, 'general', 'alice', '%s', %d.25, '%s')", id, content, 1716000000+id, stored))
}

const stored = "0123456789abcdef0123456789abcdef_"

func TestFilesOfMessagesComeAlong(t *testing.T) {
	s := newScene(t)
	long := bytes.Repeat([]byte("a long text. "), 12_000) // more than two chunks
	s.put("uploads/"+stored+"photo.png", picture(t, 40, 30))
	s.put("uploads/"+stored+"notes.txt", long)
	s.put("uploads/"+stored+"fake.png", []byte("<svg onload=alert(1)>"))
	s.attach(1, "", stored+"photo.png")
	s.attach(2, "see this", stored+"notes.txt")
	s.attach(3, "", stored+"fake.png")
	s.attach(4, "", stored+"missing.txt")
	s.attach(5, "", stored+"photo.png")
	s.messages("UPDATE messages SET deleted = 1 WHERE id = 5")
	r := s.move()
	s.wantCount(r.Taken, "files of messages", 3)
	s.wantCount(r.LeftOut, "attachments", 1)
	s.wantCount(r.Changed, "messages with an attachment alone", 1)
	s.want("SELECT id, content, files FROM messages ORDER BY id", "1||1", "2|see this|1", "3||1", "4|[missing.txt]|NULL", "5||NULL")
	s.want("SELECT message_id, uploader, name, type, width, height, uploaded_ts, state FROM files ORDER BY message_id",
		"1|alice|photo.png|image/png|40|30|1716000001.2500000|ready",
		"2|alice|notes.txt|application/octet-stream|NULL|NULL|1716000002.2500000|ready",
		"3|alice|fake.png|application/octet-stream|NULL|NULL|1716000003.2500000|ready")
	s.want("SELECT count(*) FROM file_thumbnails", "1")
	s.want("SELECT sum(length(data)) FROM file_chunks WHERE file_id = (SELECT id FROM files WHERE message_id = 2)", fmt.Sprint(len(long)))

	s.put("uploads/"+stored+"missing.txt", []byte("found again"))
	r = s.move()
	s.wantCount(r.Taken, "files of messages", 1)
	s.want("SELECT message_id, name FROM files ORDER BY id", "1|photo.png", "2|notes.txt", "3|fake.png", "4|missing.txt")
	s.move()
	s.want("SELECT count(*) FROM files", "4")
}

func TestNoFileButThoseOfTheFolderComesAlong(t *testing.T) {
	s := newScene(t)
	outside := filepath.Join(t.TempDir(), "outside.txt")
	must(t, os.WriteFile(outside, []byte("not of the chat"), 0o600))
	s.put("uploads/empty.txt", nil)
	s.put("secret.txt", []byte("beside the uploads"))
	must(t, os.Symlink(outside, filepath.Join(s.dir, "uploads/link.txt")))
	must(t, os.Mkdir(filepath.Join(s.dir, "uploads/folder"), 0o700))
	for i, name := range []string{"../auth.db", "../secret.txt", "/etc/passwd", `..\secret.txt`, "..", ".", "folder", "link.txt", "empty.txt", "uploads/empty.txt"} {
		s.attach(i+1, "", name)
	}
	s.accounts("INSERT INTO user_settings VALUES ('alice', NULL, '../auth.db', NULL), ('bob', NULL, 'empty.txt', NULL)")
	r := s.move()
	s.wantCount(r.LeftOut, "attachments", 10)
	s.wantCount(r.LeftOut, "avatars", 2)
	s.want("SELECT count(*) FROM files WHERE message_id IS NOT NULL", "0")
	s.want("SELECT count(*) FROM pictures", "0")
}

func TestAPipeInPlaceOfAFileIsNotOpened(t *testing.T) {
	s := newScene(t)
	s.put("uploads/empty.txt", nil)
	must(t, syscall.Mkfifo(filepath.Join(s.dir, "uploads/pipe.txt"), 0o600))
	s.attach(1, "", "pipe.txt")
	s.wantCount(s.move().LeftOut, "attachments", 1)
}

func TestPicturesOfPeopleComeAlongOnce(t *testing.T) {
	s := newScene(t)
	s.put("uploads/alice.png", picture(t, 40, 30))
	s.put("uploads/avatars/bob.png", picture(t, 300, 600))
	s.put("avatars/carol.png", []byte("no picture"))
	s.accounts(`INSERT INTO user_settings VALUES ('alice', NULL, 'alice.png', NULL), ('bob', NULL, 'bob.png', NULL), ('carol', NULL, 'carol.png', NULL),
		('nobody', NULL, 'alice.png', NULL)`)
	r := s.move()
	s.wantCount(r.Taken, "pictures of people", 2)
	s.wantCount(r.LeftOut, "avatars", 2)
	s.want("SELECT username, kind FROM pictures ORDER BY 1", "alice|image/png", "bob|image/png")
	s.want("SELECT username, picture FROM users ORDER BY 1", "alice|1", "bob|1", "carol|0")
	s.here("DELETE FROM pictures WHERE username = 'bob'; UPDATE users SET picture = -1 WHERE username = 'bob'")
	r = s.move()
	s.wantCount(r.Earlier, "pictures of people", 2)
	s.want("SELECT username FROM pictures", "alice")
}
