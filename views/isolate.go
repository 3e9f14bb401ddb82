package views

import "minimost/chat"

// contained is a name for an element of its own.
func contained(name string) string { return chat.Contained(name) }

// Isolate is a name for the middle of a sentence.
func Isolate(name string) string { return chat.Isolate(name) }

// isolateAll isolates each of the names.
func isolateAll(names []string) []string {
	isolated := make([]string, len(names))
	for i, name := range names {
		isolated[i] = Isolate(name)
	}
	return isolated
}
