package handlers

import (
	"fmt"
	"image"
	"image/png"
	"strings"

	"minimost/chat"
	"minimost/upload"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

var _ = addRoleCases(fileCases)

var _ = addTables(map[string]tableRule{
	"files":           {ownedBy("uploader"), noSecret},
	"file_chunks":     {ofAnAccount, noSecret},
	"file_thumbnails": {ofAnAccount, noSecret},
	"files_total":     {ofAnAccount, noSecret},
})

// The ids of the fixture's files: one of alice's waits to be sent, one is with what she
// wrote to bob.
const (
	aliceWaiting = 1 + iota
	aliceToBobFile
)

// testPicture is a PNG of 90 by 60 pixels.
var testPicture = func() string {
	var b strings.Builder
	picture := image.NewGray(image.Rect(0, 0, 90, 60))
	for i := range picture.Pix {
		picture.Pix[i] = byte(i)
	}
	if err := png.Encode(&b, picture); err != nil {
		panic(err)
	}
	return b.String()
}()

// makeFiles gives a file to a message that is there: another would move what counts messages.
func makeFiles(w *world) {
	w.t.Helper()
	taker := upload.New(w.store, 0, 0, 0)
	for i, f := range []chat.File{
		{Uploader: "alice", Channel: "general", Name: "draft.txt"},
		{Uploader: "alice", Name: "plan.png"},
	} {
		content := []string{"not sent yet", testPicture}[i]
		if _, err := taker.Take(tContext(), f, strings.NewReader(content), w.clock()); err != nil {
			w.t.Fatal(err)
		}
	}
	conn, err := zombiezen.OpenConn(w.path, zombiezen.OpenReadWrite)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	err = sqlitex.ExecuteScript(conn, fmt.Sprintf("UPDATE files SET message_id = %d WHERE id = %d; UPDATE messages SET files = 1 WHERE id = %d;",
		aliceToBob, aliceToBobFile, aliceToBob), nil)
	if err != nil {
		w.t.Fatal(err)
	}
}

// multipartOf is a form with a file.
func multipartOf(name, content string, fields ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(fields); i += 2 {
		fmt.Fprintf(&b, "--boundary\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", fields[i], fields[i+1])
	}
	fmt.Fprintf(&b, "--boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=%q\r\nContent-Type: text/html\r\n\r\n%s\r\n--boundary--\r\n", name, content)
	return b.String()
}

const uploaded = "file_chunks files files_total"

func fileCases() map[string][]roleCase {
	form := multipartOf("notes.txt", "hello")
	unchanged := func(a answer) string { return a.body }
	newest := "SELECT uploader || ' ' || name || ' ' || coalesce(channel, '-') || ' ' || state FROM files ORDER BY id DESC"
	return map[string][]roleCase{
		"POST /files": {
			{name: "a file", path: "/files", body: form, query: newest, after: "{me} notes.txt - ready",
				cast: accounts(outcome{201, `[{"id":3,"name":"notes.txt","kind":"file","type":"application/octet-stream","size":5,"url":"/files/3/notes.txt"}]`, uploaded})},
			{name: "no file", path: "/files", body: "text=hi", cast: accounts(denied(400))},
			{name: "empty", path: "/files", body: multipartOf("a.txt", ""), cast: accounts(outcome{400, "", "files"})},
		},
		"GET /files/:id/:name": {
			{name: "waiting", path: fmt.Sprintf("/files/%d/draft.txt", aliceWaiting), read: unchanged, cast: accounts(denied(404)).but(asOwner, says("not sent yet"))},
			{name: "sent", path: fmt.Sprintf("/files/%d/plan.png", aliceToBobFile), read: unchanged, cast: insiders(says(testPicture), denied(404))},
			{name: "none", path: "/files/999/x", cast: accounts(denied(404))},
		},
		"GET /thumbnails/:id": {
			{name: "sent", path: fmt.Sprintf("/thumbnails/%d", aliceToBobFile), read: func(a answer) string { return a.header.Get("Content-Type") },
				cast: insiders(says("image/jpeg"), denied(404))},
			{name: "of no picture", path: fmt.Sprintf("/thumbnails/%d", aliceWaiting), cast: accounts(denied(404))},
		},
		"GET /ui/files/:channel": {
			{name: "public", path: "/ui/files/general", read: document, cast: accounts(shownPage)},
			{name: "private", path: "/ui/files/private:1", read: document, cast: insiders(shownPage, denied(403))},
			{name: "direct", path: "/ui/files/dm:alice:bob", read: document, cast: insiders(shownPage, denied(403))},
		},
		"POST /ui/files/:channel": {
			{name: "public", path: "/ui/files/general", body: form, query: newest, after: "{me} notes.txt general ready",
				cast: accounts(goesBack("/c/general", uploaded+" "+seen))},
			{name: "private", path: "/ui/files/private:1", body: form, cast: insiders(goesBack("/c/private:1", uploaded+" "+seen), denied(403))},
		},
		"POST /ui/file/:id/remove": {
			{name: "waiting", path: fmt.Sprintf("/ui/file/%d/remove", aliceWaiting), body: "text=hi", read: document,
				cast: accounts(denied(404)).but(asOwner, outcome{200, "page", "files files_total " + seen})},
			{name: "sent", path: fmt.Sprintf("/ui/file/%d/remove", aliceToBobFile), body: "text=hi",
				cast: accounts(denied(404))},
		},
	}
}
