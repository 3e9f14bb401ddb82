package handlers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minimost/handlers/channel"
)

func TestMatchNames(t *testing.T) {
	t.Parallel()
	names := []string{"Anna", "bananas", "dianne", "joanna", "zed"}
	display := func(name string) string { return map[string]string{"zed": "Zoë Müller"}[name] }
	for query, want := range map[string][]string{
		"":      names,
		"an":    {"Anna", "bananas", "dianne", "joanna"},
		"ANNA":  {"Anna", "joanna"},
		"ban":   {"bananas"},
		"e":     {"dianne", "zed"},
		".*":    nil,
		"annas": nil,
		"Müll":  {"zed"},
		"mulle": {"zed"},
		"iller": nil,
	} {
		if got := channel.MatchNames(names, query, display); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

func (a answer) wantOffered(names string) {
	a.t.Helper()
	if got := offered(a.want(200)); got != names {
		a.t.Errorf("%s offers %q, want %q", a.asked, got, names)
	}
}

func TestSearchingForAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	for _, name := range []string{"bob", "Bobby", "carol", "rob"} {
		w.account(name)
	}
	alice.hxGet("/ui/users/search").wantOffered("Bobby bob carol rob")
	alice.hxGet("/ui/users/search?for=dm&q=+OB+").wantOffered("Bobby bob rob")
	alice.hxGet("/ui/users/search?q=alice").want(200).contains("Nobody matches “alice”", "!"+wholePage)
	alice.hxGet("/ui/users/search?for=dm&q=car&users=rob&users=alice&users=zed").wantOffered("+rob carol")
	alice.hxGet("/ui/users/search?q=%3Cb%3E%22").want(200).contains("Nobody matches “&lt;b&gt;&#34;”")

	alice.json("/private_channels/create", `{"name":"plans","members":["bob"]}`).want(200)
	alice.hxGet("/ui/users/search?for=add&channel_id=1").wantOffered("Bobby carol rob")
	for _, id := range []string{"2", "x", ""} {
		alice.hxGet("/ui/users/search?for=add&channel_id="+id).wantBody(403, "You have no access to this channel.")
	}
}

func TestWhomOneHasTalkedToComesFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	for _, name := range []string{"bob", "carol", "dave"} {
		w.account(name)
	}
	alice.form("/send/dm:alice:dave", "text", "hi").want(200)
	alice.hxGet("/ui/users/search?for=dm").wantOffered("dave bob carol")
	alice.hxGet("/ui/users/search?for=dm&users=carol").wantOffered("+carol dave bob")
}

func TestASearchShowsTwentyAndCountsTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	for i := range 25 {
		w.account(fmt.Sprintf("user%02d", i))
	}
	got := alice.hxGet("/ui/users/search?for=create&q=USER&members=user24").want(200).contains("And 4 more")
	if names := strings.Fields(offered(got)); len(names) != 21 || names[0] != "+user24" || names[1] != "user00" {
		t.Errorf("offers %v", names)
	}
}
