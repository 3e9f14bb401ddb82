package legacy

import "minimost/chat"

// Target is where the data goes. All of it happens in one transaction, which
// the caller commits. The methods that report whether something was added leave
// alone what is there already.
type Target interface {
	// Accounts lists the accounts there are.
	Accounts() ([]string, error)
	// TakenMessages calls each for every message that earlier imports took, with
	// its number and time here; one that is gone since has no time.
	TakenMessages(each func(from chat.Origin, id int64, ts chat.Stamp)) error
	// TakenChannels are the private channels that earlier imports took, and those
	// that came in with the original's own presence.db, with their numbers here.
	TakenChannels() (map[chat.Origin]int64, error)
	// Highest returns the highest numbers that a message and a private channel
	// ever had.
	Highest() (message, channel int64, err error)
	// Stamps are the times of a channel's messages, and the newest change of any.
	Stamps(channel string) (taken map[chat.Stamp]bool, changed chat.Stamp, err error)

	// AddAccount adds an account; one without a hash has no password.
	AddAccount(chat.User) error
	// AddPrivateChannel adds a private channel with its members; archived is when
	// it went out of use, or none.
	AddPrivateChannel(c chat.PrivateChannel, archived chat.Stamp, from chat.Origin) error
	// AddMessage adds a message that changed last at changed.
	AddMessage(m chat.Message, changed chat.Stamp, from chat.Origin) error
	AddReaction(channel string, ts chat.Stamp, emoji, reactor string, reacted chat.Stamp) (added bool, err error)
	// DropReaction removes a reaction that the original's own presence.db brought
	// here under the emoji's name.
	DropReaction(channel string, ts chat.Stamp, name, reactor string) error
	AddReceipt(channel string, ts chat.Stamp, reader string) (added bool, err error)
	// AddLastRead moves what someone has read forward.
	AddLastRead(user, channel string, ts chat.Stamp) (added bool, err error)
	AddHidden(user, channel string, ts chat.Stamp) (added bool, err error)
}
