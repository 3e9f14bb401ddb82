package chat

import "time"

const (
	// MaxAdded is to how many private channels one person can add another within
	// AddedWithin, as far as that one is still a member.
	MaxAdded = 10
	// AddedWithin is the time that MaxAdded counts in.
	AddedWithin = 24 * time.Hour
)

// Declined is a private channel that its former member does not want to be added to.
type Declined struct {
	ID   int64
	Name string // as it was called then
	TS   Stamp
}

// CheckAdded is Conflict where one person has added another to too many channels.
func CheckAdded(added int, username string) error {
	if added >= MaxAdded {
		return Errorf(Conflict, "You have added %s to %d channels within a day. Let somebody else add them, or do it tomorrow.", username, MaxAdded)
	}
	return nil
}

// ErrDeclined is for adding somebody to a channel that they have declined.
func ErrDeclined(username string) error {
	return Errorf(Conflict, "%s does not want to be added to this channel again.", username)
}

// ErrNotDeclined is for taking back what was not declined.
var ErrNotDeclined = Errorf(Forbidden, "You have declined no such channel.")
