package chat

// Moderator is what someone is in a channel who may delete the messages of
// others there.
type Moderator string

// The moderators. Nobody moderates a conversation.
const (
	NoModerator Moderator = ""
	// ByOwner is the owner of a private channel.
	ByOwner Moderator = "owner"
	// ByAdministrator is an administrator of the server in a public channel.
	ByAdministrator Moderator = "administrator"
)

// ModeratorOf is what a user is in a channel that they have access to: owner is
// that of a private one.
func ModeratorOf(user User, channel Channel, owner string) Moderator {
	switch {
	case channel.Kind == Private && owner == user.Username:
		return ByOwner
	case channel.Kind == Public && user.Administrator:
		return ByAdministrator
	}
	return NoModerator
}

// CheckDelete says whether user may delete m, of a channel in which they are a
// moderator or none.
func CheckDelete(m Message, user string, as Moderator) error {
	if as != NoModerator && m.ContentType != ContentSystem && m.Sender != user {
		if m.Deleted {
			return ErrDeleted
		}
		return nil
	}
	return CheckSender(m, user)
}
