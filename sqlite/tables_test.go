package sqlite

import (
	goflag "flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var writeAnew = goflag.Bool("write", false, "write the list of tables in sql/schema/README.md anew")

func TestTheReadmeListsTheTables(t *testing.T) {
	t.Parallel()
	const readme = "sql/schema/README.md"
	text := string(got(os.ReadFile(readme))(t))
	before, rest, _ := strings.Cut(text, "| --- | --- | --- |\n")
	_, after, _ := strings.Cut(rest, "\n\n")
	var list strings.Builder
	for _, table := range tables {
		fmt.Fprintf(&list, "| `%s` | %s | %s |\n", table.name, table.holds, table.key)
	}
	want := before + "| --- | --- | --- |\n" + list.String() + "\n" + after
	if *writeAnew {
		must(t, os.WriteFile(readme, []byte(want), 0o644))
	} else if text != want {
		t.Errorf("%s lists other tables than tables.go: make generate", readme)
	}
}
