package chat

import (
	"slices"
	"strings"
)

// Unicode's marks around text whose direction stays its own: first strong isolate, and
// pop directional isolate.
const isolateStart, isolateEnd = "\u2068", "\u2069"

var withoutOthers = strings.NewReplacer("\u2066", "", "\u2067", "", "\u2028", "", "\u2029", "")

// Contained takes out of a name what could end an isolate around it, or its line, or
// begin one that does not end. It takes up no room.
func Contained(name string) string {
	name = withoutOthers.Replace(name)
	var open, alone []int // marks by their places; all are three bytes
	for i, r := range name {
		switch string(r) {
		case isolateStart:
			open = append(open, i)
		case isolateEnd:
			if len(open) == 0 {
				alone = append(alone, i)
			} else {
				open = open[:len(open)-1]
			}
		}
	}
	alone = append(alone, open...)
	for _, i := range slices.Backward(alone) {
		name = name[:i] + name[i+len(isolateEnd):]
	}
	return name
}

// JoinNames names several in one line, each in its own direction.
func JoinNames(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	isolated := make([]string, len(names))
	for i, name := range names {
		isolated[i] = Isolate(name)
	}
	return strings.Join(isolated, ", ")
}

// Isolate is a name for the middle of a sentence, also where no element can stand,
// such as in a label: whatever marks and scripts it has, the words around it keep
// their places. A name in ASCII is as it was.
func Isolate(name string) string {
	for i := range len(name) {
		if name[i] >= 0x80 {
			return isolateStart + Contained(name) + isolateEnd
		}
	}
	return name
}
