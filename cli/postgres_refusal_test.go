package cli

import (
	"io"
	"strings"
	"testing"
)

// TestWhatStaysOnAFileSaysWhatToUseInstead: no server needs to be there for it to be said.
func TestWhatStaysOnAFileSaysWhatToUseInstead(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		"backup copy.db":     "pg_dump copies a PostgreSQL database.",
		"restore copy.db":    "pg_restore puts back a PostgreSQL database.",
		"check":              "pg_amcheck looks a PostgreSQL database over.",
		"import .":           "Import into a file first, and move that with minimost move.",
		"--demo":             "--demo fills a file of its own; name one with --db, or leave it out.",
		"move presence.db x": `move copies into the database of a postgres:// URL, not "x".`,
	} {
		var said strings.Builder
		status := run(t.Context(), append(strings.Fields(command), "--db=postgres://nobody@127.0.0.1:1/none"), io.Discard, &said)
		if status == 0 || !strings.Contains(said.String(), want) || strings.Count(strings.TrimSpace(said.String()), "\n") > 0 {
			t.Errorf("%s: %d, %q", command, status, said.String())
		}
	}
}
