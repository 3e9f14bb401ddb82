package chat

// PublicChannel is a public channel as somebody finds it among all of them.
type PublicChannel struct {
	Channel string // identifier, which stays when it is renamed
	Name    string
	About   About
	Members int
	Joined  bool // whether they are in it
	// Archived says that it is read and no more.
	Archived bool
}

var (
	// ErrArchived is for who would change something in an archived channel.
	ErrArchived = Errorf(Conflict, "This channel is archived: it can be read, and nobody writes here.")
	// ErrNotChannelManager is for who may not rename or archive a public channel.
	ErrNotChannelManager = Errorf(Forbidden, "Only who made this channel, and administrators, can rename it, archive it or bring it back.")
	// ErrLastPublic is for archiving the only public channel in use.
	ErrLastPublic = Errorf(Conflict, "This is the only public channel. Make another one first.")
)

// ErrNameTaken is for a name or identifier of another public channel.
func ErrNameTaken(name string) error {
	return Errorf(Conflict, "There is a channel %s already.", name)
}

// ErrNotJoined is for who would write in a public channel that they are not in.
var ErrNotJoined = Errorf(Conflict, "You are not in this channel. Join it to write here.")

// ParsePublicName reads the name of a new public channel. It is Invalid for anything
// but 1 to 80 of a-z, 0-9, _ and -.
func ParsePublicName(raw string) (string, error) {
	names, err := ParsePublicNames([]string{raw})
	if err != nil {
		return "", Errorf(Invalid, "The name of a public channel is 1 to 80 of a-z, 0-9, _ and -.")
	}
	return names[0], nil
}
