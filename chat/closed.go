package chat

// Closed is why not everything can be done in a channel that somebody sees; the zero value where everything can.
type Closed string

// Ways in which a channel is closed.
const (
	// ClosedArchived is a public channel that nobody writes in any more.
	ClosedArchived Closed = "archived"
	// ClosedLeft is a public channel that they are not in.
	ClosedLeft Closed = "left"
	// ClosedRemoved is a conversation with an account that was removed.
	ClosedRemoved Closed = "removed"
	// ClosedBlocked is a conversation with somebody whom they have blocked.
	ClosedBlocked Closed = "blocked"
)

// Closed is how the channel is closed, whomever they have blocked.
func (a Access) Closed() Closed {
	switch {
	case a.Archived:
		return ClosedArchived
	case a.Left:
		return ClosedLeft
	case a.Channel.ReadOnly():
		return ClosedRemoved
	}
	return ""
}

// ClosedTo is how the channel is closed to a user who has blocked those of whom blocks says so.
func (a Access) ClosedTo(user string, blocks func(name string) bool) Closed {
	closed := a.Closed()
	if partner := a.Channel.Partner(user); closed == "" && partner != "" && blocks(partner) {
		closed = ClosedBlocked
	}
	return closed
}

// TakesMessages reports whether one can send messages, replies too, and pin.
func (c Closed) TakesMessages() bool { return c == "" }

// TakesChanges reports whether one can react, and edit what one has sent.
func (c Closed) TakesChanges() bool { return c != ClosedArchived && c != ClosedRemoved }

// CountsUnread reports whether anything in it counts as unread.
func (c Closed) CountsUnread() bool { return c != ClosedArchived && c != ClosedLeft }

// Refusal says why something cannot be done in the channel; nil where everything can. partner is whom ClosedBlocked is about.
func (c Closed) Refusal(partner string) error {
	switch c {
	case ClosedArchived:
		return ErrArchived
	case ClosedLeft:
		return ErrNotJoined
	case ClosedRemoved:
		return ErrReadOnly
	case ClosedBlocked:
		return ErrYouBlock(partner)
	}
	return nil
}

var (
	errUnreadLeft     = Errorf(Conflict, "You are not in this channel, so nothing here counts as unread. Join it to hear of what is new.")
	errUnreadArchived = Errorf(Conflict, "This channel is archived, so nothing here counts as unread.")
)

// UnreadRefusal says why nothing counts as unread, nil where it does.
func (c Closed) UnreadRefusal() error {
	switch c {
	case ClosedLeft:
		return errUnreadLeft
	case ClosedArchived:
		return errUnreadArchived
	}
	return nil
}
