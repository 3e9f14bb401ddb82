package handlers

import (
	"slices"
	"strings"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
)

// testPusher takes the addresses of one push service alone.
type testPusher struct{}

func (testPusher) PublicKey() string {
	return "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"
}

func (testPusher) CheckEndpoint(endpoint string) error {
	if !strings.HasPrefix(endpoint, "https://push.example/") {
		return chat.Errorf(chat.Invalid, "Push services are reached by https.")
	}
	return nil
}

// subscription is one as browsers write it, with the keys of RFC 8291's example.
func subscription(endpoint string, more ...string) string {
	return `{"endpoint":"` + endpoint + `","expirationTime":null,"keys":{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",` +
		`"auth":"BTBZMqHH6r4Tts7J_aSIgg"}` + strings.Join(more, "") + `}`
}

// TestASubscriptionIsOfOneSession: it ends with it, whoever ends that, and another
// one's of the same browser takes its place.
func TestASubscriptionIsOfOneSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	phone := w.browser()
	phone.login("alice", testPassword).want(302)
	has := func(what string, b *browser, subscribed, withText string) {
		t.Helper()
		b.get("/push").want(200).contains(`"subscribed":`+subscribed, `"with_text":`+withText)
	}
	alice.json("/push/subscribe", subscription("https://push.example/1", `,"renew":true`)).want(404)
	alice.json("/push/subscribe", subscription("https://push.example/1", `,"with_text":true`)).want(200)
	phone.json("/push/subscribe", subscription("https://push.example/2")).want(200)
	has("at first", alice, "true", "true")
	has("the phone", phone, "true", "false")
	alice.get("/ui/notifications").want(200).contains("data-pushed", "data-push-text checked")
	// Its browser has another address now, and the choice stays.
	alice.json("/push/subscribe", subscription("https://push.example/3", `,"renew":true`)).want(200)
	has("renewed", alice, "true", "true")
	bob.json("/push/subscribe", subscription("https://push.example/3")).want(200)
	has("of a browser that is another's now", alice, "false", "false")
	has("that other", bob, "true", "false")
	alice.json("/push/subscribe", subscription("https://push.example/4")).want(200)
	alice.form("/logout", "").want(302)
	bob.json("/push/unsubscribe", `{}`).want(200)
	has("who wants none", bob, "false", "false")
	bob.get("/ui/notifications").want(200).contains("data-push-key", "!data-pushed")
	if left := w.subscriptions(); !slices.Equal(left, []string{"alice https://push.example/2"}) {
		t.Errorf("left are %q", left)
	}
	phone.json("/account/deactivate", `{"password":"`+testPassword+`"}`).want(200)
	if left := w.subscriptions(); len(left) > 0 {
		t.Errorf("%q are left of an account that is not in use", left)
	}
}

// TestSubscriptionsEndWithAllSessionsAndWithTheAccount: and those of others stay.
func TestSubscriptionsEndWithAllSessionsAndWithTheAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.as("carol").json("/push/subscribe", subscription("https://push.example/carol")).want(200)
	for _, c := range []struct {
		name string
		ends func(*browser)
	}{
		{"alice", func(b *browser) { b.hxPost("/ui/account/sessions/end_all").wantHeader("HX-Redirect", "/login") }},
		{"bob", func(b *browser) { b.json("/account/sessions/end_all", `{}`).want(200) }},
		{"dora", func(b *browser) { b.json("/account/remove", `{"messages":"keep",`+endedWith+`}`).want(200) }},
	} {
		b := w.as(c.name)
		b.json("/push/subscribe", subscription("https://push.example/1")).want(200)
		b.again().json("/push/subscribe", subscription("https://push.example/2")).want(200)
		if n := len(w.subscriptions()); n != 3 {
			t.Fatalf("%s: %d subscriptions are there before", c.name, n)
		}
		c.ends(b)
		if left := w.subscriptions(); !slices.Equal(left, []string{"carol https://push.example/carol"}) {
			t.Errorf("%s: left are %q", c.name, left)
		}
	}
}

// subscriptions are those that are stored, with whose they are.
func (w *world) subscriptions() (list []string) {
	w.t.Helper()
	conn, err := zombiezen.OpenConn(w.path, zombiezen.OpenReadOnly)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	err = sqlitex.ExecuteTransient(conn, "SELECT username || ' ' || endpoint FROM push_subscriptions ORDER BY endpoint", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *zombiezen.Stmt) error { list = append(list, stmt.ColumnText(0)); return nil },
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func TestWithoutWebPushNothingIsSubscribed(t *testing.T) {
	t.Parallel()
	alice := newWorld(t, func(c *config) { c.Pusher = nil }).as("alice")
	alice.get("/push").want(404).contains("This server sends no Web Push.")
	alice.json("/push/subscribe", subscription("https://push.example/1")).want(404)
	alice.get("/ui/notifications").want(200).contains("!data-push")
}
