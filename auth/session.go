package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/session"
	"github.com/valyala/fasthttp"
	"golang.org/x/time/rate"

	"minimost/cache"
	"minimost/chat"
)

const (
	// Cookie is the name of the cookie with a session's id.
	Cookie = "minimost_session"
	// SessionIdle is how long a session lasts without being extended.
	SessionIdle = 14 * 24 * time.Hour
	// SessionExtendEvery keeps extending, which is a write, off most requests.
	SessionExtendEvery = time.Hour
)

// The keys of what a session holds.
const (
	sessionUser     = "user"
	sessionEpoch    = "epoch"
	sessionExtended = "extended" // Unix seconds
)

// Users are the accounts that sessions belong to.
type Users interface {
	// User finds an account whatever the name's case; NotFound.
	User(ctx context.Context, name string) (chat.User, error)
}

// SessionConfig is what Sessions are made of. ReadLimiter may be nil.
type SessionConfig struct {
	Storage fiber.Storage
	Users   Users
	Changes cache.Changes
	// Secure marks the cookie for https alone.
	Secure bool
	// ReadLimiter returns what an account may still read. It is kept with the
	// login, so that polls of different accounts share no lock.
	ReadLimiter func(username string) *rate.Limiter
}

// Sessions are the logins of people's browsers. Everything that is known of
// Fiber's sessions is in this file.
type Sessions struct {
	SessionConfig
	store *session.Store
	cache *loginCache
	// reader lends the contexts through which Fiber's sessions are read.
	reader *fiber.App
	// changing is held while a session is written again or ended, so that one
	// that ends meanwhile is not written back.
	changing sync.Mutex
}

// NewSessions returns the sessions that are in the storage.
func NewSessions(cfg SessionConfig) *Sessions {
	cfg.Storage = hashedStorage{cfg.Storage}
	if cfg.ReadLimiter == nil {
		cfg.ReadLimiter = func(string) *rate.Limiter { return nil }
	}
	return &Sessions{
		SessionConfig: cfg, cache: newLoginCache(cfg.Changes), reader: fiber.New(fiber.Config{Immutable: true}),
		store: session.New(session.Config{
			Storage:        cfg.Storage,
			Expiration:     SessionIdle,
			KeyLookup:      "cookie:" + Cookie,
			KeyGenerator:   rand.Text,
			CookiePath:     "/",
			CookieHTTPOnly: true,
			CookieSameSite: "Lax",
			CookieSecure:   cfg.Secure,
		}),
	}
}

// Find returns the login of a session's id, from memory while nothing has
// changed; nobody's for an id that is none. The error is the storage's or the
// store's.
func (s *Sessions) Find(ctx context.Context, id string, now time.Time) (*Login, error) {
	if id == "" {
		return &Login{}, nil
	}
	if found, ok := s.cache.find(id, now); ok {
		return found, nil
	}
	return s.cache.load(id, func() (*Login, error) { return s.Read(ctx, id, now) })
}

// Read is Find without the memory. A session whose account is gone or has ended
// its sessions since is none. It writes nothing.
func (s *Sessions) Read(ctx context.Context, id string, now time.Time) (*Login, error) {
	found, epoch, err := s.readSession(id)
	if err != nil || found == nil || found.expired(now) {
		return &Login{}, err
	}
	user, err := s.Users.User(ctx, found.User.Username)
	if chat.CodeOf(err) == chat.NotFound || err == nil && (user.SessionEpoch != epoch || user.Deactivated != 0) {
		return &Login{}, nil
	}
	user.PasswordHash = "" // nobody asks a login for it
	found.User, found.Reads = user, s.ReadLimiter(user.Username)
	return found, err
}

// readSession returns a session as it is stored, with no more of its account
// than the name; nil where there is none.
func (s *Sessions) readSession(id string) (found *Login, epoch int64, err error) {
	c := s.reader.AcquireCtx(new(fasthttp.RequestCtx))
	defer s.reader.ReleaseCtx(c)
	c.Request().Header.SetCookie(Cookie, id)
	stored, err := s.store.Get(c)
	if _, failed := errors.AsType[*storageError](err); failed {
		return nil, 0, err
	}
	if stored == nil || stored.Fresh() {
		// What was stored cannot be decoded, or Fiber made an id up for a cookie
		// that it does not know: there is no session.
		return nil, 0, nil
	}
	username, _ := stored.Get(sessionUser).(string)
	epoch, _ = stored.Get(sessionEpoch).(int64)
	extended, _ := stored.Get(sessionExtended).(int64)
	if username == "" {
		return nil, 0, nil
	}
	return &Login{User: chat.User{Username: username}, Session: HashSessionID(id), extended: time.Unix(extended, 0)}, epoch, nil
}

// Start begins a session for user and sets its cookie. The id is always a new
// one, of which it returns the hash, and the session that the cookie named before
// is gone.
func (s *Sessions) Start(c *fiber.Ctx, user chat.User, now time.Time) (hash string, err error) {
	if err := s.forget(c); err != nil {
		return "", err
	}
	fresh, err := s.store.Get(c)
	if err != nil {
		return "", err
	}
	fresh.Set(sessionUser, user.Username)
	fresh.Set(sessionEpoch, user.SessionEpoch)
	fresh.Set(sessionExtended, now.Unix())
	hash = HashSessionID(fresh.ID())
	return hash, fresh.Save()
}

// Continue lets the request's session go on in another epoch of its account, which
// commit makes the account's: every other session has ended then. Where that fails
// the session stays as it was.
func (s *Sessions) Continue(c *fiber.Ctx, epoch int64, commit func() error) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	defer s.cache.forget(c.Cookies(Cookie))
	// Before the account: a page must never find that its session has ended.
	was, err := s.setEpoch(c, epoch)
	if err != nil {
		return err
	}
	if err := commit(); err != nil {
		_, undone := s.setEpoch(c, was)
		return errors.Join(err, undone)
	}
	return nil
}

func (s *Sessions) setEpoch(c *fiber.Ctx, epoch int64) (was int64, err error) {
	stored, err := s.store.Get(c)
	if err != nil {
		return 0, err
	}
	if stored.Fresh() {
		return 0, errors.New("the session has ended")
	}
	was, _ = stored.Get(sessionEpoch).(int64)
	stored.Set(sessionEpoch, epoch)
	return was, stored.Save()
}

// EndStored calls end, which takes sessions out of the storage: none of them is
// written back meanwhile.
func (s *Sessions) EndStored(end func() error) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	defer s.cache.ended.Add(1)
	return end()
}

// Extend lets the request's session last longer, unless it has ended since it
// was found.
func (s *Sessions) Extend(c *fiber.Ctx, now time.Time) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	stored, err := s.store.Get(c)
	if err != nil || stored.Fresh() {
		return err
	}
	stored.Set(sessionExtended, now.Unix())
	defer s.cache.forget(c.Cookies(Cookie))
	return stored.Save()
}

// End ends the request's session and takes its cookie back.
func (s *Sessions) End(c *fiber.Ctx) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	defer s.cache.forget(c.Cookies(Cookie))
	stored, err := s.store.Get(c)
	if err != nil {
		return err
	}
	return stored.Destroy()
}

// forget deletes the session that the request's cookie names, and the cookie
// from the request.
func (s *Sessions) forget(c *fiber.Ctx) error {
	id := c.Cookies(Cookie)
	if id == "" {
		return nil
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	c.Request().Header.DelCookie(Cookie)
	defer s.cache.forget(id)
	return s.Storage.Delete(id)
}

// Forget drops what is remembered of a session that has ended or changed in the
// storage.
func (s *Sessions) Forget(id string) { s.cache.forget(id) }

// Ended counts the sessions that have ended here: while it stays the same, what
// was found holds.
func (s *Sessions) Ended() uint64 { return s.cache.ended.Load() }

// HashSessionID stands for a session's id wherever it is stored.
func HashSessionID(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:])
}
