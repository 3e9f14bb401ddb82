package storetest

import (
	"fmt"
	"strings"
	"testing"

	"minimost/chat"
)

var _ = addTests("export", []test{
	{"an export has everything of one account, however much that is", testExport},
	{"an export has the content of one's files and one's picture", testExportOfFiles},
	{"nobody's account is not exported", testExportNobody},
})

// exported is what an export writes, by list.
type exported struct {
	order []string
	rows  map[string][]chat.ExportRow
	files map[string]string
}

func newExported() *exported {
	return &exported{rows: make(map[string][]chat.ExportRow), files: make(map[string]string)}
}

func (e *exported) File(name string, next func() ([]byte, error)) error {
	for {
		piece, err := next()
		if err != nil || len(piece) == 0 {
			return err
		}
		e.files[name] += string(piece)
	}
}

func (e *exported) List(name string) error {
	e.order = append(e.order, name)
	return nil
}

func (e *exported) Row(row chat.ExportRow) error {
	list := e.order[len(e.order)-1]
	e.rows[list] = append(e.rows[list], row)
	return nil
}

func (e *exported) column(list, name string) (values []any) {
	for _, row := range e.rows[list] {
		for _, v := range row {
			if v.Name == name {
				values = append(values, v.Value)
			}
		}
	}
	return values
}

func testExport(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	var want []any
	for i := range 450 { // more than a step takes
		send(t, s, "bob", "general", "of bob", noon)
		text := fmt.Sprint("text ", i)
		send(t, s, "alice", "general", text, noon)
		want = append(want, text)
	}
	must(t, s.MarkRead(ctx, "alice", "general", 0, noon))
	must(t, s.Block(ctx, "bob", "alice", noon))
	e := newExported()
	must(t, s.Export(ctx, "ALICE", e))
	equal(t, "texts", e.column("messages", "content"), want)
	equal(t, "receipts", len(e.rows["read_receipts"]), 450)
	equal(t, "who", e.column("profile", "username"), []any{"alice"})
	equal(t, "whom she blocks", len(e.rows["blocks"]), 0)
	equal(t, "first list", e.order[0], "profile")
}

func testExportOfFiles(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	long := strings.Repeat("x", chat.FileChunk)
	f := chat.File{Uploader: "alice", Channel: "general", Name: "plan.pdf", Size: chat.FileChunk + 3}
	f.ID = got(s.BeginFile(ctx, f, 1<<30, noon))(t)
	must(t, s.StoreFileChunk(ctx, f.ID, 0, []byte(long)))
	must(t, s.StoreFileChunk(ctx, f.ID, 1, []byte("end")))
	must(t, finish(t, s, f, chat.Thumbnail{}))
	sendFile(t, s, "alice", "general", f, noon)
	gone := sendFile(t, s, "alice", "general", keepFile(t, s, "alice", "general", "gone.txt", "gone"), noon)
	must(t, s.DeleteMessage(ctx, "alice", gone.ID, noon))
	sendFile(t, s, "bob", "general", keepFile(t, s, "bob", "general", "his.txt", "his"), noon)
	must(t, s.SavePicture(ctx, "alice", chat.Picture{Kind: "image/png", Data: []byte("a face")}, noon))
	e := newExported()
	must(t, s.Export(ctx, "alice", e))
	equal(t, "files", e.files, map[string]string{fmt.Sprintf("files/%d/plan.pdf", f.ID): long + "end", "picture.png": "a face"})
	equal(t, "list", e.column("files", "name"), []any{"plan.pdf"})
}

func testExportNobody(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	refused(t, "zed", s.Export(t.Context(), "zed", newExported()), chat.NotFound)
}
