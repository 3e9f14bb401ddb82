package chat

import "strings"

// Unicode's marks around text whose direction stays its own: first strong isolate, and
// pop directional isolate.
const isolateStart, isolateEnd = "\u2068", "\u2069"

// WithoutIsolates takes out of a name what could end an isolate around it, or its
// line. It takes up no room.
var WithoutIsolates = strings.NewReplacer("\u2066", "", "\u2067", "", isolateStart, "", isolateEnd, "", "\u2028", "", "\u2029", "")

// Isolate is a name for the middle of a sentence, also where no element can stand,
// such as in a label: whatever marks and scripts it has, the words around it keep
// their places. A name in ASCII is as it was.
func Isolate(name string) string {
	for i := range len(name) {
		if name[i] >= 0x80 {
			return isolateStart + WithoutIsolates.Replace(name) + isolateEnd
		}
	}
	return name
}
