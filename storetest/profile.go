package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("profile", []test{
	{"display names are told apart from usernames", testDisplayNamesAreToldApartFromUsernames},
	{"each picture has a number of its own", testEachPictureHasANumberOfItsOwn},
	{"status ends by itself and outlives a restart", testStatusEndsByItselfAndOutlivesARestart},
	{"who is out of use has no status", testWhoIsOutOfUseHasNoStatus},
})

func called(name string) chat.ProfileChange { return chat.ProfileChange{DisplayName: &name} }

func testDisplayNamesAreToldApartFromUsernames(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "grace_hopper")
	ctx := t.Context()
	for _, name := range []string{"BOB", "b ob", "Ｂｏｂ", "bób", "bo\u200bb", "Grace Hopper"} {
		refused(t, name, s.SaveProfile(ctx, "alice", called(name), noon), chat.Conflict)
	}
	must(t, s.SaveProfile(ctx, "alice", called("Alice"), noon))
	must(t, s.SaveProfile(ctx, "bob", called("Álice B."), noon))
	pronouns := "they"
	must(t, s.SaveProfile(ctx, "bob", chat.ProfileChange{Pronouns: &pronouns}, noon))
	profiles := got(s.Profiles(ctx))(t)
	equal(t, "profiles", len(profiles), 2)
	equal(t, "bob", profiles["bob"], chat.Profile{DisplayName: "Álice B.", DisplayKey: "aliceb", Pronouns: "they"})
	must(t, s.SaveProfile(ctx, "bob", called(""), noon))
	equal(t, "bob's account", got(s.User(ctx, "bob"))(t).Profile, chat.Profile{Pronouns: "they"})
}

func testEachPictureHasANumberOfItsOwn(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	save := func(data string) int64 {
		must(t, s.SavePicture(ctx, "alice", chat.Picture{Kind: "image/png", Data: []byte(data)}, noon))
		return got(s.User(ctx, "alice"))(t).Picture
	}
	equal(t, "the first", save("1"), int64(1))
	equal(t, "the second", save("2"), int64(2))
	p := got(s.Picture(ctx, "ALICE"))(t)
	equal(t, "what is stored", string(p.Data)+" "+p.Kind, "2 image/png")
	equal(t, "without one", save(""), int64(0))
	refused(t, "a picture that was taken away", onlyError(s.Picture(ctx, "alice")), chat.NotFound)
	equal(t, "the next", save("3"), int64(3))
	refused(t, "nobody's", s.SavePicture(ctx, "zed", chat.Picture{Kind: "image/png", Data: []byte("1")}, noon), chat.NotFound)
}

func testStatusEndsByItselfAndOutlivesARestart(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	until := noon.Add(time.Minute)
	must(t, s.SetStatus(ctx, "alice", chat.Status{Text: "Lunch", Until: chat.StampOf(until)}, noon))
	must(t, s.SetStatus(ctx, "bob", chat.Status{Emoji: "🌴"}, noon))
	must(t, s.ResetPresence(ctx))
	statuses := func(at time.Time) map[string]chat.Status {
		all := make(map[string]chat.Status)
		for _, p := range got(s.Presences(ctx, at))(t) {
			all[p.User] = p.SeenStatus(at)
		}
		return all
	}
	// A day later they are not listed as having been there, but their statuses are.
	equal(t, "statuses", statuses(noon.Add(24*time.Hour)), map[string]chat.Status{"alice": {}, "bob": {Emoji: "🌴"}})
	past := until.Add(time.Second)
	must(t, s.Sweep(ctx, until, past))
	equal(t, "what is stored of alice", got(s.Presence(ctx, "alice"))(t).Status, chat.Status{})
	must(t, s.SetStatus(ctx, "bob", chat.Status{}, past))
	equal(t, "statuses in the end", statuses(noon.Add(24*time.Hour)), map[string]chat.Status{})
}

func testWhoIsOutOfUseHasNoStatus(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	must(t, s.SetStatus(t.Context(), "bob", chat.Status{Text: "Back soon"}, noon))
	must(t, s.Deactivate(t.Context(), "", "bob", noon))
	equal(t, "status", got(s.Presence(t.Context(), "bob"))(t).SeenStatus(noon), chat.Status{})
}
