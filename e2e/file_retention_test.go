package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"strings"
	"testing"
	"time"
)

type sentFile struct {
	ID             int64
	Name           string
	Size           int64
	URL, Thumbnail string
}

// sendFile sends a message that is nothing but a file.
func (b *person) sendFile(name string, content []byte) sentFile {
	b.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	var files []sentFile
	if err == nil {
		err = json.Unmarshal([]byte(b.must(201, b.do("POST", "/files", w.FormDataContentType(), form.String())).body), &files)
	}
	if err != nil || len(files) != 1 {
		b.t.Fatalf("%d files, %v", len(files), err)
	}
	b.must(200, b.form("/send/general", "file", fmt.Sprint(files[0].ID)))
	return files[0]
}

func (b *person) files() (all []sentFile) {
	b.t.Helper()
	var messages []struct{ Files []sentFile }
	b.read("/messages/general?limit=50", &messages)
	for _, m := range messages {
		all = append(all, m.Files...)
	}
	return all
}

func TestOldFilesLeaveTheirNames(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	server := launch(t, folder)
	alice := server.signUp("alice")
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	const onePiece = "       1  file_chunks\n"
	old := []sentFile{alice.sendFile("old.txt", []byte(strings.Repeat("what the old file says", 10_000))), alice.sendFile("old.png", picture.Bytes())}
	kept := alice.sendFile("kept.txt", []byte("what the new file says"))
	alice.must(200, alice.get(old[1].Thumbnail))
	jar := alice.client.Jar
	server.stop()
	shell(t, folder, fmt.Sprintf(`
		UPDATE files SET uploaded_ts = uploaded_ts - %[1]d WHERE name LIKE 'old%%';
		UPDATE messages SET ts = ts - %[1]d, sent_ts = sent_ts - %[1]d WHERE id IN (SELECT message_id FROM files WHERE name LIKE 'old%%');`,
		int((3*24*time.Hour).Seconds())))

	server = launch(t, folder, "--file-days=2")
	alice = server.person("alice")
	alice.client.Jar = jar
	eventually(t, "the content of the old files is gone", func() bool {
		return strings.Contains(execute(t, folder, "check").stdout, onePiece)
	})
	for i, f := range alice.files() {
		want := sentFile{ID: f.ID, Name: []string{"old.txt", "old.png", "kept.txt"}[i]}
		if want.Name == kept.Name {
			want = kept
		}
		if f != want {
			t.Errorf("got %+v, want %+v", f, want)
		}
	}
	page := alice.must(200, alice.get("/c/general")).body
	if strings.Count(page, "no longer kept") != 2 || strings.Contains(page, old[1].Thumbnail) || !strings.Contains(page, kept.URL) {
		t.Errorf("the page says %d times that a file is no longer kept", strings.Count(page, "no longer kept"))
	}
	for _, address := range []string{old[0].URL, old[1].URL, old[1].Thumbnail} {
		alice.must(404, alice.get(address))
	}
	alice.must(200, alice.get(kept.URL))

	exported := alice.must(200, alice.form("/account/export", "password", somePassword)).body
	archive, err := zip.NewReader(strings.NewReader(exported), int64(len(exported)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		if name, in := strings.CutPrefix(f.Name, "files/"); in && !strings.HasPrefix(name, fmt.Sprint(kept.ID)) {
			t.Errorf("the export has %s", f.Name)
		}
	}
	if made := execute(t, folder, "backup", "copy.db"); made.status != 0 {
		t.Fatalf("%+v", made)
	}
	if checked := execute(t, folder, "check", "--db=copy.db"); checked.status != 0 || !strings.Contains(checked.stdout, onePiece) {
		t.Errorf("the backup: %+v", checked)
	}
	if status := server.stop(); status != 0 {
		t.Errorf("status %d, logged %s", status, server.stderr)
	}
}
