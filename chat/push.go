package chat

import (
	"cmp"
	"crypto/ecdh"
	"encoding/base64"
	"net/url"
	"time"
)

// PushTTL is for how long a push service keeps what it cannot deliver.
const PushTTL = 24 * time.Hour

// The bounds of what a browser's push service says of itself.
const (
	maxPushEndpoint = 2_000 // bytes
	pushSecretBytes = 16
)

// ErrPushOff refuses what goes with Web Push where the server sends none.
var ErrPushOff = Errorf(NotFound, "This server sends no Web Push.")

// ErrNoPush refuses to renew what a session does not have.
var ErrNoPush = Errorf(NotFound, "Nothing is pushed to this session.")

// PushKeys are the server's own, by which push services know it, base64url.
type PushKeys struct{ Private, Public string }

// PushSubscription is where Web Push reaches one browser.
type PushSubscription struct {
	Endpoint string // the address that its push service gave it
	Key      string // of the browser, base64url: what is sent is encrypted for it
	Secret   string // shared with it, base64url
	// WithText tells that what is written is sent too.
	WithText bool
	// Language is the tag of that in which it is written to, "" for English. A change
	// says what the browser asks for, which counts where the account leaves it to it.
	Language string
}

// PushChange is what a session asks for: a subscription, with WithText nil as it was.
type PushChange struct {
	PushSubscription
	WithText *bool
	// Renew replaces the session's own, and is ErrNoPush where it has none.
	Renew bool
}

// Check is Invalid for what no browser says. Where a server may send to is not a
// matter of form.
func (s PushSubscription) Check() error {
	endpoint, err := url.Parse(s.Endpoint)
	if err != nil || len(s.Endpoint) > maxPushEndpoint || endpoint.Hostname() == "" || endpoint.User != nil || endpoint.Fragment != "" {
		return Errorf(Invalid, "The endpoint is no address of a push service.")
	}
	key, err := decodeBase64(s.Key)
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(key)
	}
	if err != nil {
		return Errorf(Invalid, `The key "p256dh" is none.`)
	}
	if secret, err := decodeBase64(s.Secret); err != nil || len(secret) != pushSecretBytes {
		return Errorf(Invalid, `The key "auth" is none.`)
	}
	return nil
}

func decodeBase64(text string) ([]byte, error) {
	if text != "" && text[len(text)-1] == '=' {
		return base64.URLEncoding.DecodeString(text)
	}
	return base64.RawURLEncoding.DecodeString(text)
}

// PushNews is a message that has come, as it is pushed.
type PushNews struct {
	Message Message
	Channel Channel
	// Name is the channel's, of a public or a private one.
	Name string
	// Shown are the names that the sender and the others of a conversation are shown by, of those who have another than their
	// username's.
	Shown      map[string]string
	Recipients []PushRecipient
}

// ShownAs is the name that somebody is shown by.
func (n PushNews) ShownAs(name string) string { return cmp.Or(n.Shown[name], name) }

// PushRecipient is somebody who is to be told of a message: who would be notified of it
// and has no page before their eyes.
type PushRecipient struct {
	Username      string
	Subscriptions []PushSubscription
}

// NoticeTitle heads a notification of a message: by its sender, in the channel of that
// name, or with "" sent to the reader alone.
func NoticeTitle(sender, where string) string {
	if where == "" {
		return sender
	}
	return Isolate(sender) + " in " + Isolate(where)
}
