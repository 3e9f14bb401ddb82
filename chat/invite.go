package chat

import (
	"cmp"
	"time"
)

// Limits of invites.
const (
	MaxInviteUses     = 1000
	MaxInviteDays     = 90
	MaxInviteChannels = 20
	// MaxOpenInvites is how many an account may have at a time.
	MaxOpenInvites = 100
	// SetupLasts is how long the first administrator may wait; each start makes a new link.
	SetupLasts = 7 * 24 * time.Hour
)

// Errors about invites.
var (
	ErrNoInvite  = Errorf(NotFound, "This invite is used up or is no longer valid. Ask for a new one.")
	ErrNoInviter = Errorf(Forbidden, "You may not invite people here. Ask an administrator.")
)

// Invite is a link by which people sign up.
type Invite struct {
	ID        int64
	MadeBy    string // account; "" is the server itself, at its first start
	MadeTS    Stamp
	ExpiresTS Stamp
	Uses      int
	MostUses  int
	// Administrator is for the first account of all.
	Administrator bool
	EndedTS       Stamp // 0: not ended before its time
	// Channels are the public and private channels that whoever uses it is in then.
	Channels []string
}

// Valid reports whether the invite can be used at now, whoever has made it.
func (i Invite) Valid(now time.Time) bool {
	return i.EndedTS == 0 && i.Uses < i.MostUses && StampOf(now) < i.ExpiresTS
}

// NewInvite is an invite as it is asked for.
type NewInvite struct {
	Days     int
	Uses     int
	Channels []string
}

// Check is Invalid with a sentence for what no invite can be.
func (n NewInvite) Check() error {
	err := cmp.Or(n.CheckDays(), n.CheckUses())
	if err == nil && len(n.Channels) > MaxInviteChannels {
		return Errorf(Invalid, "An invite leads to at most %d channels.", MaxInviteChannels)
	}
	return err
}

// CheckDays is Invalid where no invite lasts so long.
func (n NewInvite) CheckDays() error {
	if n.Days < 1 || n.Days > MaxInviteDays {
		return Errorf(Invalid, "An invite lasts 1 to %d days.", MaxInviteDays)
	}
	return nil
}

// CheckUses is Invalid where so many cannot use one.
func (n NewInvite) CheckUses() error {
	if n.Uses < 1 || n.Uses > MaxInviteUses {
		return Errorf(Invalid, "An invite can be used 1 to %d times.", MaxInviteUses)
	}
	return nil
}
