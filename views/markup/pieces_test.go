package markup_test

import (
	"slices"
	"strings"
	"testing"

	"minimost/views/markup"
)

// Pieces stand in the text in their order, and have all of it but marks, addresses of links and white space.
func TestPiecesAreWhatIsReadOfAText(t *testing.T) {
	for _, source := range slices.Concat(hostile, odd) {
		checkPieces(t, source)
	}
}

func checkPieces(t *testing.T, source string) {
	t.Helper()
	at := 0
	var read strings.Builder
	for _, p := range markup.Pieces(source, options) {
		if p.From < at && p.From != p.To || p.To > len(source) {
			t.Fatalf("%q: the piece %q stands at %d, before %d", source, p.Text, p.From, at)
		}
		at = max(at, p.To)
		if p.From < p.To && (p.Text == source[p.From:p.To] || strings.HasPrefix(source[p.From:p.To], ":")) {
			read.WriteString(source[p.From:p.To])
		}
	}
	var shown strings.Builder
	for _, n := range markup.Parse(source, options) {
		switch n.Kind {
		case markup.Text, markup.CodeSpan, markup.CodeLabel, markup.CodeLine, markup.Emoji:
			if !n.Close {
				shown.WriteString(n.Text)
			}
		}
	}
	if read.String() != shown.String() {
		t.Errorf("%q is read as %q, and shown as %q", source, read.String(), shown.String())
	}
}

func FuzzPieces(f *testing.F) {
	for _, source := range slices.Concat(hostile, odd) {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) < 20_000 {
			checkPieces(t, source)
		}
	})
}
