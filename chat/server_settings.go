package chat

// Permission says which accounts may do something.
type Permission string

// The permissions.
const (
	Members        Permission = "members"        // everyone who has an account
	Administrators Permission = "administrators" // administrators alone
)

// Permissions lists them.
var Permissions = []Permission{Members, Administrators}

// Allows reports whether an account may.
func (p Permission) Allows(u User) bool { return p == Members || u.Administrator }

// ParsePermission is Invalid for what is none.
func ParsePermission(raw string) (Permission, error) {
	for _, p := range Permissions {
		if raw == string(p) {
			return p, nil
		}
	}
	return "", Errorf(Invalid, "Choose members or administrators.")
}

// ServerSettings are what administrators set for everyone.
type ServerSettings struct {
	// Inviting is who makes invites.
	Inviting Permission
	// CreatingChannels is who makes channels.
	CreatingChannels Permission
}

// DefaultServerSettings are those of a server on which nobody has set anything.
var DefaultServerSettings = ServerSettings{Inviting: Administrators, CreatingChannels: Members}

// ErrNoChannelMaker is for whoever may not make channels.
var ErrNoChannelMaker = Errorf(Forbidden, "Only administrators make channels here. Ask one of them.")
