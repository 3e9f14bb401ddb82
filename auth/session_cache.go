package auth

import (
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"minimost/cache"
	"minimost/chat"
)

// rememberedLogins is how many logins are kept in memory, of about half a
// kilobyte each.
const rememberedLogins = 1 << 15

// Login is a session or a token with its account, as both were at a change of the
// store. Nobody's is the zero Login.
type Login struct {
	User    chat.User
	Session string        // the hash of the session's id; "" for a token
	Token   chat.Token    // its ID is 0 for a session
	Reads   *rate.Limiter // what the account may still read; nil: all

	extended time.Time
	used     atomic.Int64 // Unix seconds; when the use of the token was written down
	offset   uint64
	slots    []chat.Slot // of the topics of the account, and of a bot's owner
}

// Known reports whether the login is somebody's.
func (l *Login) Known() bool { return l.User.Username != "" }

// Stale reports whether it is time to extend the session.
func (l *Login) Stale(now time.Time) bool {
	return now.Sub(l.extended) >= SessionExtendEvery
}

func (l *Login) expired(now time.Time) bool {
	return now.Sub(l.extended) > SessionIdle
}

// loginCache remembers who the cookies of late requests belong to, so that a
// page that only asks whether something is new costs no look at the database.
// What is remembered holds until the account, or anything by another program,
// changes, or a session ends here. It is no cache.Map, which lets the requests of
// a key wait for one another: a session's storage knows no deadline.
type loginCache struct {
	changes cache.Changes
	logins  *lru.Cache[string, *Login]
	// ended counts the sessions that ended, here or on another server, so that one which
	// was read before it ended is not remembered after.
	ended atomic.Uint64
}

func newLoginCache(changes cache.Changes) *loginCache {
	logins, err := lru.New[string, *Login](rememberedLogins)
	if err != nil {
		panic(err) // the size is a positive constant
	}
	l := &loginCache{changes: changes, logins: logins}
	changes.Subscribe(func(uint64) { l.ended.Add(1) }, chat.TopicSessions)
	return l
}

// find returns the remembered login of a session id, if it still holds.
func (l *loginCache) find(id string, now time.Time) (*Login, bool) {
	found, ok := l.logins.Get(id)
	if !ok || found.expired(now) || l.changes.ChangedIn(found.offset, found.slots...) {
		return nil, false
	}
	return found, true
}

// load calls read, which reads a login from the store, and remembers what it
// returns under id.
func (l *loginCache) load(id string, read func() (*Login, error)) (*Login, error) {
	ended, offset := l.ended.Load(), l.changes.Offset()
	found, err := read()
	if err != nil || !found.Known() {
		return found, err
	}
	topics := []chat.Topic{chat.TopicAccount(found.User.Username)}
	if found.User.IsBot() {
		topics = append(topics, chat.TopicAccount(found.User.BotOwner))
	}
	if found.Session != "" {
		topics = append(topics, chat.TopicSession(found.Session))
	}
	found.offset, found.slots = offset, l.changes.Slots(topics...)
	l.logins.Add(id, found)
	if l.ended.Load() != ended {
		l.logins.Remove(id)
	}
	return found, nil
}

// forget drops a session that has ended or changed in the storage.
func (l *loginCache) forget(id string) {
	l.ended.Add(1)
	l.logins.Remove(id)
}
