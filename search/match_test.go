package search

import (
	"slices"
	"testing"
)

func TestAQueryThatExcludesItselfIsImpossible(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"plan -plan": true, "planning -plan": true, "plan -planning": false, "planning -pl": false, `plan -"plan"`: false, `"plan" -plan`: true, "Café -cafe": true,
		"東京都 -京": true, "has:link -has:link": true, "is:edited plan -is:edited": true, "has:link -is:edited": false, "-plan": false, "in:general -in:general": false,
	} {
		q, err := Parse(query, nil)
		if got := q.Impossible(); err != nil || got != want {
			t.Errorf("%s: %t, %v; want %t", query, got, err, want)
		}
	}
}

// What is excluded by the index alone: terms that are one gram, which texts without them cannot have.
func TestATermThatIsOneGramIsExcludedByIt(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"-e": {" e"}, "-ev": {" ev"}, "-eve": {"eve"}, "-even": nil, "-東": {"東"}, "-東京": {"東京"}, "-東京都": nil, `-"e"`: nil, `-"東"`: {"東"}, "-aaaa": nil, "e -f": {" f"}, "e": nil,
	} {
		q, err := Parse(query, nil)
		if got := q.Without(); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q", query, got, err, want)
		}
	}
}
