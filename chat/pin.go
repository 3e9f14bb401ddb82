package chat

// MaxPins is how many messages of a channel are pinned at most.
const MaxPins = 200

// Pin is a message that is kept at hand for everybody in its channel.
type Pin struct {
	MessageID int64
	TS        Stamp // the message's
	PinnedBy  string
	PinnedTS  Stamp // by the clock
}

// ErrTooManyPins is for one more than MaxPins.
var ErrTooManyPins = Errorf(Conflict, "%d messages are pinned here, which is as many as can be. Unpin one first.", MaxPins)

// CheckPin is ErrNoMessage for what cannot be pinned.
func CheckPin(m Message) error {
	if m.Deleted || m.ContentType == ContentSystem {
		return ErrNoMessage
	}
	return nil
}

// TopicPins is which messages of a channel are pinned.
func TopicPins(channel string) Topic { return Topic("pins " + channel) }
