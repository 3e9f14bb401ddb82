package webpush_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minimost/chat"
	"minimost/lang"
	"minimost/pubsub"
	"minimost/sqlite"
	"minimost/views"
	"minimost/views/markup"
	"minimost/webpush"
	"minimost/webpush/webpushtest"
)

// patience is longer than anything takes on a busy machine.
const patience = time.Minute

// world is a store whose messages are pushed to a push service of the test's own.
type world struct {
	t       *testing.T
	store   *sqlite.Store
	unread  atomic.Int64 // so many times what is still to be pushed cannot be read
	service *webpush.Service
	pushes  *httptest.Server
	results chan webpush.Result
	log     bytes.Buffer

	mu       sync.Mutex
	now      time.Time
	browsers map[string]*webpushtest.Browser
	answers  map[string][]int // by path, those to give before 201
	arrived  chan arrived
	sent     chan int64
	// Until it is closed what is taken, or refused, is not answered; nil: answered at once.
	held, refusing chan struct{}
}

// unreadable is a store of which at times cannot be read what is still to be pushed.
type unreadable struct {
	*sqlite.Store
	times *atomic.Int64
}

func (s unreadable) PushStill(ctx context.Context, id int64, user, endpoint string, now time.Time) (chat.PushNews, bool, error) {
	if s.times.Add(-1) >= 0 {
		return chat.PushNews{}, false, errors.New("the database is away")
	}
	return s.Store.PushStill(ctx, id, user, endpoint, now)
}

// arrived is what a browser was sent; failure is what is wrong with it.
type arrived struct {
	path, failure string
	said          map[string]any
}

func newWorld(t *testing.T, hosts ...string) *world {
	t.Helper()
	w := &world{
		t: t, now: time.Now(), results: make(chan webpush.Result, 100), arrived: make(chan arrived, 100), sent: make(chan int64, 100),
		browsers: make(map[string]*webpushtest.Browser), answers: make(map[string][]int),
	}
	changes := pubsub.NewHub()
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "presence.db"), sqlite.Options{
		PublicChannels: []string{"general"}, Publish: changes.Publish, MentionNames: markup.Mentions,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.store = store
	t.Cleanup(func() { _ = store.Close() })
	w.pushes = httptest.NewServer(http.HandlerFunc(w.take))
	t.Cleanup(w.pushes.Close)
	if hosts == nil {
		hosts = []string{strings.TrimPrefix(w.pushes.URL, "http://")}
	}
	w.service, err = webpush.Start(t.Context(), webpush.Options{
		Store: unreadable{store, &w.unread}, Subject: "https://chat.example", Hosts: hosts, Excerpt: excerpt, Now: w.clock,
		Logger: slog.New(slog.NewTextHandler(&w.log, nil)), Count: func(r webpush.Result) { w.results <- r }, FirstRetry: time.Millisecond,
		Sent: func(_ context.Context, last int64) error { w.sent <- last; return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	cancel := changes.Subscribe(func(uint64) { w.service.Wake() }, chat.TopicLists)
	t.Cleanup(func() { cancel(); w.service.Close() })
	for _, name := range []string{"alice", "bob", "carol"} {
		w.must(store.CreateUser(t.Context(), chat.User{Username: name, CreatedTS: chat.StampOf(w.now.Add(-time.Hour))}))
	}
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// take is the push service.
func (w *world) take(answer http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	browser, now, status, refusing := w.browsers[r.URL.Path], w.now, http.StatusCreated, w.refusing
	if left := w.answers[r.URL.Path]; len(left) > 0 {
		status, w.answers[r.URL.Path] = left[0], left[1:]
	}
	w.mu.Unlock()
	a := arrived{path: r.URL.Path}
	text, err := browser.Read(r, w.pushes.URL, w.service.PublicKey(), now)
	if err == nil {
		err = json.Unmarshal(text, &a.said)
	}
	if err != nil {
		a.failure = err.Error()
	}
	if status == http.StatusFound {
		answer.Header().Set("Location", w.pushes.URL+"/elsewhere")
	}
	w.arrived <- a
	if w.held != nil && status == http.StatusCreated {
		<-w.held
	}
	if refusing != nil && status == http.StatusServiceUnavailable {
		<-refusing
	}
	answer.WriteHeader(status)
}

// subscribe has what notifies somebody sent to a browser of their own at a path.
func (w *world) subscribe(user, path string, withText bool) {
	w.t.Helper()
	browser, err := webpushtest.NewBrowser()
	w.must(err)
	w.mu.Lock()
	w.browsers[path] = browser
	w.mu.Unlock()
	w.subscribeAt(user, path, w.pushes.URL+path, browser, withText)
}

func (w *world) subscribeAt(user, session, endpoint string, browser *webpushtest.Browser, withText bool) {
	w.t.Helper()
	ctx := w.t.Context()
	w.must(w.store.Sessions().Set(session, []byte("of "+user), 30*24*time.Hour))
	w.must(w.store.NoteLogin(ctx, user, chat.Login{Session: session}, w.clock()))
	w.must(w.store.SubscribePush(ctx, user, session, chat.PushChange{
		PushSubscription: chat.PushSubscription{Endpoint: endpoint, Key: browser.Key(), Secret: browser.Secret()}, WithText: &withText,
	}, w.clock()))
}

// speaks has the browser at a path ask for a language.
func (w *world) speaks(path, language string) {
	w.t.Helper()
	w.mu.Lock()
	browser := w.browsers[path]
	w.mu.Unlock()
	w.must(w.store.SubscribePush(w.t.Context(), "bob", path, chat.PushChange{PushSubscription: chat.PushSubscription{
		Endpoint: w.pushes.URL + path, Key: browser.Key(), Secret: browser.Secret(), Language: language,
	}}, w.clock()))
}

func (w *world) send(user, channel, text string) int64 {
	w.t.Helper()
	m, err := w.store.Send(w.t.Context(), user, channel, text, 0, w.clock())
	w.must(err)
	return m.ID
}

// pushed is the next that a browser is sent.
func (w *world) pushed() arrived {
	w.t.Helper()
	select {
	case a := <-w.arrived:
		if a.failure != "" {
			w.t.Errorf("what %s is sent cannot be read: %s", a.path, a.failure)
		}
		return a
	case <-time.After(patience):
		w.t.Fatalf("nothing was pushed; the log says %s", w.log.String())
		return arrived{}
	}
}

// expect are the next pushes, in any order.
func (w *world) expect(want ...string) {
	w.t.Helper()
	missing := make(map[string]bool)
	for _, line := range want {
		missing[line] = true
	}
	for range want {
		a := w.pushed()
		channel, _ := a.said["channel"].(string)
		line := fmt.Sprintf("%s %v %v: %v|%v|%v", a.path, a.said["id"], a.said["user"], a.said["title"], a.said["body"], channel)
		if !missing[line] {
			w.t.Errorf("pushed was %q, not one of %q", line, want)
		}
		delete(missing, line)
	}
}

func (w *world) result() webpush.Result {
	w.t.Helper()
	select {
	case r := <-w.results:
		return r
	case <-time.After(patience):
		w.t.Fatal("nothing came of it")
		return ""
	}
}

func (w *world) subscribed(user string) bool {
	w.t.Helper()
	_, found, err := w.store.SessionPush(w.t.Context(), user)
	w.must(err)
	return found
}

// TestWhatNotifiesIsPushed: as each asked for it, encrypted and signed, and of what is
// private no more than that it is there. What is not pushed would come ahead of what is.
func TestWhatNotifiesIsPushed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.subscribe("bob", "/bob", false)
	w.subscribe("bob", "/phone", true)
	w.subscribe("carol", "/carol", true)
	w.send("alice", "general", "to all")
	w.send("alice", "general", "look, @bob")
	w.expect("/bob 2 bob: alice in general||general", "/phone 2 bob: alice in general|look, @bob|general")
	w.send("alice", "dm:alice:bob", "psst")
	w.expect("/bob 3 bob: New message||", "/phone 3 bob: alice|psst|dm:alice:bob")
	w.send("alice", "dm:alice:bob:carol", "all of you")
	w.expect("/bob 4 bob: New message||", "/phone 4 bob: alice in carol|all of you|dm:alice:bob:carol", "/carol 4 carol: alice in bob|all of you|dm:alice:bob:carol")
	plans, err := w.store.CreatePrivateChannel(ctx, "alice", "plans", []string{"bob"}, w.clock())
	w.must(err)
	w.send("alice", chat.PrivateChannelID(plans.ID), "@bob and @carol")
	w.expect("/bob 5 bob: New message||", "/phone 5 bob: alice in plans|@bob and @carol|private:1")

	// Nobody who is at a page, none of one's own, none of who is kept away, none of who has left.
	w.must(w.store.ReportPresence(ctx, "bob", "/bob", "tab", chat.Active, w.clock()))
	w.send("alice", "general", "now, @bob")
	w.send("alice", "general", "@carol")
	w.expect("/carol 7 carol: alice in general|@carol|general")
	w.must(w.store.ReportPresence(ctx, "bob", "/bob", "tab", chat.Hidden, w.clock()))
	w.send("bob", "general", "@carol")
	w.must(w.store.Block(ctx, "bob", "carol", w.clock()))
	w.send("carol", "general", "@bob")
	w.must(w.store.LeavePrivateChannel(ctx, "bob", plans.ID, w.clock()))
	w.send("alice", "general", "and now, @bob")
	w.expect("/carol 8 carol: bob in general|@carol|general", "/bob 11 bob: alice in general||general", "/phone 11 bob: alice in general|and now, @bob|general")

	// In the language of the account, else in that of the browser.
	w.speaks("/bob", "de")
	w.send("alice", "dm:alice:bob", "psst again")
	w.expect("/bob 12 bob: Neue Nachricht||", "/phone 12 bob: alice|psst again|dm:alice:bob")
	w.must(w.store.SaveLook(ctx, "bob", chat.LookChange{Language: "en"}, w.clock()))
	w.send("alice", "dm:alice:bob", "in English")
	w.expect("/bob 13 bob: New message||", "/phone 13 bob: alice|in English|dm:alice:bob")

	// Who presents themselves otherwise is called so.
	name := "Alice Liddell"
	w.must(w.store.SaveProfile(ctx, "alice", chat.ProfileChange{DisplayName: &name}, w.clock()))
	w.send("alice", "dm:alice:bob:carol", "once more")
	w.expect("/bob 14 bob: New message||", "/phone 14 bob: Alice Liddell in carol|once more|dm:alice:bob:carol", "/carol 14 carol: Alice Liddell in bob|once more|dm:alice:bob:carol")
	w.must(w.store.SaveProfile(ctx, "carol", chat.ProfileChange{DisplayName: &name}, w.clock()))

	// It ends with the session.
	w.must(w.store.EndLogin(ctx, "bob", "/phone", w.clock()))
	w.send("alice", "general", "still, @bob")
	w.expect("/bob 15 bob: Alice Liddell (alice) in general||general")
}

// TestADeadAddressIsForgotten: by both words that push services have for it.
func TestADeadAddressIsForgotten(t *testing.T) {
	t.Parallel()
	for _, last := range []int{http.StatusGone, http.StatusNotFound} {
		t.Run(http.StatusText(last), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.subscribe("bob", "/gone", false)
			w.answers["/gone"] = []int{http.StatusServiceUnavailable, http.StatusTooManyRequests, last}
			w.send("alice", "dm:alice:bob", "psst")
			for _, want := range []webpush.Result{webpush.Retried, webpush.Retried, webpush.Gone} {
				w.pushed()
				if got := w.result(); got != want {
					t.Errorf("it was %s, want %s", got, want)
				}
			}
			for deadline := time.Now().Add(patience); w.subscribed("/gone"); {
				if time.Now().After(deadline) {
					t.Fatal("the address is not forgotten")
				}
				time.Sleep(time.Millisecond)
			}
		})
	}
}

// TestNothingIsSentElsewhere: neither where an answer leads, nor to what is private.
func TestNothingIsSentElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.subscribe("bob", "/moved", false)
	w.answers["/moved"] = []int{http.StatusFound}
	w.send("alice", "dm:alice:bob", "psst")
	if a := w.pushed(); a.path != "/moved" {
		t.Errorf("it went to %s", a.path)
	}
	if got := w.result(); got != webpush.Failed {
		t.Errorf("it was %s", got)
	}
	if !w.subscribed("/moved") {
		t.Error("the address is forgotten that answers")
	}

	private := newWorld(t, "elsewhere.example")
	secure := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something private was asked") }))
	t.Cleanup(secure.Close)
	browser, err := webpushtest.NewBrowser()
	private.must(err)
	port := secure.URL[strings.LastIndex(secure.URL, ":"):]
	private.subscribeAt("bob", "named", "https://localhost"+port+"/secret", browser, true)
	private.send("alice", "dm:alice:bob", "psst")
	if got := private.result(); got != webpush.Failed {
		t.Errorf("to localhost it was %s", got)
	}
	private.service.Close()
	if said := private.log.String(); !strings.Contains(said, "not one of the public network") || strings.Contains(said, "secret") {
		t.Errorf("the log says %s", said)
	}
}

func TestEndpointsAreThoseOfThePublicNetwork(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "push.internal", "10.0.0.7:8443")
	for endpoint, may := range map[string]bool{
		"https://push.example/a": true, "https://push.example:8443/a": true, "https://8.8.8.8/a": true, "https://[2606:4700::1111]/a": true,
		"http://push.internal/a": true, "https://push.internal:99/a": true, "https://10.0.0.7:8443/a": true, "http://PUSH.internal:80/a": true,
		"http://push.example/a": false, "https://10.0.0.7/a": false, "https://10.0.0.8:8443/a": false, "ftp://push.internal/a": false, "": false, "https:///a": false,
		"https://127.0.0.1/a": false, "https://169.254.169.254/a": false, "https://192.168.1.1/a": false, "https://100.64.0.1/a": false, "https://0.0.0.0/a": false,
		"https://[::1]/a": false, "https://[fe80::1]/a": false, "https://[fd00::1]/a": false, "https://[::ffff:127.0.0.1]/a": false,
		"https://[64:ff9b::7f00:1]/a": false, "https://[64:ff9b::808:808]/a": true, "https://[2002:7f00:1::]/a": false, "https://224.0.0.1/a": false,
	} {
		if err := w.service.CheckEndpoint(endpoint); (err == nil) != may {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
}

// TestKeysAreMadeOnce: browsers subscribe with them.
func TestKeysAreMadeOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	again, err := webpush.Start(context.WithoutCancel(t.Context()), webpush.Options{
		Store: w.store, Now: time.Now, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Excerpt: excerpt,
	})
	w.must(err)
	defer again.Close()
	if again.PublicKey() != w.service.PublicKey() || len(again.PublicKey()) != 87 {
		t.Errorf("the key is %q and then %q", w.service.PublicKey(), again.PublicKey())
	}
}

func excerpt(m chat.Message) string { return views.Excerpt(lang.English, m, nil) }
