package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("private channel", []test{
	{"unknown names are left out and others spelled as the account", testUnknownNamesAreLeftOutAndOthersSpelledAsTheAccount},
	{"history reaches no further than the adder sees", testHistoryReachesNoFurtherThanTheAdderSees},
	{"rejoining keeps what was visible before", testRejoiningKeepsWhatWasVisibleBefore},
	{"how somebody lost a private channel last is known", testWhoLeftLastIsKnownFromWhoWasTakenOut},
	{"longest standing member succeeds", testLongestStandingMemberSucceeds},
	{"only the owner removes and archives", testOnlyTheOwnerRemovesAndArchives},
	{"private channels are listed by id", testPrivateChannelsAreListedByID},
	{"members of a channel leave out the asker", testMembersOfAChannelLeaveOutTheAsker},
	{"two adding one member at once add them once", testTwoAddingOneMemberAtOnceAddThemOnce},
})

func memberNames(members []chat.Member) []string {
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Username
	}
	return names
}

func members(t testing.TB, s *fixture, user string, id int64) []string {
	t.Helper()
	return memberNames(got(s.PrivateChannel(t.Context(), user, id))(t).Members)
}

// lastMessage is what the newest message of the channel says.
func lastMessage(t testing.TB, s *fixture, user, channel string) string {
	t.Helper()
	page := got(s.MessagesAfter(t.Context(), user, channel, 0, 1))(t)
	if len(page) == 0 {
		return ""
	}
	return page[0].Content
}

func testUnknownNamesAreLeftOutAndOthersSpelledAsTheAccount(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "Bob", "carol")
	c := got(s.CreatePrivateChannel(t.Context(), "alice", "plans", []string{"BOB", "bob", "nobody", "Alice", "carol"}, noon))(t)
	equal(t, "members", members(t, s, "Bob", c.ID), []string{"Bob", "alice", "carol"})
	equal(t, "answered", memberNames(c.Members), []string{"alice", "Bob", "carol"})
	equal(t, "owner", got(s.PrivateChannel(t.Context(), "Bob", c.ID))(t).Owner(), "alice")
	must(t, s.RemoveMember(t.Context(), "alice", c.ID, "bOB", noon))
	must(t, s.AddMember(t.Context(), "carol", c.ID, "bob", chat.HistoryJoin, noon))
	equal(t, "message", lastMessage(t, s, "alice", "private:1"), "carol added Bob to this channel")
}

func testHistoryReachesNoFurtherThanTheAdderSees(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol", "dave")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice")
	first := send(t, s, "alice", channel, "first", noon)
	must(t, s.AddMember(ctx, "alice", id, "bob", chat.HistoryJoin, noon))
	must(t, s.AddMember(ctx, "bob", id, "carol", chat.HistoryAll, noon))
	must(t, s.AddMember(ctx, "alice", id, "dave", chat.HistoryAll, noon))
	start := func(user string) chat.Stamp { return got(s.CheckAccess(ctx, user, channel))(t).HistoryStart }
	if start("bob") <= first.TS {
		t.Errorf("bob sees from %v, first message %v", start("bob"), first.TS)
	}
	equal(t, "carol sees what bob sees", start("carol"), start("bob"))
	equal(t, "dave sees what alice sees", start("dave"), chat.Stamp(0))
	equal(t, "carol's first message", got(s.MessagesAfter(ctx, "carol", channel, 0, 0))(t)[0].Content, "alice added bob to this channel")
	equal(t, "dave's", got(s.MessagesBefore(ctx, "dave", channel, first.TS+1, 200))(t)[0].Content, "first")
}

func testRejoiningKeepsWhatWasVisibleBefore(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob")
	must(t, s.AddMember(ctx, "alice", id, "carol", chat.HistoryJoin, noon))
	start := got(s.CheckAccess(ctx, "carol", channel))(t).HistoryStart
	for range 3 {
		must(t, s.LeavePrivateChannel(ctx, "bob", id, noon))
		must(t, s.RemoveMember(ctx, "alice", id, "carol", noon))
		must(t, s.AddMember(ctx, "alice", id, "bob", chat.HistoryJoin, noon))
		must(t, s.AddMember(ctx, "alice", id, "carol", chat.HistoryJoin, noon))
	}
	bob, carol := got(s.CheckAccess(ctx, "bob", channel))(t), got(s.CheckAccess(ctx, "carol", channel))(t)
	equal(t, "bob sees from the beginning", bob.HistoryStart, chat.Stamp(0))
	equal(t, "carol from where she did", carol.HistoryStart, start)
	if carol.JoinedTS <= start {
		t.Error("joined_ts did not move: everything since would count as unread")
	}
}

func testWhoLeftLastIsKnownFromWhoWasTakenOut(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	one, _ := newPrivate(t, s, "alice", "bob")
	two, _ := newPrivate(t, s, "alice", "bob")
	parted := func(what, user string, since time.Time, want chat.Parting) {
		t.Helper()
		equal(t, what, got(s.PartedLast(ctx, user, since))(t), want)
	}
	left := func(what, user string, since time.Time, want bool) {
		t.Helper()
		parted(what, user, since, chat.Parting{Left: want})
	}
	left("nothing yet", "bob", noon, false)
	must(t, s.LeavePrivateChannel(ctx, "bob", one, noon))
	left("one channel", "bob", noon, true)
	left("alice, who stayed", "alice", noon, false)
	must(t, s.RemoveMember(ctx, "alice", two, "bob", after(time.Second)))
	left("taken out of another since", "bob", noon, false)
	must(t, s.AddMember(ctx, "alice", two, "bob", chat.HistoryJoin, after(2*time.Second)))
	must(t, s.DeclinePrivateChannel(ctx, "bob", two, after(3*time.Second)))
	left("left for good", "bob", noon, true)
	left("too long ago", "bob", after(4*time.Second), false)
	must(t, s.AddMember(ctx, "alice", one, "bob", chat.HistoryJoin, after(5*time.Second)))
	must(t, s.RemoveMember(ctx, "alice", one, "bob", after(6*time.Second)))
	left("taken out where they had left", "bob", noon, false)
	must(t, s.LeavePrivateChannel(ctx, "alice", one, after(7*time.Second)))
	left("the last member", "alice", noon, true)
	three, _ := newPrivate(t, s, "alice", "bob")
	must(t, s.ArchivePrivateChannel(ctx, "alice", three, after(8*time.Second)))
	for _, user := range []string{"alice", "bob"} {
		parted("archived", user, noon, chat.Parting{Archived: "plans", By: "alice"})
		left("archived too long ago", user, after(9*time.Second), false)
	}
	four, _ := newPrivate(t, s, "alice", "bob")
	must(t, s.LeavePrivateChannel(ctx, "bob", four, after(9*time.Second)))
	left("left after that", "bob", noon, true)
}

func testLongestStandingMemberSucceeds(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol", "dave")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "dave")
	must(t, s.AddMember(ctx, "alice", id, "carol", chat.HistoryJoin, noon))
	must(t, s.AddMember(ctx, "alice", id, "bob", chat.HistoryJoin, noon))
	must(t, s.LeavePrivateChannel(ctx, "alice", id, noon))
	equal(t, "message", lastMessage(t, s, "bob", channel), "alice has left the channel")
	for _, owner := range []string{"dave", "carol", "bob"} {
		c := got(s.PrivateChannel(ctx, owner, id))(t)
		equal(t, "owner", c.Owner(), owner)
		m, _ := c.Member(owner)
		equal(t, "on record", m.Role, chat.RoleOwner)
		if owner == "carol" {
			must(t, s.AddMember(ctx, "carol", id, "alice", chat.HistoryJoin, noon))
			equal(t, "the creator came back", got(s.PrivateChannel(ctx, "bob", id))(t).Owner(), "carol")
			must(t, s.RemoveMember(ctx, "carol", id, "alice", noon))
		}
		must(t, s.LeavePrivateChannel(ctx, owner, id, noon))
	}
	assertArchived(t, s, id, "alice", "bob", "carol", "dave")
}

// assertArchived wants the channel gone for everyone, its rows kept.
func assertArchived(t *testing.T, s *fixture, id int64, everyone ...string) {
	t.Helper()
	ctx, channel := t.Context(), chat.PrivateChannelID(id)
	for _, user := range everyone {
		_, access := s.CheckAccess(ctx, user, channel)
		_, sent := s.Send(ctx, user, channel, "hello?", 0, noon)
		_, read := s.MessagesAfter(ctx, user, channel, 0, 10)
		_, looked := s.PrivateChannel(ctx, user, id)
		for what, err := range map[string]error{
			"access": access, "send": sent, "read": read, "look": looked,
			"rename":  s.RenamePrivateChannel(ctx, user, id, "x", noon),
			"add":     s.AddMember(ctx, user, id, "bob", chat.HistoryAll, noon),
			"leave":   s.LeavePrivateChannel(ctx, user, id, noon),
			"archive": s.ArchivePrivateChannel(ctx, user, id, noon),
		} {
			refused(t, user+": "+what, err, chat.Forbidden)
			equal(t, user+": "+what+" looks like a channel that does not exist", chat.MessageOf(err), chat.ErrNoChannel.Message)
		}
		equal(t, user+"'s list", len(got(s.PrivateChannels(ctx, user))(t)), 0)
	}
	equal(t, "channels kept", count(t, s, "SELECT count(*) FROM private_channels WHERE archived_ts > 0"), int64(1))
	if count(t, s, "SELECT count(*) FROM messages") == 0 {
		t.Error("no messages kept")
	}
}

func testOnlyTheOwnerRemovesAndArchives(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob")
	refused(t, "bob removes alice", s.RemoveMember(ctx, "bob", id, "alice", noon), chat.Forbidden)
	refused(t, "bob archives", s.ArchivePrivateChannel(ctx, "bob", id, noon), chat.Forbidden)
	refused(t, "alice removes carol", s.RemoveMember(ctx, "alice", id, "carol", noon), chat.NotFound)
	refused(t, "alice removes alice", s.RemoveMember(ctx, "alice", id, "alice", noon), chat.Invalid)
	refused(t, "carol looks", onlyError(s.PrivateChannel(ctx, "carol", id)), chat.Forbidden)
	refused(t, "bob adds nobody", s.AddMember(ctx, "bob", id, "nobody", chat.HistoryAll, noon), chat.NotFound)
	refused(t, "bob adds alice", s.AddMember(ctx, "bob", id, "ALICE", chat.HistoryAll, noon), chat.Conflict)
	equal(t, "nothing said about it", lastMessage(t, s, "alice", channel), "")
	must(t, s.RenamePrivateChannel(ctx, "bob", id, "travel", noon))
	must(t, s.RenamePrivateChannel(ctx, "bob", id, "travel", noon))
	equal(t, "said once", count(t, s, `SELECT count(*) FROM messages WHERE content = 'bob has renamed the channel to "travel"'`), int64(1))
	equal(t, "by the system", count(t, s, "SELECT count(*) FROM messages WHERE sender = 'system' AND content_type = 'system'"), int64(1))
	must(t, s.ArchivePrivateChannel(ctx, "alice", id, noon))
	assertArchived(t, s, id, "alice", "bob")
	equal(t, "members kept", count(t, s, "SELECT count(*) FROM private_channel_members"), int64(2))
}

func testPrivateChannelsAreListedByID(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	for range 3 {
		newPrivate(t, s, "alice", "bob")
	}
	send(t, s, "bob", "private:2", "hello", after(time.Second))
	var ids []int64
	var unread []int
	for _, c := range got(s.PrivateChannels(t.Context(), "alice"))(t) {
		ids, unread = append(ids, c.ID), append(unread, c.Unread)
	}
	equal(t, "ids", ids, []int64{1, 2, 3})
	equal(t, "unread", unread, []int{0, 1, 0})
}

func testMembersOfAChannelLeaveOutTheAsker(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	_, channel := newPrivate(t, s, "alice", "bob")
	for of, want := range map[string][]string{"general": {"bob", "carol"}, channel: {"bob"}, "dm:alice:bob:zed": {"bob", "zed"}} {
		equal(t, of, got(s.ChannelMembers(ctx, "alice", of))(t), want)
	}
	refused(t, "carol asks", onlyError(s.ChannelMembers(ctx, "carol", channel)), chat.Forbidden)
}

func testTwoAddingOneMemberAtOnceAddThemOnce(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	id, _ := newPrivate(t, s, "alice", "bob")
	together(t, 8, func(i int) error {
		err := s.AddMember(t.Context(), []string{"alice", "bob"}[i%2], id, "carol", chat.HistoryJoin, noon)
		if chat.CodeOf(err) == chat.Conflict {
			return nil
		}
		return err
	})
	equal(t, "messages about it", count(t, s, "SELECT count(*) FROM messages"), int64(1))
	equal(t, "members", members(t, s, "alice", id), []string{"alice", "bob", "carol"})
}
