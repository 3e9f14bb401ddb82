package handlers

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"minimost/handlers/message"

	"github.com/gofiber/fiber/v2"
	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/auth"
	"minimost/chat"
)

// uploads a file and returns what is said of it.
func (b *browser) uploads(name, content string) message.FileJSON {
	b.w.t.Helper()
	body := strings.Replace(multipartOf("NAME", content), "NAME", name, 1)
	got := b.do(fiber.MethodPost, "/files", body, "Content-Type", formType(body)).want(201)
	var list []message.FileJSON
	if err := json.Unmarshal([]byte(got.body), &list); err != nil || len(list) != 1 {
		b.w.t.Fatalf("%s, %v", got.body, err)
	}
	return list[0]
}

func TestAFileIsSentWithAMessageOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	picture, notes := alice.uploads("a b.png", testPicture), alice.uploads("notes.txt", "hello")
	if picture.Kind != "image" || picture.Width != 90 || picture.Height != 60 || notes.Kind != "file" {
		t.Errorf("%+v, %+v", picture, notes)
	}
	bob.get(picture.URL).want(404)
	bob.post("/send/general", []string{"file", fmt.Sprint(picture.ID)}).want(409)
	both := []string{"file", fmt.Sprint(picture.ID), "file", fmt.Sprint(notes.ID)}
	alice.post("/send/general", both).want(200)
	alice.post("/send/general", both).want(409)
	bob.get(picture.URL).want(200)
	bob.get("/messages/general").want(200).contains(`"content":""`, `"files":[{"id":1,"name":"a b.png","kind":"image"`, `"url":"/files/1/a%20b.png"`, `"thumbnail":"/thumbnails/1"`)
	bob.get("/c/general").want(200).contains(`src="/thumbnails/1" width="90" height="60"`, `href="/files/2/notes.txt"`, `alt="a b.png"`)
	var messages []struct{ ID int64 }
	if err := json.Unmarshal([]byte(bob.get("/messages/general").body), &messages); err != nil {
		t.Fatal(err)
	}
	alice.form(fmt.Sprint("/delete/", messages[0].ID)).want(200)
	bob.get(picture.URL).want(404)
	alice.get(picture.URL).want(404)
	alice.get("/thumbnails/1").want(404)
	alice.get(picture.URL, "Accept", "text/html,image/png").want(404).contains("<h1>This cannot be found</h1>", "There is no such file.", "Back to the chat")
	if err := w.store.SweepFiles(tContext(), 0, w.clock(), pauseNot); err != nil {
		t.Fatal(err)
	}
	left := "SELECT (SELECT count(*) FROM files) || (SELECT count(*) FROM file_chunks) || (SELECT count(*) FROM file_thumbnails) || (SELECT bytes FROM files_total)"
	if got := w.stored(left); got != "0000" {
		t.Errorf("rows and bytes left: %s", got)
	}
}

// TestAMessageOfFilesAloneIsListedByTheirNames: it has no text that lists could show.
func TestAMessageOfFilesAloneIsListedByTheirNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/general", "text", "first, @bob").want(200)
	alice.post("/send/general", []string{"file", fmt.Sprint(alice.uploads("floor _plan_.txt", "hello").ID)}).want(200)
	bob.get("/search?q=has:file").want(200).contains(`"files":[{"id":1,"name":"floor _plan_.txt"`, `"excerpt":[{"text":"floor _plan_.txt","mark":false}]`)
	bob.get("/search?q=first").want(200).contains(`"mentions":["bob"]`)
	bob.form("/save/2").want(200)
	bob.form("/pin/2").want(200)
	for _, page := range []string{"/search?q=has:file", "/saved", "/ui/channels/general/pins"} {
		bob.get(page, "Accept", "text/html").want(200).contains("floor _plan_.txt", "!floor <em>")
	}
	alice.json("/profile", `{"display_name": "Alice Liddell"}`).want(200)
	alice.form("/send/dm:alice:bob", "text", "between us").want(200)
	bob.get("/search?q=between", "Accept", "text/html").want(200).contains("<bdi>Alice Liddell</bdi>")
}

func TestFilesAreInert(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	for name, content := range map[string]string{
		"x.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "x.html": "<script>alert(1)</script>", "x.png": "GIF89a<script>alert(1)</script>", "x.js": "alert(1)",
	} {
		got := alice.get(alice.uploads(name, content).URL).want(200)
		got.wantSafe(false)
		if kind, how := got.header.Get("Content-Type"), got.header.Get("Content-Disposition"); kind != chat.OtherType || how != "attachment; filename="+name {
			t.Errorf("%s is served as %q, %q", name, kind, how)
		}
	}
	evil := alice.uploads("../../ev\u202eil.html", "x")
	if evil.Name != "evil.html" || evil.Kind != "file" {
		t.Errorf("%+v", evil)
	}
	got := alice.get(alice.uploads("plan.html", testPicture).URL).want(200)
	if got.header.Get("Content-Type") != "image/png" || got.header.Get("Content-Disposition") != "inline; filename=plan.html" {
		t.Error(got.header)
	}
}

func TestPartsOfAFileAreServed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	var content strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&content, "%06d ", i)
	}
	all := content.String() // of four chunks
	size := len(all)
	target := alice.uploads("numbers.txt", all).URL
	whole := alice.get(target).want(200)
	if whole.body != all || whole.header.Get("Accept-Ranges") != "bytes" {
		t.Error("the whole is not what it was")
	}
	etag := whole.header.Get("ETag")
	for _, tags := range []string{etag, "W/" + etag, `"of another", ` + etag, "*"} {
		alice.get(target, "If-None-Match", tags).want(304)
	}
	alice.get(target, "If-None-Match", `"of another"`).want(200)
	alice.get(target, "If-Modified-Since", "Thu, 26 Nov 2026 12:00:00 GMT").want(200)
	for _, c := range []struct {
		asked        string
		status       int
		from, length int
		header       []string
	}{
		{"bytes=0-0", 206, 0, 1, nil}, {"bytes=65530-65540", 206, 65530, 11, nil}, {"bytes=-5", 206, size - 5, 5, nil}, {"bytes=100-", 206, 100, size - 100, nil},
		{"bytes=0-9999999", 206, 0, size, nil}, {"bytes=0-0", 206, 0, 1, []string{"If-Range", etag}}, {"bytes=0-0", 200, 0, size, []string{"If-Range", `"old"`}},
		{"bytes=5-1", 200, 0, size, nil}, {"lines=1-2", 200, 0, size, nil}, {"bytes=0-1,5-6", 200, 0, size, nil}, {"bytes=a-", 200, 0, size, nil},
	} {
		got := alice.get(target, append(c.header, "Range", c.asked)...).want(c.status)
		if got.body != all[c.from:c.from+c.length] {
			t.Errorf("%s: %d bytes, want %d", c.asked, len(got.body), c.length)
		}
		if want := fmt.Sprintf("bytes %d-%d/%d", c.from, c.from+c.length-1, size); c.status == 206 && got.header.Get("Content-Range") != want {
			t.Errorf("%s: %q, want %q", c.asked, got.header.Get("Content-Range"), want)
		}
	}
	alice.get(target, "Range", fmt.Sprintf("bytes=%d-", size)).want(416)
	alice.get(target, "Range", "bytes=-0").want(416)
}

func TestFilesHaveBounds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *config) { c.MaxFile, c.MaxFiles = 1000, 2500 })
	alice := w.as("alice")
	upload := func(size int) answer {
		body := multipartOf("x", strings.Repeat("x", size))
		return alice.do(fiber.MethodPost, "/files", body, "Content-Type", formType(body))
	}
	upload(1001).want(413)
	wantSentence(t, upload(1001))
	upload(1000).want(201)
	upload(1000).want(201)
	wantSentence(t, upload(900).want(507))
	if err := w.store.SweepFiles(tContext(), 0, w.clock().Add(chat.UnsentLifetime+time.Hour), pauseNot); err != nil {
		t.Fatal(err)
	}
	upload(1000).want(201)
}

// TestNothingIsStoredOfWhomNobodyKnows: a file that is larger than any other body is
// refused before it has come, and what comes of it is no next request.
func TestNothingIsStoredOfWhomNobodyKnows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.as("alice").session()
	for name, cookie := range map[string]string{"nobody": "", "another form": auth.Cookie + "=" + session} {
		conn := w.dial()
		hidden := "GET /livez HTTP/1.1\r\nHost: chat.example\r\n\r\n"
		body := hidden + strings.Repeat("x", 8<<10)
		_, err := fmt.Fprintf(conn, "POST /files HTTP/1.1\r\nHost: chat.example\r\nCookie: %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s", cookie, 20<<20, body)
		if err != nil {
			t.Fatal(err)
		}
		answers := bufio.NewReader(conn)
		res, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		if want := map[string]int{"nobody": 302, "another form": 400}[name]; res.StatusCode != want || !res.Close {
			t.Errorf("%s: %d, closes %t", name, res.StatusCode, res.Close)
		}
		if next, err := http.ReadResponse(answers, nil); err == nil { //nolint:bodyclose // the connection is closed below
			t.Errorf("%s: what was left of the body was answered %d", name, next.StatusCode)
		}
		_ = conn.Close()
	}
	if got := w.stored("SELECT count(*) FROM files"); got != "0" {
		t.Errorf("%s files", got)
	}
}

func TestFilesWaitInTheComposerOfTheirChannel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	body := multipartOf("notes.txt", "hello")
	alice.do(fiber.MethodPost, "/ui/files/general", body, "Content-Type", formType(body)).wantBack("/c/general")
	alice.do(fiber.MethodPost, "/ui/files/general", body, "Content-Type", formType(body), "HX-Request", "true").want(200).contains(`name="file" value="2"`, "notes.txt", "!<form")
	alice.get("/c/general").want(200).contains(`name="file" value="1"`, `name="file" value="2"`)
	alice.get("/c/random").want(200).contains(`!name="file" value="1"`)
	alice.post("/ui/file/1/remove", []string{"text", "half a text"}).want(200).contains("half a text", `!name="file" value="1"`, `name="file" value="2"`)
	alice.post("/ui/send/general", []string{"text", "", "file", "2"}).wantBack("/c/general")
	alice.get("/c/general").want(200).contains(`href="/files/2/notes.txt"`, `!name="file" value="2"`)
	other := url.Values{"drawn_for": {"bob"}}
	alice.name = ""
	alice.do(fiber.MethodPost, "/ui/files/general?"+other.Encode(), body, "Content-Type", formType(body), "Accept", "text/html").wantBack("/?other=1")
}

// TestAFormTakesFilesWhateverTheyAreCalled: a browser without scripts sends their names as they are.
func TestAFormTakesFilesWhateverTheyAreCalled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	called := func(body, name string) string {
		return strings.NewReplacer(`"NAME"`, `"`+name+`"`, `"me.png"`, `"`+name+`"`).Replace(body)
	}
	for name, shown := range map[string]string{"a\x01b\x1b.txt": "ab.txt", "c%22d%22.txt": "cd.txt", `e\`: "e", "zoë\x7f.txt": "zoë.txt"} {
		body := called(multipartOf("NAME", "one\x01\r\n--two"), name)
		alice.do(post, "/ui/files/general", body, "Content-Type", formType(body)).want(303)
		alice.get("/c/general").want(200).contains(`<bdi class="file-card__name">` + shown + "</bdi>")
	}
	if got := w.stored("SELECT count(*) FROM file_chunks WHERE data = CAST('one' || char(1, 13, 10) || '--two' AS BLOB)"); got != "4" {
		t.Errorf("%s files are as they were sent", got)
	}
	for _, name := range []string{"me\x01.png", `me\`} {
		body, kind := pictureBody(t, 9, 9)
		alice.do(post, "/ui/account/picture", called(body, name), "Content-Type", kind).want(303)
	}
	alice.get("/people/alice").want(200).contains(`"picture":"/people/alice/picture?v=2"`)
}

func pauseNot(ctx context.Context) error { return ctx.Err() }

// stored is the first column of a query's first row.
func (w *world) stored(query string) (value string) {
	w.t.Helper()
	conn, err := zombiezen.OpenConn(w.path, zombiezen.OpenReadOnly)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	err = sqlitex.Execute(conn, query, &sqlitex.ExecOptions{ResultFunc: func(stmt *zombiezen.Stmt) error {
		value = stmt.ColumnText(0)
		return nil
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	return value
}
