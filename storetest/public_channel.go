package storetest

import (
	"testing"
	"time"

	"minimost/chat"
	"minimost/search"
)

var _ = addTests("public channel", []test{
	{"a channel that somebody made is found, read and joined by all", testAMadeChannelIsJoined},
	{"who has left a public channel reads it and hears of nothing", testWhoHasLeftHearsOfNothing},
	{"an archived channel is read, found and no more", testAnArchivedChannelIsOnlyRead},
	{"a public channel that is renamed stays the same one", testAPublicChannelIsRenamed},
	{"who may make channels is what the administrators say", testWhoMakesPublicChannels},
})

// listed are the public channels in somebody's sidebar.
func listed(t testing.TB, s *fixture, user string) (names []string) {
	t.Helper()
	for _, c := range got(s.Sidebar(t.Context(), user))(t) {
		if c.Kind == chat.Public {
			names = append(names, c.ID)
		}
	}
	equal(t, "joined channels of "+user, got(s.JoinedChannels(t.Context(), user))(t), names)
	return names
}

func testAMadeChannelIsJoined(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	must(t, s.CreatePublicChannel(ctx, "alice", "ideas", noon))
	refused(t, "again", s.CreatePublicChannel(ctx, "bob", "ideas", noon), chat.Conflict)
	refused(t, "a configured one", s.CreatePublicChannel(ctx, "bob", "general", noon), chat.Conflict)
	equal(t, "alice's", listed(t, s, "alice"), []string{"general", "random", "ideas"})
	equal(t, "bob's", listed(t, s, "bob"), []string{"general", "random"})
	m := send(t, s, "alice", "ideas", "one, @bob", noon)
	equal(t, "nobody mentioned who is not there", mentions(t, s, "alice", m.ID), []string{})
	equal(t, "bob reads it", got(s.Message(ctx, "bob", m.ID))(t).Content, "one, @bob")
	refused(t, "bob writes", onlyError(s.Send(ctx, "bob", "ideas", "two", 0, noon)), chat.Conflict)
	equal(t, "members", got(s.PublicMembers(ctx, "ideas"))(t), []string{"alice"})

	must(t, s.SetJoined(ctx, "bob", "ideas", true, after(time.Minute)))
	must(t, s.SetJoined(ctx, "bob", "ideas", true, after(time.Minute)))
	equal(t, "bob's then", listed(t, s, "bob"), []string{"general", "random", "ideas"})
	equal(t, "nothing of before is unread", unread(t, s, "bob", "ideas"), 0)
	send(t, s, "alice", "ideas", "three, @bob", after(time.Hour))
	equal(t, "what comes is", unread(t, s, "bob", "ideas"), 1)
	send(t, s, "bob", "ideas", "four", after(time.Hour))
	found := got(s.AllPublicChannels(ctx, "bob"))(t)
	equal(t, "all", found[2], chat.PublicChannel{Channel: "ideas", Name: "ideas", Members: 2, Joined: true})
	equal(t, "lines", count(t, s, "SELECT count(*) FROM messages WHERE channel = 'ideas' AND content_type = 'system'"), int64(2))
	s = s.reopen(t)
	equal(t, "after a restart", listed(t, s, "bob"), []string{"general", "random", "ideas"})
}

func testWhoHasLeftHearsOfNothing(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	must(t, s.SetJoined(ctx, "bob", "general", false, noon))
	must(t, s.SetJoined(ctx, "bob", "general", false, noon))
	equal(t, "bob's", listed(t, s, "bob"), []string{"random"})
	equal(t, "alice's", listed(t, s, "alice"), []string{"general", "random"})
	equal(t, "members", got(s.PublicMembers(ctx, "general"))(t), []string{"alice", "carol"})
	m := send(t, s, "alice", "general", "plan, @bob @channel", after(time.Minute))
	equal(t, "marked", mentions(t, s, "alice", m.ID), []string{"@channel"})
	equal(t, "mentioned", mentioned(t, s, "bob"), []string{})
	equal(t, "unread after", got(s.UnreadAfter(ctx, "bob", "general", 0))(t), 0)
	refused(t, "writes", onlyError(s.Send(ctx, "bob", "general", "x", 0, noon)), chat.Conflict)
	refused(t, "pins", s.SetPin(ctx, "bob", m.ID, true, noon), chat.Conflict)
	q := got(search.Parse("plan", nil))(t)
	equal(t, "finds", len(got(s.Search(ctx, "bob", q, search.Page{}))(t).Hits), 1)
	q = got(search.Parse("is:unread", nil))(t)
	equal(t, "finds nothing unread", len(got(s.Search(ctx, "bob", q, search.Page{}))(t).Hits), 0)
	must(t, s.SetJoined(ctx, "bob", "general", true, after(time.Hour)))
	equal(t, "back", listed(t, s, "bob"), []string{"general", "random"})
	equal(t, "what was missed is not unread", unread(t, s, "bob", "general"), 0)
	refused(t, "none", s.SetJoined(ctx, "bob", "nowhere", true, noon), chat.Forbidden)
}

func testWhoMakesPublicChannels(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	must(t, s.SetAdministrator(ctx, "", "alice", true, noon))
	settings := chat.DefaultServerSettings
	settings.CreatingChannels = chat.Administrators
	must(t, s.SetServerSettings(ctx, "alice", settings, noon))
	refused(t, "bob", s.CreatePublicChannel(ctx, "bob", "ideas", noon), chat.Forbidden)
	must(t, s.CreatePublicChannel(ctx, "alice", "ideas", noon))
}

func testAnArchivedChannelIsOnlyRead(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	must(t, s.SetAdministrator(ctx, "", "carol", true, noon))
	must(t, s.CreatePublicChannel(ctx, "alice", "launch", noon))
	must(t, s.SetJoined(ctx, "bob", "launch", true, noon))
	m := send(t, s, "bob", "launch", "the plan", after(time.Minute))
	refused(t, "bob archives it", s.ArchiveChannel(ctx, "bob", "launch", noon), chat.Forbidden)
	refused(t, "a private one", s.ArchiveChannel(ctx, "carol", "private:1", noon), chat.Forbidden)
	must(t, s.ArchiveChannel(ctx, "alice", "launch", after(time.Hour)))
	must(t, s.ArchiveChannel(ctx, "carol", "launch", after(time.Hour)))
	equal(t, "bob's", listed(t, s, "bob"), []string{"general", "random"})
	equal(t, "the message", got(s.Message(ctx, "bob", m.ID))(t).Content, "the plan")
	later := after(2 * time.Hour)
	for what, err := range map[string]error{
		"sends": onlyError(s.Send(ctx, "bob", "launch", "x", 0, later)), "edits": s.EditMessage(ctx, "bob", m.ID, "y", later),
		"pins": s.SetPin(ctx, "bob", m.ID, true, later), "reacts": onlyError(s.React(ctx, "bob", m.ID, "👍", later)),
		"joins": s.SetJoined(ctx, "carol", "launch", true, later), "leaves": s.SetJoined(ctx, "bob", "launch", false, later),
		"says what it is about": s.SetAbout(ctx, "bob", "launch", chat.About{Topic: "x"}, later),
		"types":                 s.StartTyping(ctx, "bob", "launch", later),
		"makes another":         s.CreatePublicChannel(ctx, "bob", "launch", later),
	} {
		refused(t, "bob "+what, err, chat.Conflict)
	}
	q := got(search.Parse("plan", nil))(t)
	equal(t, "found", len(got(s.Search(ctx, "bob", q, search.Page{}))(t).Hits), 1)
	all := got(s.AllPublicChannels(ctx, "bob"))(t)
	equal(t, "last of all", all[len(all)-1], chat.PublicChannel{Channel: "launch", Name: "launch", Members: 2, Joined: true, Archived: true})

	must(t, s.ArchiveChannel(ctx, "carol", "random", later))
	refused(t, "the last one", s.ArchiveChannel(ctx, "carol", "general", later), chat.Conflict)
	equal(t, "bob's then", listed(t, s, "bob"), []string{"general"})
	must(t, s.RestoreChannel(ctx, "carol", "launch", later))
	equal(t, "bob's in the end", listed(t, s, "bob"), []string{"general", "launch"})
	send(t, s, "bob", "launch", "on with it", after(3*time.Hour))
	equal(t, "audited", len(got(s.AuditEntries(ctx, chat.AuditFilter{Action: chat.AuditChannelArchived}, 10))(t)), 2)
}

// A public channel that is renamed stays the same one: in addresses, rows and rights.
func testAPublicChannelIsRenamed(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	must(t, s.SetAdministrator(ctx, "", "carol", true, noon))
	must(t, s.CreatePublicChannel(ctx, "alice", "launch", noon))
	must(t, s.SetJoined(ctx, "bob", "launch", true, after(time.Minute)))
	send(t, s, "alice", "launch", "the plan", after(time.Minute))

	refused(t, "bob renames it", s.RenamePublicChannel(ctx, "bob", "launch", "lift-off", noon), chat.Forbidden)
	refused(t, "a private one", s.RenamePublicChannel(ctx, "carol", "private:1", "lift-off", noon), chat.Forbidden)
	refused(t, "as one of all", s.RenamePublicChannel(ctx, "alice", "launch", "general", noon), chat.Conflict)
	must(t, s.RenamePublicChannel(ctx, "alice", "launch", "lift-off", after(time.Hour)))
	must(t, s.RenamePublicChannel(ctx, "carol", "random", "water-cooler", after(time.Hour)))
	refused(t, "as another one", s.RenamePublicChannel(ctx, "carol", "general", "lift-off", noon), chat.Conflict)
	refused(t, "as another one was", s.RenamePublicChannel(ctx, "carol", "general", "launch", noon), chat.Conflict)
	must(t, s.CheckNames(ctx))
	later := db.Open(t, Options{PublicChannels: []string{"general", "water-cooler"}})
	if err := later.CheckNames(ctx); err == nil || err.Error() != "The public channel random is called water-cooler by now; rename it, or leave water-cooler out of --channels." {
		t.Errorf("a channel that is called as another one by now: %v", err)
	}
	for _, name := range []string{"launch", "lift-off", "random", "water-cooler"} {
		refused(t, "another "+name, s.CreatePublicChannel(ctx, "alice", name, noon), chat.Conflict)
	}

	equal(t, "bob's", listed(t, s, "bob"), []string{"general", "random", "launch"})
	var names []string
	for _, c := range got(s.Sidebar(ctx, "bob"))(t) {
		names = append(names, c.Name)
	}
	equal(t, "as called", names, []string{"general", "water-cooler", "lift-off"})
	equal(t, "access", got(s.CheckAccess(ctx, "bob", "launch"))(t).Name, "lift-off")
	for _, in := range []string{"in:lift-off", "in:launch"} {
		hits := got(s.Search(ctx, "bob", got(search.Parse("plan "+in, nil))(t), search.Page{}))(t).Hits
		equal(t, in, len(hits), 1)
		equal(t, "the hit's channel", hits[0].ChannelName, "lift-off")
	}
	refused(t, "bob then", s.ArchiveChannel(ctx, "bob", "launch", after(time.Hour)), chat.Forbidden)
	must(t, s.ArchiveChannel(ctx, "alice", "launch", after(2*time.Hour)))
	all := got(s.AllPublicChannels(ctx, "bob"))(t)
	equal(t, "archived", all[len(all)-1], chat.PublicChannel{Channel: "launch", Name: "lift-off", Members: 2, Joined: true, Archived: true})
	must(t, s.RenamePublicChannel(ctx, "alice", "launch", "launch", after(3*time.Hour)))
	equal(t, "again", got(s.CheckAccess(ctx, "bob", "launch"))(t).Name, "launch")
	equal(t, "audited", len(got(s.AuditEntries(ctx, chat.AuditFilter{Action: chat.AuditChannelRenamed}, 10))(t)), 3)
}
