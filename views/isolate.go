package views

import "strings"

// Unicode's marks around text whose direction stays its own: first strong isolate, and pop directional isolate.
const isolateStart, isolateEnd = "\u2068", "\u2069"

// withoutIsolates is a name without what could end an isolate around it, or its line. It takes up no room.
var withoutIsolates = strings.NewReplacer("\u2066", "", "\u2067", "", isolateStart, "", isolateEnd, "", "\u2028", "", "\u2029", "")

// Isolate is a name for the middle of a sentence, also where no element can stand, such as in a label: whatever marks and
// scripts it has, the words around it keep their places. A name in ASCII is as it was.
func Isolate(name string) string {
	for i := range len(name) {
		if name[i] >= 0x80 {
			return isolateStart + withoutIsolates.Replace(name) + isolateEnd
		}
	}
	return name
}

// isolateAll isolates each of the names.
func isolateAll(names []string) []string {
	isolated := make([]string, len(names))
	for i, name := range names {
		isolated[i] = Isolate(name)
	}
	return isolated
}
