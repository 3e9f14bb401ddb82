package handlers

import (
	"strings"
	"testing"
)

// TestAnOpenListOfSavedMessagesShowsWhatComesAndGoes: what is saved and removed in another tab,
// and what becomes of it elsewhere, is brought by socket and by poll, the same.
func TestAnOpenListOfSavedMessagesShowsWhatComesAndGoes(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.form("/send/general", "text", "the first plan").want(200)
	first := newestID(bob, "general")
	bob.form("/send/general", "text", "the second plan").want(200)
	second := newestID(bob, "general")
	list := alice.openList("/saved", "saved")
	for _, change := range []struct {
		what        string
		do          func()
		shows, gone string
	}{
		{"one that is saved", func() { alice.json("/save/"+first, "").want(200) }, "the first plan", "You have saved nothing"},
		{"another", func() { alice.form("/ui/save/"+second, "keep", "true").want(303) }, "the second plan", ""},
		{"one that is edited", func() { bob.form("/edit/"+first, "text", "a better plan").want(200) }, "a better plan", "the first plan"},
		{"a name", func() { bob.json("/profile", `{"display_name":"Bob the builder"}`).want(200) }, "Bob the builder", ""},
		{"one who is blocked", func() { alice.json("/blocks/add", `{"username":"bob"}`).want(200) }, "A message of somebody you have blocked", ""},
		{"one that is removed", func() { alice.json("/unsave/"+second, "").want(200) }, "a better plan", "the second plan"},
		{"one that is deleted", func() { bob.json("/delete/"+first, "").want(200) }, "You have saved nothing", "a better plan"},
	} {
		t.Run(change.what, func(t *testing.T) {
			shown := list.after(change.do)
			if !strings.Contains(shown, change.shows) || change.gone != "" && strings.Contains(shown, change.gone) {
				t.Errorf("it shows %s", shown)
			}
		})
	}
}
