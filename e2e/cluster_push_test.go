//go:build cluster

package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"minimost/webpush/webpushtest"
)

// pushService takes what servers push to one browser, and counts it by its text.
type pushService struct {
	*webpushtest.Browser
	mu       sync.Mutex
	taken    map[string]int
	underWay chan struct{} // closed once the push is there that is not answered
}

// ServeHTTP is part of http.Handler. The first push of "under way" is not answered before its server is gone.
func (s *pushService) ServeHTTP(answer http.ResponseWriter, r *http.Request) {
	body := make([]byte, 8192)
	n, _ := io.ReadFull(r.Body, body) // it is shorter
	text, err := s.Decrypt(body[:n])
	if err != nil {
		answer.WriteHeader(http.StatusBadRequest)
		return
	}
	if s.count(string(text)) == 1 && strings.Contains(string(text), "under way") {
		close(s.underWay)
		<-r.Context().Done()
		return
	}
	answer.WriteHeader(http.StatusCreated)
}

func (s *pushService) count(text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken[text]++
	return s.taken[text]
}

// times is how often something with those words came.
func (s *pushService) times(words string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for text, times := range s.taken {
		if strings.Contains(text, words) {
			n += times
		}
	}
	return n
}

func TestClusterPushesWhatAServerThatIsKilledWasSending(t *testing.T) {
	c, name := startCluster(t)
	browser, err := webpushtest.NewBrowser()
	must(t, err)
	service := &pushService{Browser: browser, taken: make(map[string]int), underWay: make(chan struct{})}
	pushes := httptest.NewServer(service)
	t.Cleanup(pushes.Close)
	flags := []string{"--db=" + shared(name, c.Dir()), "--push", "--push-hosts=" + strings.TrimPrefix(pushes.URL, "http://")}
	var nodes []*process
	for range 3 { // the first has the duty
		nodes = append(nodes, launch(t, t.TempDir(), flags...))
	}
	alice, bob := nodes[1].signUp("alice"), nodes[2].signUp("bob")
	bob.must(200, bob.json("/push/subscribe", `{"endpoint":"`+pushes.URL+`/x","keys":{"p256dh":"`+browser.Key()+`","auth":"`+browser.Secret()+`"},"with_text":true}`))
	send := func(text string) {
		t.Helper()
		alice.must(200, alice.form("/send/general", "text", "@bob "+text))
	}
	send("before")
	eventually(t, "the first message is pushed, and that is noted", func() bool {
		return service.times("before") == 1 && c.Exec(name, "SELECT 1 / CASE WHEN sent_id >= (SELECT max(id) FROM messages) THEN 1 ELSE 0 END FROM push_position") == nil
	})
	send("under way")
	<-service.underWay
	send("behind it")
	began := time.Now()
	nodes[0].signal(syscall.SIGKILL)
	nodes[0].exit()
	send("while nobody has the duty")
	eventually(t, "another server pushes it", func() bool { return service.times("under way") == 2 })
	figure(t, "another server pushed what was under way after", time.Since(began), 10*time.Second)
	send("after")
	eventually(t, "the last message is pushed", func() bool {
		return service.times("after") == 1 && c.Exec(name, "SELECT 1 / CASE WHEN sent_id >= (SELECT max(id) FROM messages) THEN 1 ELSE 0 END FROM push_position") == nil
	})
	for words, want := range map[string]int{"before": 1, "under way": 2, "while nobody has the duty": 1, "after": 1} {
		if got := service.times(words); got != want {
			t.Errorf("%q was pushed %d times, want %d", words, got, want)
		}
	}
	// It may have been sent beside the one that was not answered.
	if got := service.times("behind it"); got < 1 || got > 2 {
		t.Errorf("what was sent behind it was pushed %d times", got)
	}
}
