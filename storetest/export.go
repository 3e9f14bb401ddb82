package storetest

import (
	"fmt"
	"testing"

	"minimost/chat"
)

var exportTests = []test{
	{"an export has everything of one account, however much that is", testExport},
	{"nobody's account is not exported", testExportNobody},
}

// exported is what an export writes, by list.
type exported struct {
	order []string
	rows  map[string][]chat.ExportRow
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
	e := &exported{rows: make(map[string][]chat.ExportRow)}
	must(t, s.Export(ctx, "ALICE", e))
	equal(t, "texts", e.column("messages", "content"), want)
	equal(t, "receipts", len(e.rows["read_receipts"]), 450)
	equal(t, "who", e.column("profile", "username"), []any{"alice"})
	equal(t, "whom she blocks", len(e.rows["blocks"]), 0)
	equal(t, "first list", e.order[0], "profile")
}

func testExportNobody(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	refused(t, "zed", s.Export(t.Context(), "zed", &exported{}), chat.NotFound)
}
