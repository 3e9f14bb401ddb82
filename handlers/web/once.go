package web

import (
	"bytes"
	"crypto/sha256"
	"strings"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

// KeyHeader names the key under which a change is to be made once. Forms of pages
// say it in a field, views.KeyField, or in the query where the body is a stream.
const KeyHeader = "Idempotency-Key"

var (
	errTwoKeys = chat.Errorf(chat.Invalid, "The request names two keys.")
	// ErrFormReused is chat.ErrKeyReused for people: the browser has brought back a
	// form that was sent.
	ErrFormReused = chat.Errorf(chat.Reused, "Something else was sent with this form before, and this was not. Send it again if you still want it.")
)

// takeKey lets the store make the change that the request asks for once, where it
// names a key.
func (r *Request) takeKey(route Route) error {
	if !route.Keyed || !r.LoggedIn() {
		return nil
	}
	key, err := r.key(route)
	if key == "" || err != nil {
		return err
	}
	once := chat.Once{Account: r.User.Username, Method: route.Method, Route: route.Path, Key: key}
	if !route.Streams() { // there the handler says what is asked for, once it has come
		once.Asked = r.asked()
	}
	r.Ctx = chat.WithOnce(r.Ctx, once)
	return nil
}

// key is what the request's key is, "" for none. It is Invalid for what is none.
func (r *Request) key(route Route) (string, error) {
	var keys []string
	for _, key := range r.Request().Header.PeekAll(KeyHeader) {
		keys = append(keys, string(key))
	}
	if route.Streams() {
		if key := r.Query(views.KeyField); key != "" {
			keys = append(keys, key)
		}
	} else if route.Guard == Own {
		if form, err := r.BodyFields(); err == nil { // its handler says what is wrong with it
			keys = append(keys, form(views.KeyField)...)
		}
	}
	switch len(keys) {
	case 0:
		return "", nil
	case 1:
		return keys[0], chat.CheckKey(keys[0])
	}
	return "", errTwoKeys
}

// asked is a hash of what is asked for: where, and the body but for how its parts
// are told apart, which differs each time that a browser sends it.
func (r *Request) asked() [sha256.Size]byte {
	body := r.BodyRaw()
	if _, boundary, found := strings.Cut(r.Get(fiber.HeaderContentType), "boundary="); found && boundary != "" {
		body = bytes.ReplaceAll(body, []byte(strings.Trim(boundary, `"`)), nil)
	}
	return sha256.Sum256(append([]byte(r.Path()+"\n"), body...))
}
