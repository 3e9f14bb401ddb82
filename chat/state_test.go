package chat_test

import (
	"slices"
	"strings"
	"testing"

	"minimost/chat"
)

// onlineStates are the states in which a page is open, most present first.
func onlineStates() (states []chat.State) {
	for _, info := range chat.States {
		if info.Online {
			states = append(states, info.State)
		}
	}
	return states
}

func TestStatesOfTheContractKeepTheirOrder(t *testing.T) {
	var got []chat.State
	for _, info := range chat.States {
		if slices.Contains([]chat.State{"active", "idle", "hidden", "offline"}, info.State) {
			got = append(got, info.State)
		}
	}
	if want := []chat.State{"active", "idle", "hidden", "offline"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryStateConstantIsListedOnceAndComplete(t *testing.T) {
	var listed []string
	for i, info := range chat.States {
		listed = append(listed, string(info.State))
		if info.Label == "" || info.Shape == "" || info.Because == "" {
			t.Errorf("%q is not complete: %+v", info.State, info)
		}
		if last := i == len(chat.States)-1; info.Online == last || (info.State == chat.Offline) != last {
			t.Errorf("%q is at place %d with Online %v; Offline alone is the last and not online", info.State, i, info.Online)
		}
	}
	declared := constantsOf(t, "state.go", "State")
	slices.Sort(declared)
	if slices.Sort(listed); !slices.Equal(declared, listed) {
		t.Errorf("declared %q, listed %q", declared, listed)
	}
}

func TestEveryOverrideConstantIsListedAndPretendsAState(t *testing.T) {
	var listed []string
	for _, info := range chat.Overrides {
		listed = append(listed, string(info.Override))
		if info.Hint == "" || info.Override.Label() == "" {
			t.Errorf("%q lacks a hint or the label of a state", info.Override)
		}
		if got, ok := chat.ParseOverride(info.Override.Name()); !ok || got != info.Override {
			t.Errorf("%q is parsed as %q, %v", info.Override.Name(), got, ok)
		}
	}
	declared := constantsOf(t, "override.go", "Override")
	slices.Sort(declared)
	if slices.Sort(listed); !slices.Equal(declared, listed) {
		t.Errorf("declared %q, listed %q", declared, listed)
	}
}

func TestStateNamesTheTabsItIsMergedFrom(t *testing.T) {
	info, _ := chat.Idle.Info()
	if one, two := info.BecauseOf(1), info.BecauseOf(2); one != "idle in 1 tab" || two != "idle in 2 tabs" {
		t.Errorf("got %q and %q", one, two)
	}
	for _, info := range chat.States {
		if text := info.BecauseOf(1); strings.Contains(text, "%") {
			t.Errorf("%s: %q", info.State, text)
		}
	}
}
