package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"minimost/webpush/webpushtest"
)

// TestMessagesArePushedToBrowsersThatAreClosed: by the program as it is run, under keys
// that a restart keeps.
func TestMessagesArePushedToBrowsersThatAreClosed(t *testing.T) {
	t.Parallel()
	browser, err := webpushtest.NewBrowser()
	if err != nil {
		t.Fatal(err)
	}
	var key, origin string
	pushed := make(chan string, 10)
	pushes := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
		text, err := browser.Read(r, origin, key, time.Now())
		answer.WriteHeader(http.StatusCreated)
		pushed <- fmt.Sprint(string(text), " ", err)
	}))
	t.Cleanup(pushes.Close)
	origin = pushes.URL
	folder, flags := t.TempDir(), []string{"--push", "--push-hosts=" + strings.TrimPrefix(origin, "http://")}
	p := launch(t, folder, flags...)
	alice, bob := p.signUp("alice"), p.signUp("bob")
	var given struct {
		Key string `json:"key"`
	}
	bob.read("/push", &given)
	key = given.Key
	bob.must(400, bob.json("/push/subscribe", `{"endpoint":"http://127.0.0.1:1/x","keys":{"p256dh":"`+browser.Key()+`","auth":"`+browser.Secret()+`"}}`))
	bob.must(200, bob.json("/push/subscribe", `{"endpoint":"`+origin+`/x","keys":{"p256dh":"`+browser.Key()+`","auth":"`+browser.Secret()+`"},"with_text":true}`))
	expect := func(want string) {
		t.Helper()
		select {
		case got := <-pushed:
			if got != want+" <nil>" {
				t.Errorf("pushed was %s, want %s", got, want)
			}
		case <-time.After(patience):
			t.Fatal("nothing was pushed")
		}
	}
	alice.must(200, alice.form("/send/general", "text", "look, @bob"))
	expect(`{"id":1,"title":"alice in general","body":"look, @bob","user":"bob","channel":"general"}`)
	if code := p.stop(); code != 0 {
		t.Fatalf("it ended with %d", code)
	}
	p = launch(t, folder, flags...)
	alice.moveTo(p)
	alice.must(200, alice.form("/send/general", "text", "again, @bob"))
	expect(`{"id":2,"title":"alice in general","body":"again, @bob","user":"bob","channel":"general"}`)
}
