package handlers

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestWhoHasReadAMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	w.account("dave")
	w.pass(time.Second)
	alice.json("/private_channels/create", `{"name":"plans","members":["bob","carol","dave"]}`).want(200)
	w.pass(time.Second)
	alice.form("/send/private:1", "text", "read this").want(200)
	read := func(texts ...string) {
		t.Helper()
		alice.hxGet("/ui/receipts/1").want(200).contains(texts...)
	}
	part := func(names ...string) string { // the names below "Not read yet"
		_, list, _ := strings.Cut(alice.hxGet("/ui/receipts/1").want(200).body, "Not read yet")
		var found []string
		for _, name := range names {
			if strings.Contains(list, ">"+name+"<") {
				found = append(found, name)
			}
		}
		return strings.Join(found, " ")
	}
	everyone := []string{"alice", "bob", "carol", "dave"}
	read("Read by 0", "Nobody has read it yet.", "read this", "!You do not share")
	if got := part(everyone...); got != "bob carol dave" {
		t.Errorf("not read yet by %q", got)
	}
	bob.form("/mark_read/private:1").want(204)
	carol.json("/settings", `{"share_receipts":false}`).want(200)
	read("Read by 1", "receipt-people__time")
	if got := part(everyone...); got != "dave" {
		t.Errorf("not read yet by %q: who shares nothing is in no list", got)
	}
	carol.hxGet("/ui/receipts/1").want(200).contains("You do not share")
	w.account("erin")
	alice.json("/private_channels/1/add_member", `{"username":"erin","history":"all"}`).want(200)
	if got := part("erin"); got != "" {
		t.Error("who came later is said not to have read it yet")
	}
}

func TestReceiptsAreForThoseWhoSeeTheMessage(t *testing.T) {
	t.Parallel()
	_, alice, bob, carol := club(t)
	alice.form("/send/private:1", "text", "secret").want(200)
	bob.hxGet("/ui/receipts/1").want(200)
	for _, id := range []string{"1", "9", "x"} {
		carol.hxGet("/ui/receipts/"+id).wantBody(404, "There is no such message.")
	}
	alice.form("/delete/1").want(200)
	alice.hxGet("/ui/receipts/1").want(200).contains("This message was deleted.", "!secret", "!Not read yet")
}

func TestLargeAndPublicChannelsDoNotTellWhoIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	members := make([]string, 20)
	for i := range members {
		members[i] = fmt.Sprintf("user%d", i)
		w.account(members[i])
	}
	w.pass(time.Second)
	alice.form("/send/general", "text", "all").want(200)
	alice.form("/send/dm:alice:user1", "text", "one").want(200)
	alice.json("/private_channels/create", `{"name":"large","members":["`+strings.Join(members, `","`)+`"]}`).want(200)
	w.pass(time.Second)
	alice.form("/send/private:1", "text", "large").want(200)
	alice.hxGet("/ui/receipts/1").want(200).contains("!Not read yet")
	alice.hxGet("/ui/receipts/2").want(200).contains("Not read yet", ">user1<")
	alice.hxGet("/ui/receipts/3").want(200).contains("!Not read yet")
	alice.json("/private_channels/1/remove_member", `{"username":"user7"}`).want(200)
	alice.hxGet("/ui/receipts/3").want(200).contains("Not read yet", ">user8<", "!>user7<")
}
