// Package gallery shows every component in every state, for designers and for the tests that look at them.
package gallery

import (
	"context"
	"sort"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"minimost/lang"
)

// How tall a state's frames are in the index.
const (
	Low    = "low"    // a line or two
	Medium = "medium" // a card or a short list
	Tall   = "tall"   // a dialog
	Screen = "screen" // a whole window
)

// Entry is one state of one component.
type Entry struct {
	// Component and State make the address, so both are lower-case words joined with hyphens.
	Component string
	State     string
	// Title says what to look at.
	Title string
	// Height is one of the constants above; empty means Low.
	Height string
	// Full marks a whole screen that brings its own main landmark and heading.
	Full bool
	// Render makes the component from fixed props.
	Render func() templ.Component
}

// URL is the address of the state alone.
func (e Entry) URL() string { return "/gallery/" + e.Component + "/" + e.State }

// matches tells whether a state is one of those that were looked for.
func (e Entry) matches(find string) bool {
	find = strings.ToLower(strings.TrimSpace(find))
	return strings.Contains(strings.ToLower(e.Component+"/"+e.State+" "+e.Title), find)
}

// current marks the link to the language of the index.
func current(ctx context.Context, l lang.Language) templ.Attributes {
	return templ.Attributes{"aria-current": strconv.FormatBool(l == lang.Of(ctx))}
}

func (e Entry) id() string { return e.Component + "-" + e.State }

func (e Entry) height() string {
	if e.Height == "" {
		return Low
	}
	return e.Height
}

var entries []Entry

// register adds the states of one component; each component's file calls it from its init.
func register(component string, states ...Entry) {
	for _, e := range states {
		e.Component = component
		entries = append(entries, e)
	}
}

// Entries lists every state, components in alphabetical order, states as they were registered.
func Entries() []Entry {
	sorted := append([]Entry(nil), entries...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Component < sorted[j].Component })
	return sorted
}

// Find returns the state at that address.
func Find(component, state string) (Entry, bool) {
	for _, e := range entries {
		if e.Component == component && e.State == state {
			return e, true
		}
	}
	return Entry{}, false
}

// group is one component with its states.
type group struct {
	Component string
	States    []Entry
}

func groups(find string) []group {
	var all []group
	for _, e := range Entries() {
		if !e.matches(find) {
			continue
		}
		if len(all) == 0 || all[len(all)-1].Component != e.Component {
			all = append(all, group{Component: e.Component})
		}
		last := &all[len(all)-1]
		last.States = append(last.States, e)
	}
	return all
}
