package markup_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"
)

// The table has texts of each kind that chats are known to get wrong, with what must be shown. Its HTML is one way to say so.
func TestTextsAreShownAsTyped(t *testing.T) {
	file, err := os.Open("testdata/cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	for count := 1; lines.Scan(); count++ {
		var c struct{ Kind, Source, Want string }
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("line %d: %v", count, err)
		}
		got := drawn(t, c.Source)
		if got, want := shown(t, got), shown(t, c.Want); !slices.Equal(got, want) {
			t.Errorf("line %d, %s: %q\n got %q\nwant %q", count, c.Kind, c.Source, got, want)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
