package storetest

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minimost/chat"
	"minimost/search"
)

var _ = addTests("search index", []test{
	{"the index finds exactly what reading every text finds", testIndexFindsExactlyWhatReadingEveryTextFinds},
	{"what changes while it is being indexed is found as it is", testWhatChangesWhileItIsBeingIndexedIsFoundAsItIs},
	{"the index forgets what is too old", testIndexForgetsWhatIsTooOld},
})

// words are of many scripts, some with others in them.
var words = strings.Fields(`a an the plan plane airplane planning deploy deployed redeploy on no 12 2026 v1.2 it's e-mail
	café CAFÉ cafe Ärger ärger Straße STRASSE İstanbul ısı smørrebrød Łódź naïve ﬁnal Åse über
	Ελλάδα ΕΛΛΑΣ σοφός Привет привёт ёлка Київ שָׁלוֹם שלום مَرْحَبًا مرحبا العربية हिन्दी कि की भाषा ภาษาไทย สวัสดี ქართული հայերեն
	東京 東京都 京都 北京市 中文 漢字かな カタカナ ｶﾀｶﾅ がぎ かき 서울 서울에서 한국어 東京abc 日本語2026 々〆
	🎉 👍🏽 👨‍👩‍👧 ❤️ https://example.com/plan?x=1 user@example.org #tag snake_case kebab-case ½ ² ①
	€ 20€ $5 £ → a→b ⇒ ≠ ± c++ +49 © 2026© ™ § 5§ ∑ ½→¼ ° ℃ ¤`)

func randomText(random *rand.Rand) string {
	var b strings.Builder
	for range 1 + random.IntN(8) {
		b.WriteString(words[random.IntN(len(words))])
		b.WriteString([]string{" ", " ", " ", "", ", ", "\n", "-"}[random.IntN(7)])
	}
	return "." + b.String() // never empty
}

// randomQuery asks for parts of the words, and for what was never written.
func randomQuery(random *rand.Rand) string {
	var parts []string
	for range 1 + random.IntN(3) {
		word := []rune(words[random.IntN(len(words))])
		from := random.IntN(len(word))
		part := string(word[from : from+1+random.IntN(len(word)-from)])
		switch random.IntN(8) {
		case 0:
			part = `"` + part + " " + words[random.IntN(len(words))] + `"`
		case 1:
			part = "-" + part
		case 2:
			part = []string{"from:alice", "from:carol", "-from:bob", "in:general", "-in:general", "is:edited", "has:link", "has:reaction", "is:mine",
				"-is:edited", "-has:link", "-has:reaction", "-is:mine", "-e", "-東", "-pla"}[random.IntN(16)]
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// library is a store with many texts.
type library struct {
	*fixture
	random   *rand.Rand
	messages []chat.Message // each as it is now
	reacted  map[int64]bool
	folded   map[string]string // texts, as they are compared
}

func newLibrary(t testing.TB, db Database, size int) *library {
	t.Helper()
	l := &library{fixture: newStore(t, db, "alice", "bob", "carol"), random: rand.New(rand.NewPCG(5, 13)), reacted: map[int64]bool{}, folded: map[string]string{}}
	c := got(l.CreatePrivateChannel(t.Context(), "alice", "plans", []string{"carol"}, noon))(t)
	channels := []string{"general", "random", chat.PrivateChannelID(c.ID), "dm:alice:carol"}
	l.messages = make([]chat.Message, size)
	for i := range l.messages {
		l.messages[i] = chat.Message{Channel: channels[l.random.IntN(len(channels))], Sender: []string{"alice", "carol"}[l.random.IntN(2)], Content: randomText(l.random)}
	}
	manyAtOnce(size, func(i int) error {
		m := &l.messages[i]
		sent, err := l.Send(t.Context(), m.Sender, m.Channel, m.Content, 0, after(time.Duration(i)*time.Second))
		*m = sent
		return err
	}, t)
	return l
}

// manyAtOnce calls f(0) … f(n-1), many at a time: they share commits.
func manyAtOnce(n int, f func(i int) error, t testing.TB) {
	t.Helper()
	const together = 200
	var wg sync.WaitGroup
	for from := range together {
		wg.Go(func() {
			for i := from; i < n; i += together {
				if err := f(i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// disturb edits, deletes and reacts to some of the messages.
func (l *library) disturb(t testing.TB, n int) {
	t.Helper()
	ctx, at := t.Context(), after(24*time.Hour)
	changes := make([]func() error, 0, n)
	for _, i := range l.random.Perm(len(l.messages))[:n] {
		m := &l.messages[i]
		switch l.random.IntN(3) {
		case 0:
			m.Deleted = true
			changes = append(changes, func() error { return l.DeleteMessage(ctx, m.Sender, m.ID, at) })
		case 1:
			text := randomText(l.random)
			m.Edited, m.Content = text != m.Content, text
			changes = append(changes, func() error { return l.EditMessage(ctx, m.Sender, m.ID, text, at) })
		default:
			l.reacted[m.ID] = true
			changes = append(changes, func() error { return onlyError(l.React(ctx, m.Sender, m.ID, "👍", at)) })
		}
	}
	manyAtOnce(n, func(i int) error { return changes[i]() }, t)
}

func (l *library) fold(text string) string {
	if _, known := l.folded[text]; !known {
		l.folded[text] = search.Fold(text)
	}
	return l.folded[text]
}

// read is what reading every text finds for somebody, the newest first.
func (l *library) read(user string, q search.Query) (found []int64) {
	byAge := slices.SortedFunc(slices.Values(l.messages), func(a, b chat.Message) int {
		return cmp.Or(cmp.Compare(b.TS, a.TS), cmp.Compare(b.ID, a.ID))
	})
	for _, m := range byAge {
		switch public := m.Channel == "general" || m.Channel == "random"; {
		case m.Deleted, user == "bob" && !public, !q.MatchesFolded(l.fold(m.Content)), !l.passes(user, q, m):
			continue
		}
		found = append(found, m.ID)
	}
	return found
}

// passes reports whether a message passes the filters of randomQuery.
func (l *library) passes(user string, q search.Query, m chat.Message) bool {
	wanted, sent := false, false
	for _, n := range q.From {
		switch {
		case n.Not && n.Name == m.Sender:
			return false
		case !n.Not:
			wanted, sent = true, sent || n.Name == m.Sender
		}
	}
	if wanted && !sent {
		return false
	}
	wanted = false
	for _, n := range q.In {
		if n.Not && m.Channel == n.Name {
			return false
		}
		wanted = wanted || !n.Not
	}
	if wanted && m.Channel != "general" {
		return false
	}
	is := map[string]bool{search.IsEdited: m.Edited, search.IsMine: m.Sender == user, search.HasLink: search.Linked(m.Content), search.HasReaction: l.reacted[m.ID]}
	return !slices.ContainsFunc(slices.Concat(q.Is, q.Has), func(f search.Flag) bool { return is[f.What] == f.Not })
}

// compared is how many hits of a query are compared: beyond that it has every hit of them, the newest first.
const compared = 8 * chat.SearchPage

// compare asks many things and compares with what reading every text finds.
func (l *library) compare(t testing.TB, queries int) {
	t.Helper()
	hits := 0
	for range queries {
		text := randomQuery(l.random)
		q, err := search.Parse(text, nil)
		if err != nil {
			continue
		}
		for _, user := range []string{"alice", "bob"} {
			var found []int64
			for _, m := range findFirst(t, l.fixture, user, text, compared, []int{0, 1, 300}[l.random.IntN(3)]) {
				found = append(found, m.ID)
			}
			want := l.read(user, q)
			want = want[:min(len(want), compared)]
			if hits += len(want); !slices.Equal(found, want) {
				t.Fatalf("%s searches for %s: %d hits, reading finds %d\n got %v\nwant %v", user, text, len(found), len(want), found, want)
			}
		}
	}
	if hits < queries {
		t.Errorf("%d queries had %d hits: they show nothing", queries, hits)
	}
}

func indexAll(t testing.TB, s *fixture) search.Indexing {
	t.Helper()
	for {
		so := got(s.IndexMessages(t.Context()))(t)
		if so.Done == so.All {
			return so
		}
	}
}

func testIndexFindsExactlyWhatReadingEveryTextFinds(t *testing.T, db Database) {
	l := newLibrary(t, db, 5_000)
	l.compare(t, 10)
	equal(t, "blocks", indexAll(t, l.fixture), search.Indexing{Done: 2, All: 2})
	l.compare(t, 30)
	l.disturb(t, 300)
	l.compare(t, 30)
}

func testWhatChangesWhileItIsBeingIndexedIsFoundAsItIs(t *testing.T, db Database) {
	l := newLibrary(t, db, 2*search.BlockSize+50)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		indexAll(t, l.fixture)
	}()
	l.disturb(t, 200)
	<-ended
	l.compare(t, 15)
}

func testIndexForgetsWhatIsTooOld(t *testing.T, db Database) {
	s := newOldStore(t, db, "alice")
	manyAtOnce(search.BlockSize+100, func(i int) error {
		when := old(time.Duration(i) * time.Second)
		if i >= search.BlockSize {
			when = before(time.Hour)
		}
		return onlyError(s.Send(t.Context(), "alice", []string{"general", "random"}[i%2], "ancient history", 0, when))
	}, t)
	indexAll(t, s)
	kept := len(find(t, s, "alice", "ancient"))
	kept -= removeOld(t, s)
	equal(t, "hits that are left", len(find(t, s, "alice", "ancient")), kept)
	equal(t, "stale texts", rowsOf(t, s, "search_stale"), 0)
}
