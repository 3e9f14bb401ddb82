package page

import (
	"math"
	"reflect"
	"strconv"
	"testing"

	"minimost/chat"
)

func FuzzParseCursor(f *testing.F) {
	written := newCursor("x", 1<<63, nil)
	written.newest = 1.5
	for _, seed := range []string{
		"", "~", "a~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0", "h~zz~1716000001.456~1e9~-1~2.5~-1~zz~1~2~3~4~5~6~7~8~9~a~b~c~d", "h~0~NaN~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0",
		"h~-1~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0", "h~0~Inf~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0", written.String(),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		c, err := ParseCursor(raw)
		if err != nil {
			if chat.CodeOf(err) != chat.Invalid || !reflect.DeepEqual(c, Cursor{}) {
				t.Fatalf("%q: %+v, %v", raw, c, err)
			}
			return
		}
		c.Offset = min(c.Offset, c.SidebarOffset) // String writes the older one
		if again, err := ParseCursor(c.String()); err != nil || !reflect.DeepEqual(again, c) {
			t.Fatalf("%q: %+v, read again %+v, %v", raw, c, again, err)
		}
		if at := ParsePosition(raw); at.token != c.token || at.offset < c.Offset {
			t.Fatalf("%q: the position is %+v", raw, at)
		}
	})
}

func TestNumbersOfACursorAreReadAsTheyWere(t *testing.T) {
	for _, n := range []uint64{0, 1, 35, 36, 36*36 - 1, 36 * 36, 1 << 63, math.MaxUint64} {
		written := string(appendBase36(nil, n))
		if read, err := strconv.ParseUint(written, 36, 64); err != nil || read != n || written != strconv.FormatUint(n, 36) {
			t.Errorf("%d is written as %s and read as %d, %v", n, written, read, err)
		}
	}
}
