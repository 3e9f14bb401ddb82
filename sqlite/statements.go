package sqlite

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed sql
var files embed.FS

var statements = Statements(files)

// Statements reads a folder sql/, a file a noun: "pin/list" is what stands in sql/pin.sql below
// "-- name: list". It panics where a name is there twice, or text is above the first.
func Statements(files fs.FS) map[string]string {
	texts := make(map[string]string)
	names, err := fs.Glob(files, "sql/*.sql")
	if err != nil {
		panic(err)
	}
	for _, file := range names {
		for _, q := range statementsOf(files, strings.TrimSuffix(path.Base(file), ".sql")) {
			if texts[q.name] != "" {
				panic("there are two statements " + q.name)
			}
			texts[q.name] = q.text
		}
	}
	return texts
}

// statementsOf are the statements of a noun, in their order.
func statementsOf(files fs.FS, noun string) (list []query) {
	content, err := fs.ReadFile(files, "sql/"+noun+".sql")
	if err != nil {
		panic(err)
	}
	parts := strings.Split("\n"+string(content), "\n-- name: ")
	if parts[0] != "" {
		panic(noun + ".sql does not begin with the name of a statement")
	}
	for _, part := range parts[1:] {
		verb, text, _ := strings.Cut(part, "\n")
		list = append(list, query{noun + "/" + verb, text})
	}
	return list
}
