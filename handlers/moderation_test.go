package handlers

import (
	"strings"
	"testing"
)

// The page of whoever becomes owner offers at once to delete, and every page says
// who did.
func TestModerationShowsOnOpenPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	alice.json("/private_channels/create", `{"name":"plans","members":["bob","carol"]}`).want(200)
	carol.form("/send/private:1", "text", "unwanted").want(200)
	const deletes = `formaction="/ui/delete/1"`
	alice.get("/c/private:1").want(200).contains(deletes)
	if page := bob.get("/c/private:1").want(200); strings.Contains(page.body, deletes) {
		t.Error("a member is offered to delete")
	}
	offered, told := bob.cursorOf("private:1"), carol.cursorOf("private:1")
	bob.form("/delete/1").want(403)
	alice.json("/private_channels/1/leave", "").want(200)
	bob.get("/ui/live/private:1?since=" + offered).want(200).contains(deletes)
	bob.get("/ui/delete/1").want(200).contains("you deleted a message of")
	bob.form("/ui/delete/1").want(303)

	carol.get("/ui/live/private:1?since=" + told).want(200).contains("Deleted by the owner")
	carol.get("/c/private:1").want(200).contains("Deleted by the owner")
	carol.get("/message/1").want(200).contains(`"deleted_by":"bob"`)
	if page := carol.get("/c/private:1").want(200); strings.Contains(page.body, "unwanted") {
		t.Error("the text is still shown")
	}
}
