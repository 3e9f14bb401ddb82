package handlers

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/pubsub"
	"minimost/sqlite"
	"minimost/static"
	"minimost/storetest/empty"
	"minimost/views/markup"
)

// testPassword is everyone's password.
const testPassword = "correct horse battery"

var testHash = sync.OnceValue(func() string {
	hash, err := auth.NewPasswords(auth.CheapCost).Hash(tContext(), testPassword)
	if err != nil {
		panic(err)
	}
	return hash
})

var testEmoji = sync.OnceValues(func() (*chat.EmojiSet, error) {
	set, err := chat.ParseEmojiSet(static.EmojiData())
	if err != nil {
		return nil, err
	}
	german, err := static.EmojiNames("de")
	return set, errors.Join(err, set.AddLanguage("de", german))
})

func canonicalTestEmoji(stored string) string {
	set, err := testEmoji()
	if err != nil {
		panic(err)
	}
	return set.Canonical(stored)
}

// world is a server on a database of its own, with a clock that stands still
// until it is moved.
type world struct {
	t       testing.TB
	path    string // of the database
	server  *server
	app     *fiber.App
	store   *sqlite.Store
	asks    *replaceableStore // by which the handlers reach the store
	storage *flakyStorage

	mu  sync.Mutex
	now time.Time

	listening sync.Once
	address   string

	// other is another server on the same database, nil for none, that is asked in turn
	// with this one.
	other *world
	asked atomic.Int64
}

// turn is the application that is asked next.
func (w *world) turn() *fiber.App {
	if asked := w.asked.Add(1); w.other != nil && asked%2 == 0 {
		return w.other.app
	}
	return w.app
}

func newWorld(t testing.TB, change ...func(*config)) *world {
	t.Helper()
	return worldAt(t, filepath.Join(t.TempDir(), "presence.db"), change...)
}

var emptyDatabase = empty.Database{Create: func(path string) error {
	store, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return err
	}
	return store.Close()
}}

// worldAt is a world on the database at path.
func worldAt(t testing.TB, path string, change ...func(*config)) *world {
	t.Helper()
	return worldWith(t, path, sqlite.Options{}, change...)
}

func worldWith(t testing.TB, path string, options sqlite.Options, change ...func(*config)) *world {
	t.Helper()
	changes := pubsub.NewHub()
	options.PublicChannels, options.Publish = []string{"general", "random"}, changes.Publish
	options.CanonicalEmoji = canonicalTestEmoji
	options.MentionNames = markup.Mentions
	emptyDatabase.Put(t, path)
	store, err := sqlite.Open(path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return worldOf(t, path, store, changes, change...)
}

// config is what a test may change before there is a server.
type config struct {
	web.Config
	Store Store
}

// replaceableStore is what the handlers ask, where a test has another store answer for a while.
type replaceableStore struct{ Store }

// worldOf is a world on a store that is open.
func worldOf(t testing.TB, path string, store *sqlite.Store, changes *pubsub.Hub, change ...func(*config)) *world {
	t.Helper()
	w := &world{t: t, path: path, store: store, storage: &flakyStorage{Storage: store.Sessions()}, now: time.Now()}
	cfg := config{Store: store, Config: web.Config{
		SessionStorage: w.storage,
		Emoji:          testEmoji,
		Now:            w.clock,
		Changes:        changes,
		Assets:         testFiles,
		BaseURL:        "http://chat.example",
		Pusher:         testPusher{},

		Passwords: auth.NewPasswords(auth.CheapCost),
		// On a machine that does much else a request takes longer, and is not to fail.
		RequestTimeout: time.Minute,
	}}
	for _, f := range change {
		f(&cfg)
	}
	var err error
	w.asks = &replaceableStore{cfg.Store}
	if w.server, w.app, err = newServer(w.asks, cfg.Config); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// account makes an account without hashing a password each time.
func (w *world) account(name string) {
	w.t.Helper()
	err := w.store.CreateUser(tContext(), chat.User{
		Username: name, PasswordHash: testHash(), CreatedTS: chat.StampOf(w.clock().Add(-time.Hour)),
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// as is the browser of a new account that is logged in.
func (w *world) as(name string) *browser {
	w.t.Helper()
	w.account(name)
	b := w.browser()
	b.login(name, testPassword).want(fiber.StatusFound)
	b.name = name
	return b
}

func (w *world) browser() *browser {
	return &browser{w: w, cookies: map[string]string{}}
}

// browser keeps cookies and asks as a client that sends neither Origin nor
// Sec-Fetch-Site.
type browser struct {
	w       *world
	cookies map[string]string
	// name is whom its pages are drawn for, as their requests say.
	name string
	// token is what it shows beside its cookies, as a program does; "" for none.
	token string
}

// answer is a response that was read.
type answer struct {
	t      testing.TB
	asked  string
	status int
	header http.Header
	body   string
}

func (a answer) want(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: status %d, want %d; body %q", a.asked, a.status, status, a.body)
	}
	return a
}

func (a answer) wantBody(status int, body string) {
	a.t.Helper()
	a.want(status)
	if a.body != body {
		a.t.Fatalf("%s: body\n%s\nwant\n%s", a.asked, a.body, body)
	}
}

func (b *browser) do(method, target, body string, header ...string) answer {
	b.w.t.Helper()
	if method == fiber.MethodGet && strings.HasPrefix(target, "/ui/socket") && b.token == "" {
		return b.socket(target, header...).first()
	}
	req := httptest.NewRequestWithContext(b.w.t.Context(), method, target, strings.NewReader(body))
	req.Host = "chat.example"
	if b.name != "" {
		req.Header.Set(web.PersonHeader, b.name)
	}
	if b.token != "" {
		req.Header.Set("Authorization", "Bearer "+b.token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	for name, value := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res, err := b.w.turn().Test(req, -1)
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	for _, cookie := range res.Cookies() {
		if cookie.MaxAge < 0 || cookie.Value == "" {
			delete(b.cookies, cookie.Name)
			continue
		}
		b.cookies[cookie.Name] = cookie.Value
	}
	return answer{b.w.t, method + " " + target, res.StatusCode, res.Header, string(content)}
}

func (b *browser) get(target string, header ...string) answer {
	b.w.t.Helper()
	return b.do(fiber.MethodGet, target, "", header...)
}

// json posts a JSON body without saying that it is one.
func (b *browser) json(target, body string) answer {
	b.w.t.Helper()
	return b.do(fiber.MethodPost, target, body)
}

// form posts pairs of field and value.
func (b *browser) form(target string, pairs ...string) answer {
	b.w.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return b.do(fiber.MethodPost, target, values.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

func (b *browser) login(username, password string) answer {
	b.w.t.Helper()
	a := b.form("/login", "username", username, "password", password)
	if b.name != "" && a.status == fiber.StatusFound {
		b.name = username
	}
	return a
}

func (b *browser) session() string { return b.cookies[auth.Cookie] }

// flakyStorage is a session storage that can be made to fail.
type flakyStorage struct {
	fiber.Storage
	broken bool
	sets   int
}

var errBroken = errors.New("broken on purpose: secret detail")

func (f *flakyStorage) Get(key string) ([]byte, error) {
	if f.broken {
		return nil, errBroken
	}
	return f.Storage.Get(key)
}

func (f *flakyStorage) Set(key string, val []byte, exp time.Duration) error {
	f.sets++
	return f.Storage.Set(key, val, exp)
}

// testFiles have one script, at testScript, that is worth compressing.
var (
	testBody   = strings.Repeat("one();\n", 100)
	testFiles  = loadTestFiles()
	testScript = testFiles.Base() + "/js/one.js"
)

func loadTestFiles() *static.Files {
	files, err := static.Load(fstest.MapFS{"js/one.js": {Data: []byte(testBody)}, "js/service-worker.js": {Data: []byte("worker();")}})
	if err != nil {
		panic(err)
	}
	return files
}

func tContext() context.Context { return context.Background() }

// limited turns the limits on: with a clock that stands still most tests would
// meet them.
func limited(c *config) { c.RateLimits = true }

func logTo(out io.Writer) func(*config) {
	return func(c *config) { c.Logger = slog.New(slog.NewTextHandler(out, nil)) }
}
