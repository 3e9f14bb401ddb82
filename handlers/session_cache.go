package handlers

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

// login is a session with its account, as both were at a change of the store.
type login struct {
	loginSession
	user    chat.User
	reading *rate.Limiter // what the account may still read; nil: all
	seq     uint64
	topic   chat.Topic // of the account
}

// logins remembers who the cookies of late requests belong to, so that a page
// that only asks whether something is new costs no look at the database. What
// is remembered holds until the account, or anything by another program,
// changes, or a session ends here.
type logins struct {
	changes cache.Changes
	known   *lru.Cache[string, *login]
	// ended counts the sessions that ended, so that one which was read before it
	// ended is not remembered after.
	ended atomic.Uint64
}

func newLogins(changes cache.Changes) *logins {
	known, err := lru.New[string, *login](rememberedLogins)
	if err != nil {
		panic(err) // the size is a positive constant
	}
	return &logins{changes: changes, known: known}
}

// find returns the remembered login of a session id, if it still holds.
func (l *logins) find(id string, now time.Time) (*login, bool) {
	found, ok := l.known.Get(id)
	if !ok || found.expired(now) || l.changes.Changed(found.seq, found.topic) {
		return nil, false
	}
	return found, true
}

// read calls look, which reads a login from the store, and remembers what it
// returns under id.
func (l *logins) read(id string, look func() (*login, error)) (*login, error) {
	ended, seq := l.ended.Load(), l.changes.Offset()
	found, err := look()
	if err != nil || found.user.Username == "" {
		return found, err
	}
	found.seq, found.topic = seq, chat.TopicAccount(found.user.Username)
	l.known.Add(id, found)
	if l.ended.Load() != ended {
		l.known.Remove(id)
	}
	return found, nil
}

// forget drops a session that has ended or changed in the storage.
func (l *logins) forget(id string) {
	l.ended.Add(1)
	l.known.Remove(id)
}
