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
	const busy, some = 1 << 30, 6 << 20 // bytes a second
	for live, want := range map[uint64]struct{ atRest, some, busy, growing int }{
		0:         {200, 200, 200, 200},
		4 << 20:   {200, 200, 200, 200},
		16 << 20:  {50, 200, 200, 100},
		64 << 20:  {10, 50, 200, 20},
		128 << 20: {10, 20, 100, 10},
		1 << 40:   {10, 10, 10, 10},
	} {
		got := want
		got.atRest, got.some = garbageFor(live, 0, false), garbageFor(live, some, false)
		got.busy, got.growing = garbageFor(live, busy, false), garbageFor(live, busy, true)
		if got != want {
			t.Errorf("beside %d bytes: %+v %%, want %+v", live, got, want)
		}
	}
}

func TestPagesThatOpenLeaveLittleGarbageBetweenThem(t *testing.T) {
	for live, want := range map[uint64]bool{50 << 20: false, 100 << 20: false, 110 << 20: false, 111 << 20: true} {
		if got := isGrowing(100<<20, live); got != want {
			t.Errorf("from 100 MiB to %d bytes: %v", live, got)
		}
	}
	if !isGrowing(0, 1) {
		t.Error("a program that has just begun does not grow")
	}
}
