package chat

// MaxHooks is how many webhooks somebody has at most.
const MaxHooks = 50

// Hook is an incoming webhook: whoever knows its address posts to its channel, as
// its bot and by the rights of its maker. A store keeps the hash of the address.
type Hook struct {
	ID      int64
	Channel string
	Maker   string
	Bot     string
	// Mentions says that the names in its texts count as mentions.
	Mentions   bool
	CreatedTS  Stamp
	LastUsedTS Stamp // none: never; at most TokenUseEvery old while it is used
}

// ErrNoHook is the one answer for a webhook that does not exist, that has ended
// and for somebody else's.
var ErrNoHook = Errorf(NotFound, "There is no such webhook.")

// CheckHookChannel is Invalid for a channel that no webhook posts to: a
// conversation is between those who are in it.
func CheckHookChannel(c Channel) error {
	if c.Kind == Direct {
		return Errorf(Invalid, "A webhook posts to a channel, not to a conversation.")
	}
	return nil
}

// CheckNewHook is Conflict where somebody has as many webhooks as they may.
func CheckNewHook(has []Hook) error {
	if len(has) >= MaxHooks {
		return Errorf(Conflict, "You have %d webhooks already, which is as many as there may be.", MaxHooks)
	}
	return nil
}
