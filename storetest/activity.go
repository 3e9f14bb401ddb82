package storetest

import (
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("activity", []test{
	{"activity is what others did to one's messages, the newest first", testActivityIsWhatOthersDid},
	{"activity is shown while it can be seen", testActivityIsShownWhileItCanBeSeen},
	{"activity goes on behind any of it", testActivityGoesOnBehindAnyOfIt},
})

// activity is what concerns the user, the newest first, as "bob reply: text".
func activity(t testing.TB, s *fixture, user string) []string {
	t.Helper()
	return activityTexts(got(s.Activity(t.Context(), user, chat.ActivityCursor{}, 100))(t))
}

func activityTexts(list []chat.Activity) []string {
	texts := []string{}
	for _, a := range list {
		texts = append(texts, fmt.Sprintf("%s %s%s: %s", a.By, a.Kind, a.Emoji, a.Message.Content))
	}
	return texts
}

func reply(t testing.TB, s *fixture, user, channel, content string, to int64, now time.Time) chat.Message {
	t.Helper()
	return got(s.Send(t.Context(), user, channel, content, to, now))(t)
}

func testActivityIsWhatOthersDid(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	mine := send(t, s, "alice", "general", "mine", noon)
	reply(t, s, "bob", "general", "to alice", mine.ID, after(1*time.Second))
	reply(t, s, "alice", "general", "to herself", mine.ID, after(2*time.Second))
	reply(t, s, "carol", "general", "to you, @alice", mine.ID, after(3*time.Second))
	must(t, s.SetReaction(ctx, "bob", mine.ID, "👍", true, after(4*time.Second)))
	must(t, s.SetReaction(ctx, "alice", mine.ID, "👍", true, after(5*time.Second)))
	must(t, s.SetReaction(ctx, "carol", mine.ID, "🎉", true, after(6*time.Second)))
	other := send(t, s, "bob", "general", "nothing to alice", after(7*time.Second))
	must(t, s.SetReaction(ctx, "carol", other.ID, "🎉", true, after(8*time.Second)))
	all := []string{"carol reaction🎉: mine", "bob reaction👍: mine", "carol mention: to you, @alice", "bob reply: to alice"}
	equal(t, "alice's", activity(t, s, "alice"), all)
	equal(t, "bob's", activity(t, s, "bob"), []string{"carol reaction🎉: nothing to alice"})
	equal(t, "carol's", activity(t, s, "carol"), []string{})
	must(t, s.SetReaction(ctx, "carol", mine.ID, "🎉", false, after(9*time.Second)))
	equal(t, "taken back", activity(t, s, "alice"), all[1:])
	must(t, s.EditMessage(ctx, "bob", other.ID, "@alice after all", after(10*time.Second)))
	equal(t, "edited", activity(t, s, "alice"), append([]string{"bob mention: @alice after all"}, all[1:]...))
}

func testActivityIsShownWhileItCanBeSeen(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "bob", "alice", "carol")
	private := send(t, s, "alice", channel, "private", noon)
	public := send(t, s, "alice", "general", "public", after(1*time.Second))
	must(t, s.SetReaction(ctx, "carol", private.ID, "👍", true, after(2*time.Second)))
	must(t, s.SetReaction(ctx, "carol", public.ID, "👍", true, after(3*time.Second)))
	answer := reply(t, s, "bob", "general", "answer", public.ID, after(4*time.Second))
	all := []string{"bob reply: answer", "carol reaction👍: public", "carol reaction👍: private"}
	equal(t, "all", activity(t, s, "alice"), all)
	must(t, s.RemoveMember(ctx, "bob", id, "alice", after(5*time.Second)))
	equal(t, "removed", activity(t, s, "alice"), all[:2])
	must(t, s.Block(ctx, "alice", "carol", after(6*time.Second)))
	equal(t, "blocked", activity(t, s, "alice"), all[:1])
	must(t, s.DeleteMessage(ctx, "bob", answer.ID, after(7*time.Second)))
	equal(t, "deleted", activity(t, s, "alice"), []string{})
	must(t, s.Unblock(ctx, "alice", "carol", after(8*time.Second)))
	equal(t, "blocked no more", activity(t, s, "alice"), all[1:2])
}

func testActivityGoesOnBehindAnyOfIt(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	first, second := send(t, s, "alice", "general", "mine", noon), send(t, s, "alice", "random", "mine too", noon)
	for _, m := range []chat.Message{first, second} { // all at one moment, but for the channel's clock
		reply(t, s, "bob", m.Channel, "reply", m.ID, noon)
		send(t, s, "bob", m.Channel, "hi @alice", noon)
		for _, who := range []string{"bob", "carol"} {
			must(t, s.SetReaction(ctx, who, m.ID, "👍", true, noon))
		}
	}
	all := got(s.Activity(ctx, "alice", chat.ActivityCursor{}, 100))(t)
	equal(t, "as many", len(all), 8)
	for size := 1; size <= len(all); size++ {
		var paged []chat.Activity
		var at chat.ActivityCursor
		for {
			part := got(s.Activity(ctx, "alice", at, size))(t)
			if len(part) == 0 {
				break
			}
			paged = append(paged, part...)
			at = got(chat.ParseActivityCursor(part[len(part)-1].Cursor().Text()))(t)
		}
		equal(t, fmt.Sprint("in pages of ", size), activityTexts(paged), activityTexts(all))
	}
	refused(t, "a place that is none", onlyError(chat.ParseActivityCursor("1-mention-x")), chat.Invalid)
}
