package chat

import (
	"fmt"
	"slices"
	"strings"
)

// State is what someone's browser reports, and what others are shown.
type State string

// The states. Everything else about them is in States.
const (
	Active  State = "active"
	Idle    State = "idle"
	Hidden  State = "hidden"
	Offline State = "offline"
)

// StateInfo is what the rest of the program needs to know of a state.
type StateInfo struct {
	State State
	// Label is the state in words.
	Label string
	// Shape is how its dot is drawn: the style sheet has .presence-dot--<shape>.
	Shape string
	// Because says how the person's tabs add up to it; %s is "1 tab", "2 tabs".
	Because string
	// Online says that a page is open: the person is counted as one of those online.
	Online bool
}

// States are the states, most present first: of several tabs the first in this
// list wins, and faces are shown in its order. Offline is the last.
var States = []StateInfo{
	{State: Active, Label: "Online", Shape: "active", Because: "connected in %s", Online: true},
	{State: Idle, Label: "Away", Shape: "idle", Because: "idle in %s", Online: true},
	{State: Hidden, Label: "Away", Shape: "idle", Because: "every tab is in the background", Online: true},
	{State: Offline, Label: "Offline", Shape: "offline", Because: "offline in %s"},
}

// Info is the state's entry in States; there is none for a made-up state.
func (s State) Info() (info StateInfo, ok bool) {
	for _, info := range States {
		if info.State == s {
			return info, true
		}
	}
	return StateInfo{State: s}, false
}

// ParseState reads a reported state.
func ParseState(s string) (State, bool) {
	_, ok := State(s).Info()
	return State(s), ok
}

// morePresent reports whether s comes before other in States.
func (s State) morePresent(other State) bool { return s.Rank() < other.Rank() }

// Rank is the place of s in States: the more present comes first.
func (s State) Rank() int {
	i := slices.IndexFunc(States, func(info StateInfo) bool { return info.State == s })
	if i < 0 {
		return len(States)
	}
	return i
}

// BecauseOf says how that many tabs add up to the state.
func (s StateInfo) BecauseOf(tabs int) string {
	count := fmt.Sprintf("%d tabs", tabs)
	if tabs == 1 {
		count = "1 tab"
	}
	return strings.ReplaceAll(s.Because, "%s", count)
}
