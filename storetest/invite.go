package storetest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("invite", []test{
	{"an invite lets in as many as it says though asked at once", testInviteLetsInAsManyAsItSays},
	{"an invite ends by its time, by hand and with its maker's right", testInviteEnds},
	{"who may invite is a setting", testWhoMayInviteIsASetting},
	{"an invite leads to the channels its maker is in when it is used", testInviteLeadsToItsMakersChannels},
	{"an invite leads to public channels that people made", testInviteLeadsToPublicChannels},
	{"nobody ends or sees another's invite", testNobodyEndsAnothersInvite},
})

func byInvite(secret string) chat.Admission {
	return chat.Admission{Mode: chat.SignupInvite, Invite: hashOf(secret)}
}

// newInvited is a store in which dora is administrator and everybody may invite.
func newInvited(t testing.TB, db Database, users ...string) *fixture {
	t.Helper()
	s := newStore(t, db, append(users, "dora")...)
	must(t, s.SetAdministrator(context.Background(), "", "dora", true, noon))
	must(t, s.SetServerSettings(context.Background(), "dora", everybody, noon))
	return s
}

var (
	everybody      = chat.ServerSettings{Inviting: chat.Members, CreatingChannels: chat.Members}
	administrators = chat.ServerSettings{Inviting: chat.Administrators, CreatingChannels: chat.Members}
	weekOfTwo      = chat.NewInvite{Days: 7, Uses: 2}
)

func invite(t testing.TB, s Store, by, secret string, n chat.NewInvite) chat.Invite {
	t.Helper()
	i, err := s.CreateInvite(context.Background(), by, hashOf(secret), n, noon)
	must(t, err)
	return i
}

func testInviteLetsInAsManyAsItSays(t *testing.T, db Database) {
	s := newInvited(t, db, "alice")
	invite(t, s, "alice", "link", weekOfTwo)
	var came atomic.Int64
	names := []string{"bob", "carol", "dave", "erin", "frank"}
	together(t, len(names), func(i int) error {
		_, err := signUp(s, names[i], byInvite("link"), noon)
		if err == nil {
			came.Add(1)
		} else if chat.CodeOf(err) != chat.NotFound {
			return err
		}
		return nil
	})
	equal(t, "came", came.Load(), int64(2))
	equal(t, "accounts", len(got(s.Usernames(t.Context()))(t)), 4)
	equal(t, "no hash is the secret", db.Count(t, "SELECT count(*) FROM invites WHERE hash = 'link'"), int64(0))
}

func testInviteEnds(t *testing.T, db Database) {
	s := newInvited(t, db, "alice", "erin")
	for name, end := range map[string]func(chat.Invite) error{
		"by its maker":        func(i chat.Invite) error { return s.EndInvite(t.Context(), "alice", i.ID, noon) },
		"by an administrator": func(i chat.Invite) error { return s.EndInvite(t.Context(), "dora", i.ID, noon) },
		"with the right to": func(chat.Invite) error {
			must(t, s.SetServerSettings(t.Context(), "dora", administrators, noon))
			return s.SetServerSettings(t.Context(), "dora", everybody, noon) // which brings nothing back
		},
	} {
		i := invite(t, s, "alice", name, weekOfTwo)
		got(s.Invite(t.Context(), hashOf(name), noon))(t)
		must(t, end(i))
		refused(t, name, onlyError(s.Invite(t.Context(), hashOf(name), noon)), chat.NotFound)
		refused(t, name, onlyError(signUp(s, "bob", byInvite(name), noon)), chat.NotFound)
	}
	invite(t, s, "alice", "time", weekOfTwo)
	got(s.Invite(t.Context(), hashOf("time"), noon.AddDate(0, 0, 7).Add(-time.Second)))(t)
	refused(t, "a week later", onlyError(signUp(s, "bob", byInvite("time"), noon.AddDate(0, 0, 7))), chat.NotFound)

	must(t, s.SetServerSettings(t.Context(), "dora", administrators, noon))
	must(t, s.SetAdministrator(t.Context(), "dora", "erin", true, noon))
	invite(t, s, "erin", "role", weekOfTwo)
	must(t, s.SetAdministrator(t.Context(), "dora", "erin", false, noon))
	must(t, s.SetAdministrator(t.Context(), "dora", "erin", true, noon))
	refused(t, "with the role", onlyError(signUp(s, "bob", byInvite("role"), noon)), chat.NotFound)
}

func testWhoMayInviteIsASetting(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "dora")
	must(t, s.SetAdministrator(t.Context(), "", "dora", true, noon))
	made := 0
	create := func(by string) error {
		made++
		return onlyError(s.CreateInvite(t.Context(), by, hashOf(fmt.Sprint(made)), weekOfTwo, noon))
	}
	refused(t, "a member by itself", create("alice"), chat.Forbidden)
	must(t, create("dora"))
	must(t, s.SetServerSettings(t.Context(), "dora", everybody, noon))
	must(t, create("alice"))
	refused(t, "nobody", create("ghost"), chat.Forbidden)
	refused(t, "settings by a member", s.SetServerSettings(t.Context(), "alice", administrators, noon), chat.NotFound)
	for _, n := range []chat.NewInvite{{Days: 0, Uses: 1}, {Days: 91, Uses: 1}, {Days: 1, Uses: 0}, {Days: 1, Uses: 1001}} {
		refused(t, "what no invite is", onlyError(s.CreateInvite(t.Context(), "dora", hashOf("x"), n, noon)), chat.Invalid)
	}
}

func testInviteLeadsToItsMakersChannels(t *testing.T, db Database) {
	s := newInvited(t, db, "alice", "bob")
	plans := got(s.CreatePrivateChannel(t.Context(), "bob", "plans", []string{"alice"}, noon))(t)
	left := got(s.CreatePrivateChannel(t.Context(), "bob", "left", []string{"alice"}, noon))(t)
	send(t, s, "bob", "private:1", "before", noon)
	both := chat.NewInvite{Days: 7, Uses: 5, Channels: []string{chat.PrivateChannelID(plans.ID), chat.PrivateChannelID(left.ID)}}
	refused(t, "a channel of others", onlyError(s.CreateInvite(t.Context(), "dora", hashOf("x"), both, noon)), chat.Forbidden)
	invite(t, s, "alice", "link", both)
	must(t, s.LeavePrivateChannel(t.Context(), "alice", left.ID, noon))

	got(signUp(s, "carol", byInvite("link"), after(time.Hour)))(t)
	send(t, s, "bob", "private:1", "after", after(2*time.Hour))
	list := got(s.PrivateChannels(t.Context(), "carol"))(t)
	if len(list) != 1 || list[0].ID != plans.ID {
		t.Fatalf("carol is in %v", list)
	}
	var texts []string
	for _, m := range got(s.MessagesAfter(t.Context(), "carol", "private:1", 0, 0))(t) {
		texts = append(texts, m.Content)
	}
	equal(t, "carol reads", texts, []string{chat.AddedText("alice", "carol"), "after"})
}

func testInviteLeadsToPublicChannels(t *testing.T, db Database) {
	s := newInvited(t, db, "alice", "bob")
	must(t, s.CreatePublicChannel(t.Context(), "bob", "ideas", noon))
	for _, channel := range []string{"nowhere", "dm:alice:bob", "No Channel"} {
		refused(t, channel, onlyError(s.CreateInvite(t.Context(), "alice", hashOf("x"), chat.NewInvite{Days: 1, Uses: 1, Channels: []string{channel}}, noon)), chat.Forbidden)
	}
	invite(t, s, "alice", "link", chat.NewInvite{Days: 7, Uses: 5, Channels: []string{"general", "ideas"}})
	got(signUp(s, "carol", byInvite("link"), after(time.Hour)))(t)
	equal(t, "carol is in", got(s.JoinedChannels(t.Context(), "carol"))(t), []string{"general", "random", "ideas"})
	equal(t, "alice is in", got(s.JoinedChannels(t.Context(), "alice"))(t), []string{"general", "random"})
	var texts []string
	for _, m := range got(s.MessagesAfter(t.Context(), "carol", "ideas", 0, 0))(t) {
		texts = append(texts, m.Content)
	}
	equal(t, "ideas has", texts, []string{chat.CreatedText("bob"), chat.JoinedText("carol")})
	equal(t, "general has", len(got(s.MessagesAfter(t.Context(), "carol", "general", 0, 0))(t)), 0)
}

func testNobodyEndsAnothersInvite(t *testing.T, db Database) {
	s := newInvited(t, db, "alice", "bob")
	i := invite(t, s, "alice", "link", weekOfTwo)
	refused(t, "another's", s.EndInvite(t.Context(), "bob", i.ID, noon), chat.NotFound)
	refused(t, "none", s.EndInvite(t.Context(), "bob", 999, noon), chat.NotFound)
	got(s.Invite(t.Context(), hashOf("link"), noon))(t)
	for user, want := range map[string]int{"alice": 1, "bob": 0, "dora": 1} {
		equal(t, user+" sees", len(got(s.Invites(t.Context(), user, 10))(t)), want)
	}
}
