package handlers

import "testing"

func TestAdministratorsSeeBotsAndAllPublicChannels(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	if err := w.store.SetAdministrator(tContext(), "", "alice", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	alice.json("/bots", `{"username":"ci-bot"}`).want(200)
	alice.get("/admin?q=ci").want(200).contains(`<span class="admin__mark">bot</span>`, "Deactivate: ci-bot", "Remove: ci-bot",
		"!Make administrator", "!Reset link", "!Sign out", `<a href="/admin" aria-current="page">People</a>`, `<a href="/invites">Invites</a>`)
	alice.json("/public_channels/create", `{"name":"ideas"}`).want(200)
	alice.get("/admin/channels").want(200).contains(`href="/c/general"`, `href="/c/ideas"`)
	alice.get("/administration/channels").want(200).contains(`"public":["general","random","ideas"]`)
	alice.get("/admin/audit").want(200).contains("<strong>Role given</strong> alice administrator", ", on the server&#39;s command line<")
}

// TestAdministratorsSeeFacesAndBothNames: pictures as everywhere else, and roles in the reader's language.
func TestAdministratorsSeeFacesAndBothNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	if err := w.store.SetAdministrator(tContext(), "", "alice", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	body, kind := pictureBody(t, 90, 60)
	bob.do(post, "/profile/picture", body, "Content-Type", kind).want(200)
	bob.json("/profile", `{"display_name":"Bob Miller"}`).want(200)
	alice.get("/admin?q=bob").want(200).contains(`src="/people/bob/picture?v=1"`, `<strong><a class="person-link" href="/ui/people/bob"><bdi>bob</bdi></a></strong>`, "Bob Miller")
	alice.get("/admin?q=alice").want(200).contains(`class="avatar__face"`, "!Bob Miller")
	alice.get("/admin/audit", "Accept-Language", "de").want(200).contains("<strong>Rolle vergeben</strong> alice Admin<")
}
