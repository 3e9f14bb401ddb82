package cli

import "testing"

func TestMemoryIsGivenBackAtRestAlone(t *testing.T) {
	for name, c := range map[string]struct {
		lately, since uint64
		want          bool
	}{
		"nothing was allocated since":   {0, 0, false},
		"little was":                    {1 << 20, leftBytes - 1, false},
		"much was, and is allocated":    {restBytes + 1, 1 << 30, false},
		"much was, but little lately":   {1 << 20, 1 << 30, true},
		"as much as is worth it lately": {leftBytes, leftBytes, true},
	} {
		if got := isAtRest(c.lately, c.since); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestALargeHeapHasLessGarbage(t *testing.T) {
	for live, want := range map[uint64]int{0: 200, 1 << 20: 200, 48 << 20: 200, 96 << 20: 100, 192 << 20: 50, 1 << 40: 40} {
		if got := garbageFor(live); got != want {
			t.Errorf("beside %d bytes: %d %%, want %d", live, got, want)
		}
	}
}
