package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// must fails the test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// lie changes the answers to some requests.
type lie struct {
	to         string // method and beginning of the path
	instead    string // answer with this body and do not ask the program; "-" is an empty body
	as         string // ask as somebody else, by their cookie
	from, into string // change what was answered
	status     int    // unless 0, answer with this status
	atLast     bool   // only the look at the end can find it
}

// liar stands between the people and the program.
type liar struct {
	honest http.Handler
	lie    atomic.Pointer[lie]
	unable atomic.Bool // there was nothing to change
}

func (l *liar) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	lie := l.lie.Load()
	if lie == nil || !strings.HasPrefix(r.Method+" "+r.URL.Path, lie.to) {
		l.honest.ServeHTTP(w, r)
		return
	}
	answer := httptest.NewRecorder()
	if lie.as != "" {
		r.Header.Set("Cookie", lie.as)
	}
	if lie.instead == "" {
		l.honest.ServeHTTP(answer, r)
	}
	body := answer.Body.String() + strings.TrimPrefix(lie.instead, "-")
	if !strings.Contains(body, lie.from) {
		l.unable.Store(true)
	}
	w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
	w.WriteHeader(cmp.Or(lie.status, answer.Code))
	fmt.Fprint(w, strings.Replace(body, lie.from, lie.into, 1))
}

// built is the program of this checkout, built once for all tests, by whoever runs them or here.
func built(t *testing.T) string {
	t.Helper()
	binary, err := build()
	must(t, err)
	return binary
}

var build = sync.OnceValues(func() (string, error) {
	if binary := os.Getenv("BUILT_MINIMOST"); binary != "" {
		return binary, nil
	}
	binary := filepath.Join(binaryFolder, "minimost")
	build := exec.CommandContext(context.Background(), "go", "build", "-C", "..", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, said)
	}
	return binary, nil
})

// liedTo is a fixture in front of the real program, whose answers can be changed.
func liedTo(t *testing.T) (*fixture, *liar) {
	t.Helper()
	r, binary := &run{folder: t.TempDir()}, built(t)
	var f *fixture
	must(t, try(func() {
		f = r.newFixture(context.WithoutCancel(t.Context()), binary, "checked", size{accounts: 10, messages: 200, teams: 2, teamSize: 5, channels: 3})
	}))
	t.Cleanup(func() { must(t, r.stopServers()) })
	target, err := url.Parse("http://" + f.address)
	must(t, err)
	l := &liar{honest: httputil.NewSingleHostReverseProxy(target)}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	for _, p := range f.people {
		p.client = newClient(server.Listener.Addr().String())
	}
	each(f.talkers, f.chooseOverride)
	return f, l
}

func TestEveryCheckFindsWrongAnswers(t *testing.T) {
	f, liar := liedTo(t)
	other, observer := f.people[6], f.observer.name
	lies := map[string][]lie{
		"GET /typing/general": {
			{to: "GET /typing/", as: other.cookie},
			{to: "GET /typing/", instead: "[]"},
			{to: "GET /typing/", instead: `["person02","person01"]`},
			{to: "GET /typing/", instead: `["person01","person02"`},
		},
		"idle GET /ui/live/general": {
			{to: "GET /ui/live/", instead: "<div></div>", status: http.StatusOK},
			{to: "GET /ui/live/", status: http.StatusFound},
			{to: "GET /ui/live/", instead: "-", status: http.StatusNoContent, atLast: true},
		},
		"GET /presence/override": {
			{to: "GET /presence/override", as: other.cookie},
			{to: "GET /presence/override", instead: "{}"},
		},
		"GET /online_users": {
			{to: "GET /online_users", from: `"active"`, into: `"idle"`},
			{to: "GET /online_users", from: `"` + other.name + `":"active",`, into: ""},
		},
		"GET /read_receipts/general": {
			{to: "GET /read_receipts/", from: `.`, into: `.1`},
			{to: "GET /read_receipts/", from: other.name, into: "somebody"},
		},
		"GET /private_channels": {
			{to: "GET /private_channels", as: other.cookie},
			{to: "GET /private_channels", from: `"unread":0`, into: `"unread":2`},
			{to: "GET /private_channels", from: `"members":["person00",`, into: `"members":[`},
		},
		"POST /typing/general": {
			{to: "POST /typing/", instead: "-", status: http.StatusNoContent},
			{to: "DELETE /typing/", instead: "-", status: http.StatusNoContent},
		},
		"POST /presence": {
			{to: "POST /presence", instead: "-", status: http.StatusNoContent},
			{to: "POST /presence", as: other.cookie},
		},
		"POST /mark_read/general, nothing new": {
			{to: "POST /mark_read/", status: http.StatusForbidden},
			{to: "GET /read_receipts/", from: `.`, into: `.1`},
		},
		"POST /react/1, all on one message": {
			{to: "POST /react/", instead: `{"👍":["` + observer + `"]}`},
			{to: "POST /react/", from: `"` + observer + `"`, into: `"` + observer + `","` + observer + `"`},
			{to: "POST /react/", as: other.cookie},
		},
		"POST /send/random": {
			{to: "POST /send/", instead: "-", status: http.StatusServiceUnavailable},
			{to: "POST /send/", instead: "sent"},
		},
		"GET /messages/general?after=0&limit=50": {
			{to: "GET /messages/", from: "Message 199", into: "Message 198"},
			{to: "GET /messages/", from: "person09", into: "person08"},
			{to: "GET /messages/", instead: "[]"},
		},
	}
	for _, e := range endpoints {
		t.Run(e.name, func(t *testing.T) {
			must(t, try(f.renew))
			if e.before != nil {
				must(t, try(func() { e.before(f) }))
			}
			if len(lies[e.name]) == 0 {
				t.Fatal("there is no lie to find")
			}
			asked := func(by *person) error { return try(func() { e.check(f, by) }) }
			looked := func() error { return try(func() { e.after(f) }) }
			for i := range f.people {
				if err := asked(e.asker(f, i)); err != nil {
					t.Fatalf("the truth: %v", err)
				}
			}
			for i, told := range lies[e.name] {
				liar.lie.Store(&told)
				err := asked(e.asker(f, 0))
				if told.atLast {
					err = looked()
				}
				liar.lie.Store(nil)
				if err == nil || liar.unable.Swap(false) {
					t.Errorf("lie %d is believed, or could not be told: %v", i, err)
				}
				f.renewed = time.Time{}
				must(t, try(f.renew))
				if e.writes {
					_ = asked(f.observer) // takes back what the lie has left
				}
			}
			if e.after != nil {
				must(t, looked())
			}
			must(t, try(f.verify))
		})
	}
	for name, acknowledged := range map[string]int{"lost": 1, "unknown": -1} {
		f.acknowledged += acknowledged
		if err := try(f.verify); err == nil {
			t.Errorf("a message that is %s is not noticed", name)
		}
		f.acknowledged -= acknowledged
	}
	liar.lie.Store(&lie{to: "POST /send/", instead: "ok"})
	must(t, try(func() { f.checkSend(f.observer) }))
	if err := try(f.verify); err == nil {
		t.Error("a message that was acknowledged and is not there is not missed")
	}
}
