package auth

import (
	"time"

	"golang.org/x/time/rate"

	"minimost/chat"
)

// Login is a session with its account, as both were at a change of the store.
// Nobody's is the zero Login.
type Login struct {
	User    chat.User
	Session string        // the hash of the session's id
	Reads   *rate.Limiter // what the account may still read; nil: all

	extended time.Time
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

func (l *Login) expires() chat.Stamp { return chat.StampOf(l.extended.Add(SessionIdle)) }
