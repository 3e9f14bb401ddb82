package chat

// ErrNotAdministrator is what everybody else is told at the addresses of
// administrators: the same as where there is nothing.
var ErrNotAdministrator = Errorf(NotFound, "There is nothing at this address.")

// Person is an account as administrators see it.
type Person struct {
	Username      string
	CreatedTS     Stamp
	SeenTS        Stamp // when one of its sessions was last used; 0: none is left
	Administrator bool
	Deactivated   bool
	Bot           bool
}

// OwnerlessChannel is a private channel that nobody can look after, as administrators
// see it: they learn neither its name nor who is in it.
type OwnerlessChannel struct {
	ID      int64
	Members int
}

// ErrNotOwnerless is for a private channel that is somebody's, and for none at all.
var ErrNotOwnerless = Errorf(NotFound, "There is no such channel without an owner.")

// Usage is how much a server holds.
type Usage struct {
	Accounts        int64 // of people, in use
	Deactivated     int64
	Bots            int64
	Messages        int64 // deleted ones too, until they are removed
	PrivateChannels int64 // in use
	Sessions        int64
	DatabaseBytes   int64
	LogBytes        int64 // of the write-ahead log beside it
}
