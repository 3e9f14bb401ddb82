package chat

// MaxBlocks is how many people somebody can block.
const MaxBlocks = 500

// Block keeps one person away from another: no direct message of theirs shows, no
// mention, their messages in shared channels are folded, and the blocker looks
// offline to them. It holds for their bots and what these post. Nothing tells them.
type Block struct {
	Blocker, Blocked string
	SinceTS          Stamp
	// Owner is who is blocked by name where Blocked is a bot of theirs; else "".
	Owner string
}

// Errors of blocking.
var (
	ErrBlockSelf     = Errorf(Invalid, "You cannot block yourself.")
	ErrTooManyBlocks = Errorf(Conflict, "You have blocked %d people; unblock somebody first.", MaxBlocks)
)

// ErrYouBlock is the answer to a direct message to somebody whom its sender has
// blocked.
func ErrYouBlock(name string) error {
	return Errorf(Forbidden, "You have blocked %s. Unblock them to write to each other.", name)
}

// Partner is the other person of a conversation of two, "" for any other channel.
func (c Channel) Partner(user string) string {
	if c.Kind != Direct || len(c.Participants) != 2 {
		return ""
	}
	for _, name := range c.Participants {
		if name != user {
			return name
		}
	}
	return ""
}
