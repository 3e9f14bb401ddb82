package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("push", []test{
	{"keys are made once, whoever is first", testPushKeysAreMadeOnce},
	{"a subscription is one session's and ends with it", testPushIsOfASession},
	{"is of who would be notified, sees it and is at no page", testPushNews},
	{"of what is old, deleted, read or a system line is none", testPushNewsOfNothing},
})

func testPushKeysAreMadeOnce(t *testing.T, db Database) {
	s := newStore(t, db)
	ctx := t.Context()
	failure := errors.New("no randomness")
	_, err := s.PushKeys(ctx, func() (chat.PushKeys, error) { return chat.PushKeys{}, failure })
	equal(t, "the failure", err, failure)
	together(t, 4, func(i int) error {
		_, err := s.PushKeys(ctx, func() (chat.PushKeys, error) {
			return chat.PushKeys{Private: string(rune('a' + i)), Public: string(rune('A' + i))}, nil
		})
		return err
	})
	none := func() (chat.PushKeys, error) { return chat.PushKeys{}, failure }
	kept := got(s.PushKeys(ctx, none))(t)
	equal(t, "after a reopening", got(s.reopen(t).PushKeys(ctx, none))(t), kept)
	equal(t, "of one pair", kept.Private[0]-'a', kept.Public[0]-'A')
}

// The keys of RFC 8291's example.
const (
	browserKey    = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
	browserSecret = "BTBZMqHH6r4Tts7J_aSIgg"
)

func at(endpoint string) chat.PushChange {
	return chat.PushChange{PushSubscription: chat.PushSubscription{Endpoint: "https://push.example/" + endpoint, Key: browserKey, Secret: browserSecret}}
}

func testPushIsOfASession(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx, yes := t.Context(), true
	begin(t, s, "alice", "a", noon)
	begin(t, s, "bob", "b", noon)
	with := at("1")
	with.WithText = &yes
	renewed := at("2")
	renewed.Renew = true
	refused(t, "nothing to renew", s.SubscribePush(ctx, "alice", "a", renewed, noon), chat.NotFound)
	must(t, s.SubscribePush(ctx, "alice", "a", with, noon))
	must(t, s.SubscribePush(ctx, "alice", "a", renewed, noon))
	sub, found, err := s.SessionPush(ctx, "a")
	must(t, err)
	equal(t, "renewed", []any{found, sub.Endpoint, sub.WithText}, []any{true, renewed.Endpoint, true})
	m := send(t, s, "bob", "dm:alice:bob", "hello", noon)
	equal(t, "of before", stillPushed(t, s, m, "alice", with.Endpoint, noon), "")
	equal(t, "of now", stillPushed(t, s, m, "alice", renewed.Endpoint, noon), "hello")
	const long = 50 * 365 * 24 * time.Hour
	equal(t, "when the session has expired", stillPushed(t, s, send(t, s, "bob", "dm:alice:bob", "hello?", after(long)), "alice", renewed.Endpoint, after(long)), "")

	refused(t, "another's session", s.SubscribePush(ctx, "alice", "b", at("3"), noon), chat.NotFound)
	refused(t, "no session", s.SubscribePush(ctx, "alice", "c", at("3"), noon), chat.NotFound)
	for _, spoilt := range []func(*chat.PushChange){
		func(c *chat.PushChange) { c.Endpoint = "" }, func(c *chat.PushChange) { c.Endpoint = "https://me@push.example/" },
		func(c *chat.PushChange) { c.Key = browserSecret }, func(c *chat.PushChange) { c.Secret = "x" },
	} {
		change := at("4")
		spoilt(&change)
		refused(t, "no subscription", s.SubscribePush(ctx, "alice", "a", change, noon), chat.Invalid)
	}

	must(t, s.EndLogin(ctx, "alice", "a", noon))
	equal(t, "after a logout", stillPushed(t, s, m, "alice", renewed.Endpoint, noon), "")
	must(t, s.SubscribePush(ctx, "bob", "b", at("5"), noon))
	must(t, s.UnsubscribePush(ctx, "b"))
	must(t, s.SubscribePush(ctx, "bob", "b", at("6"), noon))
	must(t, s.ForgetPush(ctx, at("6").Endpoint))
	equal(t, "left", db.Count(t, "SELECT count(*) FROM push_subscriptions"), int64(0))
}

// stillPushed is the text that is still to be pushed to a browser, "" where nothing is.
func stillPushed(t *testing.T, s *fixture, m chat.Message, user, endpoint string, now time.Time) string {
	t.Helper()
	n, stands, err := s.PushStill(t.Context(), m.ID, user, endpoint, now)
	must(t, err)
	if !stands {
		return ""
	}
	equal(t, "to nobody else", []any{len(n.Recipients), len(n.Recipients[0].Subscriptions), n.Recipients[0].Subscriptions[0].Endpoint}, []any{1, 1, endpoint})
	return n.Message.Content
}

// pushedTo are who is told of the messages after one, by the message's number.
func pushedTo(t *testing.T, s *fixture, after int64, now time.Time) map[int64][]string {
	t.Helper()
	told := make(map[int64][]string)
	for more := true; more; {
		var news []chat.PushNews
		var err error
		news, after, more, err = s.PushNews(t.Context(), after, now)
		must(t, err)
		for _, n := range news {
			for _, r := range n.Recipients {
				told[n.Message.ID] = append(told[n.Message.ID], r.Username)
			}
		}
	}
	for _, names := range told {
		slices.Sort(names) // a store tells them in any order
	}
	return told
}

func subscribed(t *testing.T, s *fixture, names ...string) {
	t.Helper()
	for _, name := range names {
		begin(t, s, name, "of "+name, noon)
		must(t, s.SubscribePush(t.Context(), name, "of "+name, at(name), noon))
	}
}

func testPushNews(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol", "dora")
	ctx := t.Context()
	subscribed(t, s, "alice", "bob", "carol")
	id, plans := newPrivate(t, s, "alice", "bob", "carol")
	start := got(s.NewestMessageID(ctx))(t)
	told := func(text, channel string, want ...string) {
		t.Helper()
		m := send(t, s, "alice", channel, text, noon)
		equal(t, text+" in "+channel, pushedTo(t, s, m.ID-1, noon)[m.ID], want)
	}
	told("hello", "general")
	told("hello @bob and @dora", "general", "bob")
	told("hello @channel", "general", "bob", "carol")
	told("hello", "dm:alice:bob", "bob")
	told("hello @channel", plans, "bob", "carol")
	asked := send(t, s, "carol", plans, "who?", noon)
	answered := got(s.Send(ctx, "alice", plans, "bob, I think", asked.ID, noon))(t)
	equal(t, "an answer", pushedTo(t, s, answered.ID-1, noon)[answered.ID], []string{"carol"})
	all, mentions := chat.NotifyAll, chat.NotifyMentions
	setChannel(t, s, "carol", "general", chat.ChannelSettingsChange{Notify: &all})
	told("hello to who asked for all of one channel", "general", "carol")
	told("hello elsewhere", "random")
	must(t, s.SaveNotifications(ctx, "bob", chat.NotificationChange{Level: &all}, noon))
	told("hello to who asked for all of every channel", "random", "bob")
	must(t, s.SaveNotifications(ctx, "bob", chat.NotificationChange{Level: &mentions}, noon))
	setChannel(t, s, "carol", "general", chat.ChannelSettingsChange{Notify: &mentions})
	must(t, s.ReportPresence(ctx, "bob", "of bob", "tab", chat.Active, noon))
	told("@channel at a page", plans, "carol")
	must(t, s.ReportPresence(ctx, "bob", "of bob", "tab", chat.Idle, noon))
	told("@channel at none", plans, "bob", "carol")
	must(t, s.LeavePrivateChannel(ctx, "carol", id, noon))
	told("@channel without carol", plans, "bob")
	must(t, s.Block(ctx, "bob", "alice", noon))
	told("@channel kept away", "general", "carol")
	must(t, s.Deactivate(ctx, "", "carol", noon))
	told("@channel not in use", "general")
	for _, then := range []struct {
		text   string
		change func(m chat.Message) error
	}{
		{"as it was", func(chat.Message) error { return nil }},
		{"edited", func(m chat.Message) error { return s.EditMessage(ctx, "dora", m.ID, "edited", noon) }},
		{"", func(m chat.Message) error { return s.DeleteMessage(ctx, "dora", m.ID, noon) }},
		{"", func(m chat.Message) error { return s.MarkRead(ctx, "bob", m.Channel, m.TS, noon) }},
		{"", func(m chat.Message) error { return s.Block(ctx, "bob", "dora", noon) }},
	} {
		m := send(t, s, "dora", "dm:bob:dora", "as it was", noon)
		must(t, then.change(m))
		equal(t, "what is still to be pushed", stillPushed(t, s, m, "bob", at("bob").Endpoint, noon), then.text)
	}
	equal(t, "all of them, looked at later", len(pushedTo(t, s, start, noon)), 0)
}

func testPushNewsOfNothing(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx, all := t.Context(), chat.NotifyAll
	subscribed(t, s, "bob")
	must(t, s.SaveNotifications(ctx, "bob", chat.NotificationChange{Level: &all}, noon))
	_, plans := newPrivate(t, s, "alice", "bob") // and its line
	var many []int64
	for range 70 { // more than are looked at in one state
		many = append(many, send(t, s, "alice", "general", "hello", noon).ID)
	}
	equal(t, "many", len(pushedTo(t, s, 0, noon)), len(many))
	equal(t, "old ones", len(pushedTo(t, s, 0, after(chat.NoticeWithin+time.Second))), 0)
	must(t, s.DeleteMessage(ctx, "alice", many[0], noon))
	equal(t, "but a deleted one", len(pushedTo(t, s, 0, noon)), len(many)-1)
	must(t, s.MarkRead(ctx, "bob", "general", 0, noon))
	equal(t, "read ones", len(pushedTo(t, s, 0, noon)), 0)
	must(t, s.RenamePrivateChannel(ctx, "alice", 1, "projects", noon))
	m := send(t, s, "alice", plans, "hello", noon)
	news, last, more, err := s.PushNews(ctx, many[len(many)-1], noon)
	must(t, err)
	equal(t, "the last", []any{len(news), last, more}, []any{1, m.ID, false})
	equal(t, "of a private channel", []any{news[0].Name, news[0].Message.Content, news[0].Recipients[0].Subscriptions[0].Endpoint}, []any{"projects", "hello", at("bob").Endpoint})
}
