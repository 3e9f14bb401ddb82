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
		content, err := fs.ReadFile(files, file)
		if err != nil {
			panic(err)
		}
		parts := strings.Split("\n"+string(content), "\n-- name: ")
		if parts[0] != "" {
			panic(file + " does not begin with the name of a statement")
		}
		for _, part := range parts[1:] {
			verb, text, _ := strings.Cut(part, "\n")
			name := strings.TrimSuffix(path.Base(file), ".sql") + "/" + verb
			if texts[name] != "" {
				panic("there are two statements " + name)
			}
			texts[name] = text
		}
	}
	return texts
}
