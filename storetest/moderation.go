package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("moderation", []test{
	{"owner deletes the messages of others in their channel", testOwnerDeletesTheMessagesOfOthersInTheirChannel},
	{"administrator deletes the messages of others in public channels alone", testAdministratorDeletesInPublicChannelsAlone},
	{"nobody moderates a conversation or another channel", testNobodyModeratesAConversationOrAnotherChannel},
})

func testOwnerDeletesTheMessagesOfOthersInTheirChannel(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	_, channel := newPrivate(t, s, "alice", "bob", "carol")
	m := send(t, s, "bob", channel, "unwanted", after(time.Second))
	refused(t, "by another member", s.DeleteMessage(ctx, "carol", m.ID, after(time.Minute)), chat.Forbidden)
	refused(t, "an edit by the owner", s.EditMessage(ctx, "alice", m.ID, "x", after(time.Minute)), chat.Forbidden)
	s.published.forget()
	must(t, s.DeleteMessage(ctx, "alice", m.ID, after(time.Minute)))
	equal(t, "published", s.published.contain(chat.TopicMessages(channel)), true)
	deleted := got(s.Message(ctx, "bob", m.ID))(t)
	equal(t, "the tombstone", []any{deleted.Deleted, deleted.Content, deleted.DeletedBy, deleted.DeletedAs}, []any{true, "", "alice", chat.ByOwner})
	refused(t, "once more", s.DeleteMessage(ctx, "alice", m.ID, after(time.Hour)), chat.Conflict)

	own := send(t, s, "alice", channel, "my own", after(time.Hour))
	must(t, s.DeleteMessage(ctx, "alice", own.ID, after(time.Hour)))
	equal(t, "one's own names nobody", got(s.Message(ctx, "bob", own.ID))(t).DeletedBy, "")
	id, _ := chat.ParseChannel(channel)
	must(t, s.LeavePrivateChannel(ctx, "alice", id.PrivateID, after(time.Hour)))
	line := got(s.MessagesAfter(ctx, "bob", channel, 0, 1))(t)[0]
	refused(t, "a system line by the new owner", s.DeleteMessage(ctx, "bob", line.ID, after(time.Hour)), chat.Forbidden)
}

func testNobodyModeratesAConversationOrAnotherChannel(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	newPrivate(t, s, "alice", "bob")
	other := got(s.CreatePrivateChannel(t.Context(), "bob", "bob's", []string{"alice"}, noon))(t)
	for _, channel := range []string{"general", "dm:alice:bob", chat.PrivateChannelID(other.ID)} {
		m := send(t, s, "bob", channel, "hi", noon)
		refused(t, channel, s.DeleteMessage(t.Context(), "alice", m.ID, after(time.Minute)), chat.Forbidden)
	}
}

func testAdministratorDeletesInPublicChannelsAlone(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	must(t, s.SetAdministrator(ctx, "", "alice", true, noon))
	_, private := newPrivate(t, s, "bob", "alice")
	for _, channel := range []string{private, "dm:alice:bob"} {
		m := send(t, s, "bob", channel, "hi", noon)
		refused(t, channel, s.DeleteMessage(ctx, "alice", m.ID, after(time.Minute)), chat.Forbidden)
	}
	m := send(t, s, "bob", "general", "unwanted", noon)
	entries := count(t, s, "SELECT count(*) FROM audit")
	must(t, s.DeleteMessage(chat.WithAuditSource(ctx, chat.AuditSource{Actor: "alice"}), "alice", m.ID, after(time.Minute)))
	deleted := got(s.Message(ctx, "bob", m.ID))(t)
	equal(t, "the tombstone", []any{deleted.DeletedBy, deleted.DeletedAs}, []any{"alice", chat.ByAdministrator})
	equal(t, "entries of the audit log", count(t, s, "SELECT count(*) FROM audit")-entries, int64(1))
}
