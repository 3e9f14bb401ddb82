package handlers

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minimost/chat"
)

func stateNames() (names []string) {
	for _, info := range chat.States {
		names = append(names, string(info.State))
	}
	return names
}

// TestEveryStateReachesEveryPlace: a state that a page forgets makes people vanish
// from it, and nothing else would notice.
func TestEveryStateReachesEveryPlace(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range chat.States {
		t.Run(string(info.State), func(t *testing.T) {
			w := newWorld(t)
			alice, bob := w.as("alice"), w.as("bob")
			alice.json("/presence", `{"state":"active"}`).want(204)
			alice.json("/presence", `{"state":"`+string(info.State)+`"}`).want(204)
			bob.get("/online_users").wantBody(200, `{"alice":"`+string(info.State)+`"}`)
			dot := `presence-dot--` + info.Shape
			if info.State == chat.Hidden {
				dot += ` presence-dot--background`
			}
			dot += `" data-user="alice"><span class="visually-hidden">` + info.Label
			for _, page := range []string{"/c/general", "/ui/channels/general/members"} {
				bob.get(page).want(200).contains(dot)
			}
			alice.get("/ui/account").want(200).contains(dot, info.Label+": ")
			stats, err := w.store.Stats(tContext(), w.clock())
			if err != nil {
				t.Fatal(err)
			}
			if online := stats.People[info.State] == 1; online != info.Online {
				t.Errorf("people online: %v", stats.People)
			}
			if n := strings.Count(string(guide), "`"+string(info.State)+"`"); n < 2 {
				t.Errorf("docs/api.md lists the states that are reported and shown, without %q", info.State)
			}
		})
	}
}

func TestEveryOverrideCanBeChosenAndIsShown(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	for _, info := range chat.Overrides {
		name := info.Override.Name()
		alice.json("/presence", `{"state":"hidden"}`).want(204)
		alice.hxPost("/ui/presence/override", "override", name, "minutes", "").want(200).
			contains(`value="`+name+`" checked`, info.Override.Label(), info.Hint)
		shown := chat.State(info.Override)
		if info.Override == chat.Automatic {
			shown = chat.Hidden
		}
		bob.get("/online_users").wantBody(200, `{"alice":"`+string(shown)+`"}`)
	}
}
