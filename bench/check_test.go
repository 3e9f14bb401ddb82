package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// lie changes the answers to some requests.
type lie struct {
	to      string                   // method and beginning of the path
	instead string                   // answer with this body and do not ask the program; "-" is an empty body
	as      string                   // ask as somebody else, by their cookie
	alter   func(body string) string // change what was answered
	status  int                      // unless 0, answer with this status
	atLast  bool                     // only the look at the end can find it
}

// liar stands between the people and the program.
type liar struct {
	honest http.Handler
	lie    atomic.Pointer[lie]
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
	if lie.alter != nil {
		body = lie.alter(body)
	}
	status := answer.Code
	if lie.status != 0 {
		status = lie.status
	}
	w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}

// liedTo is a scene in front of the real program, whose answers can be changed.
func liedTo(t *testing.T, people int) (*scene, *liar, string) {
	t.Helper()
	folder := t.TempDir()
	binary, err := buildProgram(t.Context(), folder)
	must(t, err)
	program, err := startProgram(t.Context(), binary, folder)
	must(t, err)
	t.Cleanup(func() {
		if err := program.stop(); err != nil {
			t.Error(err)
		}
	})
	target, err := url.Parse(program.url)
	must(t, err)
	l := &liar{honest: httputil.NewSingleHostReverseProxy(target)}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	s, err := setScene(t.Context(), server.URL, people)
	must(t, err)
	return s, l, databaseIn(folder)
}

func replace(old, with string) func(string) string {
	return func(body string) string {
		if !strings.Contains(body, old) {
			panic(fmt.Sprintf("there is no %q in %q", old, body))
		}
		return strings.Replace(body, old, with, 1)
	}
}

func TestEveryCheckFindsWrongAnswers(t *testing.T) {
	s, liar, database := liedTo(t, 2*teamSize)
	first, other, observer := s.people[0], s.people[teamSize+1], s.observer.name
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
			{to: "GET /online_users", alter: replace(`"active"`, `"idle"`)},
			{to: "GET /online_users", alter: replace(`"`+other.name+`":"active",`, "")},
		},
		"GET /read_receipts/general": {
			{to: "GET /read_receipts/", alter: replace(`.`, `.1`)},
			{to: "GET /read_receipts/", alter: replace(other.name, "somebody")},
		},
		"GET /private_channels": {
			{to: "GET /private_channels", as: other.cookie},
			{to: "GET /private_channels", alter: replace(`"unread":1`, `"unread":2`)},
			{to: "GET /private_channels", alter: replace(`"members":["person00",`, `"members":[`)},
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
			{to: "GET /read_receipts/", alter: replace(`.`, `.1`)},
		},
		"POST /react/1, all on one message": {
			{to: "POST /react/", instead: `{"👍":["` + observer + `"]}`},
			{to: "POST /react/", alter: func(body string) string {
				return strings.ReplaceAll(body, `"`+observer+`"`, `"`+observer+`","`+observer+`"`)
			}},
			{to: "POST /react/", as: other.cookie},
		},
		"POST /send/random": {
			{to: "POST /send/", instead: "-", status: http.StatusServiceUnavailable},
			{to: "POST /send/", instead: "sent"},
		},
		"GET /messages/general?after=0&limit=50": {
			{to: "GET /messages/", alter: replace("Message 199", "Message 198")},
			{to: "GET /messages/", alter: replace("person09", "person08")},
			{to: "GET /messages/", instead: "[]"},
		},
	}
	for _, e := range endpoints() {
		t.Run(e.name, func(t *testing.T) {
			stop := begin(t, s, e)
			defer func() { must(t, stop()) }()
			if len(lies[e.name]) == 0 {
				t.Fatal("there is no lie to find")
			}
			for i := range s.people {
				if err := e.check(s, t.Context(), e.asker(s, i)); err != nil {
					t.Fatalf("the truth: %v", err)
				}
			}
			for i, told := range lies[e.name] {
				liar.lie.Store(&told)
				asker := first
				if e.writes {
					asker = s.observer
				}
				err := e.check(s, t.Context(), asker)
				if told.atLast {
					err = e.after(s, t.Context())
				}
				liar.lie.Store(nil)
				if err == nil {
					t.Errorf("lie %d is believed", i)
				}
				must(t, s.heartbeat(t.Context()))
				if e.writes {
					_ = e.check(s, t.Context(), asker) // takes back what the lie has left
				}
			}
			must(t, s.checkStored(database, 0))
		})
	}
	t.Run("a message that was acknowledged and is not there", func(t *testing.T) {
		liar.lie.Store(&lie{to: "POST /send/", instead: "ok"})
		must(t, s.checkSend(t.Context(), s.observer))
		if err := s.checkStored(database, 0); err == nil {
			t.Error("nothing is missed")
		}
		if err := s.checkStored(database, 1); err == nil {
			t.Error("what was on its way makes up for it")
		}
	})
}

// begin does what a round of an endpoint begins with.
func begin(t *testing.T, s *scene, e endpoint) (end func() error) {
	t.Helper()
	must(t, s.heartbeat(t.Context()))
	stop, err := side{scene: s}.accompany(t.Context(), e)
	must(t, err)
	if e.before != nil {
		must(t, e.before(s, t.Context()))
	}
	return func() error {
		if e.after == nil {
			return stop()
		}
		if err := stop(); err != nil {
			return err
		}
		return e.after(s, context.WithoutCancel(t.Context()))
	}
}

func TestAWrongAnswerDuringARoundIsCounted(t *testing.T) {
	asked := make(chan int, 10)
	found := watch(t.Context(), func(_ context.Context, n int) error {
		asked <- n
		if n == 1 {
			return errWrong
		}
		return nil
	})
	for range 3 {
		<-asked
	}
	if v := found(); v.wrong != 1 || v.asked < 3 || len(v.reasons) != 1 {
		t.Errorf("%+v", v)
	}
}
