package handlers

import (
	"fmt"
	"testing"

	"minimost/chat"
)

func TestAMessageToEverybodyAsksOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	for i := range chat.AskMentionsFrom {
		name := fmt.Sprint("user", i)
		if err := w.store.CreateUser(tContext(), chat.User{Username: name, CreatedTS: chat.StampOf(w.clock())}); err != nil {
			t.Fatal(err)
		}
	}
	alice.form("/send/general", "text", "@channel hello").want(409)
	alice.form("/ui/send/general", "text", "@channel hello").want(422).contains(`name="tell_all"`, "@channel hello", "more than 50 people")
	asked := alice.do("POST", "/ui/send/general", "text=%40channel+hello", "Content-Type", "application/x-www-form-urlencoded", "HX-Request", "true")
	asked.want(422).contains(`name="tell_all"`, `hx-swap-oob`)
	bob.get("/c/general").want(200).contains("!@channel", `role="alert"></p>`)
	alice.form("/ui/send/general", "text", "@channel hello", "tell_all", "1").want(303)
	alice.form("/send/general", "text", "@here again", "tell_all", "1").want(200)
	bob.get("/c/general").want(200).contains("message--mentions")
	alice.get("/c/general").want(200).contains("!message--mentions")
}
