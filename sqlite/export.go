package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

const (
	// exportTimeout is for one step of an export, exportScan how many rows it looks
	// at, and exportRows how many it takes: a text has up to 40 kB.
	exportTimeout = 10 * time.Second
	exportScan    = 20_000
	exportRows    = 200
)

// export is one list of what is exported of an account: "pins" is what the statement export_pins
// of a noun finds for :username.
type export struct {
	query
	name string
	// table is set where there may be many rows. They are taken in steps by its rowid,
	// the statement's first column: those after :after up to :until, at most :limit.
	table string
}

var exportedInSteps = map[string]string{"messages": "messages", "reactions": "message_reactions", "read_receipts": "read_receipts"}

// withheld are the columns of accounts that no export has.
var withheld = map[string]bool{"password_hash": true, "session_epoch": true}

var exportNames = load("channel/names")

// exports are the lists: who somebody is, and then the others by their names.
var exports = func() (lists []export) {
	for name := range statements {
		if _, list, is := strings.Cut(name, "/export_"); is {
			lists = append(lists, export{load(name), list, exportedInSteps[list]})
		}
	}
	slices.SortFunc(lists, func(a, b export) int {
		switch "profile" {
		case a.name:
			return -1
		case b.name:
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	return lists
}()

// Export gives everything that an account wrote and that is stored about it to w, in
// steps, so that what is written meanwhile may be there or not. No secret is among it,
// and nothing that others wrote. It is NotFound without such an account.
func (s *Store) Export(ctx context.Context, username string, w chat.ExportWriter) error {
	u, err := s.User(ctx, username)
	if err != nil {
		return err
	}
	names, err := s.exportChannelNames(ctx, u.Username)
	if err != nil {
		return err
	}
	for _, e := range exports {
		if err := s.exportList(ctx, u.Username, e, names, w); err != nil {
			return err
		}
	}
	if err := s.exportPicture(ctx, u.Username, w); err != nil {
		return err
	}
	return s.exportFiles(ctx, u.Username, w)
}

// exportChannelNames are what channels are called by now, by their identifiers.
func (s *Store) exportChannelNames(ctx context.Context, username string) (names map[string]string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		names = make(map[string]string)
		return exportNames.each(conn, func(stmt Stmt) error {
			names[stmt.GetText("channel")] = stmt.GetText("name")
			return nil
		}, text(":username", username))
	})
	return names, err
}

// withChannelName has the name of a channel behind each identifier of one that has a name.
func withChannelName(row chat.ExportRow, names map[string]string) chat.ExportRow {
	for i, v := range row {
		id, _ := v.Value.(string)
		if name, known := names[id]; known && v.Name == "channel" && !slices.ContainsFunc(row, func(v chat.ExportValue) bool { return v.Name == "name" }) {
			return slices.Insert(row, i+1, chat.ExportValue{Name: "channel_name", Value: name})
		}
	}
	return row
}

func (s *Store) exportList(ctx context.Context, username string, e export, names map[string]string, w chat.ExportWriter) error {
	err := w.List(e.name)
	for after, done := int64(0), false; err == nil && !done; {
		var rows []chat.ExportRow
		if rows, after, done, err = s.exportStep(ctx, username, e, after); err != nil {
			return err
		}
		for _, row := range rows {
			if err := w.Row(withChannelName(row, names)); err != nil {
				return err
			}
		}
	}
	return err
}

// exportStep reads the next rows after a number, and says from where to go on.
func (s *Store) exportStep(ctx context.Context, username string, e export, after int64) (rows []chat.ExportRow, next int64, done bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, exportTimeout)
	defer cancel()
	bindings := []binding{text(":username", username)}
	if e.table != "" {
		bindings = append(bindings, whole(":after", after), whole(":until", after+exportScan), whole(":limit", exportRows))
	}
	err = s.read(ctx, func(conn Conn) error {
		rows, next, done = nil, 0, true
		err := e.each(conn, func(stmt Stmt) error {
			rows = append(rows, exportRow(stmt))
			next = stmt.ColumnInt64(0)
			return nil
		}, bindings...)
		if err != nil || e.table == "" {
			return err
		}
		if len(rows) < exportRows {
			next = after + exportScan
		}
		highest := query{e.query.name + "_highest", fmt.Sprintf("SELECT coalesce(max(rowid), 0) AS highest FROM %s", e.table)}
		_, err = highest.one(conn, func(stmt Stmt) { done = next >= stmt.GetInt64("highest") })
		return err
	})
	return rows, next, done, err
}

func exportRow(stmt Stmt) chat.ExportRow {
	var row chat.ExportRow
	for i := range stmt.ColumnCount() {
		v := chat.ExportValue{Name: stmt.ColumnName(i)}
		switch stmt.ColumnType(i) {
		case sqlite.TypeInteger:
			v.Value = stmt.ColumnInt64(i)
		case sqlite.TypeFloat:
			v.Value = stmt.ColumnFloat(i)
		case sqlite.TypeText:
			v.Value = stmt.ColumnText(i)
		}
		if !withheld[v.Name] {
			row = append(row, v)
		}
	}
	return row
}
