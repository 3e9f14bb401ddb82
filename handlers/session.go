package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/session"

	"minimost/cache"
	"minimost/chat"
)

const (
	sessionCookie = "minimost_session"
	// sessionIdle is how long a session lasts without being extended.
	sessionIdle = 14 * 24 * time.Hour
	// sessionExtendEvery keeps extending, which is a write, off most requests.
	sessionExtendEvery = time.Hour
)

// The keys of what a session holds.
const (
	sessionUser     = "user"
	sessionEpoch    = "epoch"
	sessionExtended = "extended" // Unix seconds
)

// sessions are the logins of people's browsers. Everything the handlers know
// of Fiber's sessions is in this file.
type sessions struct {
	store   *session.Store
	storage fiber.Storage
	known   *logins
	// changing is held while a session is written again or ended, so that one
	// that ends meanwhile is not written back.
	changing sync.Mutex
}

// loginSession is a session as it was found.
type loginSession struct {
	username string
	epoch    int64
	extended time.Time
	hash     string
}

func (l *loginSession) stale(now time.Time) bool {
	return now.Sub(l.extended) >= sessionExtendEvery
}

func (l *loginSession) expired(now time.Time) bool {
	return now.Sub(l.extended) > sessionIdle
}

func newSessions(storage fiber.Storage, changes cache.Changes, secure bool) *sessions {
	hashed := hashedStorage{storage}
	return &sessions{storage: hashed, known: newLogins(changes), store: session.New(session.Config{
		Storage:        hashed,
		Expiration:     sessionIdle,
		KeyLookup:      "cookie:" + sessionCookie,
		KeyGenerator:   rand.Text,
		CookiePath:     "/",
		CookieHTTPOnly: true,
		CookieSameSite: "Lax",
		CookieSecure:   secure,
	})}
}

// load returns the session that the request's cookie names, nil when there is
// none. It writes nothing. The error is the storage's.
func (s *sessions) load(c *fiber.Ctx, now time.Time) (*loginSession, error) {
	id := c.Cookies(sessionCookie)
	if id == "" {
		return nil, nil
	}
	stored, err := s.store.Get(c)
	if _, failed := errors.AsType[*storageError](err); failed {
		return nil, err
	}
	if stored == nil || stored.Fresh() {
		// What was stored cannot be decoded, or Fiber made an id up for a cookie
		// that it does not know: there is no session.
		return nil, nil
	}
	username, _ := stored.Get(sessionUser).(string)
	epoch, _ := stored.Get(sessionEpoch).(int64)
	extended, _ := stored.Get(sessionExtended).(int64)
	found := &loginSession{username: username, epoch: epoch, extended: time.Unix(extended, 0), hash: sessionHash(id)}
	if username == "" || found.expired(now) {
		return nil, nil
	}
	return found, nil
}

// start begins a session for user and sets its cookie. The id is always a new
// one, and the session that the cookie named before is gone.
func (s *sessions) start(c *fiber.Ctx, user chat.User, now time.Time) error {
	if err := s.forget(c); err != nil {
		return err
	}
	fresh, err := s.store.Get(c)
	if err != nil {
		return err
	}
	fresh.Set(sessionUser, user.Username)
	fresh.Set(sessionEpoch, user.SessionEpoch)
	fresh.Set(sessionExtended, now.Unix())
	return fresh.Save()
}

// extend lets the request's session last longer, unless it has ended since it
// was loaded.
func (s *sessions) extend(c *fiber.Ctx, now time.Time) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	stored, err := s.store.Get(c)
	if err != nil || stored.Fresh() {
		return err
	}
	stored.Set(sessionExtended, now.Unix())
	defer s.known.forget(c.Cookies(sessionCookie))
	return stored.Save()
}

// end ends the request's session and takes its cookie back.
func (s *sessions) end(c *fiber.Ctx) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	defer s.known.forget(c.Cookies(sessionCookie))
	stored, err := s.store.Get(c)
	if err != nil {
		return err
	}
	return stored.Destroy()
}

// forget deletes the session that the request's cookie names, and the cookie
// from the request.
func (s *sessions) forget(c *fiber.Ctx) error {
	id := c.Cookies(sessionCookie)
	if id == "" {
		return nil
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	c.Request().Header.DelCookie(sessionCookie)
	defer s.known.forget(id)
	return s.storage.Delete(id)
}

// sessionHash stands for a session's id wherever it is stored.
func sessionHash(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:])
}

// hashedStorage stores sessions under the hash of their id: who reads the
// database, or a backup of it, cannot take over a session.
type hashedStorage struct{ fiber.Storage }

func (h hashedStorage) Get(id string) ([]byte, error) {
	data, err := h.Storage.Get(sessionHash(id))
	if err != nil {
		return nil, &storageError{err}
	}
	return data, nil
}

func (h hashedStorage) Set(id string, data []byte, lasting time.Duration) error {
	return h.Storage.Set(sessionHash(id), data, lasting)
}

func (h hashedStorage) Delete(id string) error {
	return h.Storage.Delete(sessionHash(id))
}

// storageError tells a storage that failed from a session that cannot be
// decoded.
type storageError struct{ cause error }

func (e *storageError) Error() string { return fmt.Sprintf("session storage: %v", e.cause) }
func (e *storageError) Unwrap() error { return e.cause }
