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
	for live, want := range map[uint64][2]int{
		0: {200, 200}, 1 << 20: {200, 200}, 16 << 20: {200, 200}, 32 << 20: {100, 200}, 64 << 20: {50, 200}, 128 << 20: {40, 100}, 1 << 40: {40, 40},
	} {
		for i, lately := range []uint64{0, 1 << 30} {
			if got := garbageFor(live, lately); got != want[i] {
				t.Errorf("beside %d bytes, with %d a second: %d %%, want %d", live, lately, got, want[i])
			}
		}
	}
	if got, want := garbageFor(64<<20, 24<<20), 70; got != want {
		t.Errorf("with some allocated: %d %%, want %d", got, want)
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
