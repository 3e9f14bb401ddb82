package handlers

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

var destination = regexp.MustCompile(`id="destination-\d+" href="([^"]*)"`)

// destinations lists the addresses that the switcher offers.
func destinations(a answer) string {
	var addresses []string
	for _, match := range destination.FindAllStringSubmatch(a.body, -1) {
		addresses = append(addresses, match[1])
	}
	return strings.Join(addresses, " ")
}

func (a answer) wantDestinations(addresses string) {
	a.t.Helper()
	if got := destinations(a.want(200)); got != addresses {
		a.t.Errorf("%s offers %q, want %q", a.asked, got, addresses)
	}
}

func TestTheSwitcherOffersUnreadChannelsThenRecentOnesThenPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	w.account("carol")
	find := func(query string) answer { return alice.hxGet("/ui/switcher/found?q=" + query) }
	find("").wantDestinations("/c/general /c/random /c/dm:alice:bob /c/dm:alice:carol")

	bob.form("/send/random", "text", "hello").want(200)
	alice.form("/mark_read/random").want(204)
	find("").wantDestinations("/c/random /c/general /c/dm:alice:bob /c/dm:alice:carol")
	bob.form("/send/dm:alice:bob", "text", "hello").want(200)
	find("").wantDestinations("/c/dm:alice:bob /c/random /c/general /c/dm:alice:carol")
	find("").contains("1", "unread")

	alice.json("/private_channels/create", `{"name":"Release plans","members":[]}`).want(200)
	find("plans").wantDestinations("/c/private:1")
	find("rlpl").wantDestinations("/c/private:1")
	find("%23GEN").wantDestinations("/c/general")
	alice.json("/private_channels/create", `{"name":"Änderungen","members":[]}`).want(200)
	find("anderung").wantDestinations("/c/private:2")
	find("%C3%84ND").wantDestinations("/c/private:2")
	find("zebra").contains("No channel and nobody matches “").wantDestinations("")
	bob.hxGet("/ui/switcher/found?q=plans").wantDestinations("")
	alice.get("/ui/switcher?q=car").want(200).contains(wholePage, `value="car"`).wantDestinations("/c/dm:alice:carol")
}

func TestTheSwitcherShowsTwentyAndCountsTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	for i := range 25 {
		w.account(fmt.Sprintf("user%02d", i))
	}
	got := alice.hxGet("/ui/switcher/found?q=user").want(200).contains("And 5 more")
	if n := len(strings.Fields(destinations(got))); n != 20 {
		t.Errorf("%d are offered", n)
	}
}
