package legacy

import "minimost/chat"

// Target is where the data goes. All of it happens in one transaction, which
// the caller commits. The methods that report whether something was added leave
// alone what is there already.
type Target interface {
	taken
	foreign
	privateChannels

	// Highest returns the highest numbers that a message and a private channel
	// ever had.
	Highest() (message, channel int64, err error)
	// Stamps are the times of a channel's messages, and the newest change of any.
	Stamps(channel string) (taken map[chat.Stamp]bool, changed chat.Stamp, err error)

	// AddAccount adds an account; one without a hash has no password.
	AddAccount(chat.User) error
	// AddMessage adds a message that changed last at changed.
	AddMessage(m chat.Message, changed chat.Stamp, from chat.Origin) error
	// ReviseMessage makes an edit or a deletion of a message that is there: m has
	// its number, the new content and stamps; what has none stays.
	ReviseMessage(m chat.Message, changed chat.Stamp) error
	// AttachFile gives a file that was taken to a message.
	AttachFile(file, message int64) error
	// AddPicture gives a picture to somebody who has never had one.
	AddPicture(username string, p chat.Picture) (added bool, err error)
	HasReaction(channel string, ts chat.Stamp, emoji, reactor string) (bool, error)
	AddReaction(channel string, ts chat.Stamp, emoji, reactor string, reacted chat.Stamp) (added bool, err error)
	HasPin(message int64) (bool, error)
	// AddPin pins a message, unless it is deleted, the system's or pinned.
	AddPin(message int64, by string, pinned chat.Stamp) (added bool, err error)
	// SetMentions has a message mention those of the names that are accounts of others
	// with access to its channel, n of them.
	SetMentions(message int64, names []string) (n int, err error)
	AddReceipt(channel string, ts chat.Stamp, reader string) (added bool, err error)
	// AddLastRead moves what someone has read forward.
	AddLastRead(user, channel string, ts chat.Stamp) (added bool, err error)
	AddHidden(user, channel string, ts chat.Stamp) (added bool, err error)
}

// taken is what there is already.
type taken interface {
	// Accounts lists the accounts there are, with their hashes and settings.
	Accounts() ([]chat.User, error)
	// RemovedAccounts calls each for every name that was removed here, with the
	// number under which it is shown and whether its messages went too.
	RemovedAccounts(each func(name string, number int64, messagesGone bool)) error
	// NotedAccounts are those that the last import found, with the digests of
	// their password hashes there.
	NotedAccounts() (map[string]string, error)
	NoteAccount(username, digest string) error
	// TakenMessages calls each for every message that earlier imports took, with
	// its number, stamps, as many Files as it carries and whether it is deleted here; one
	// that is gone since has no TS.
	TakenMessages(each func(from chat.Origin, here chat.Message)) error
	// TakenChannels are the private channels that earlier imports took, and those
	// that came in with the original's own presence.db, with their numbers here.
	TakenChannels() (map[chat.Origin]int64, error)
}

// foreign is what came in with the original's own presence.db.
type foreign interface {
	// RewriteReactions gives reactions that other programs wrote another emoji
	// and reactor; what rewrite returns as it was stays.
	RewriteReactions(rewrite func(emoji, reactor string) (string, string)) error
	// RenameReaders gives the readers of receipts other names.
	RenameReaders(rename func(reader string) string) error
}

type privateChannels interface {
	// AddPrivateChannel adds a private channel with its members; archived is when
	// it went out of use, or none.
	AddPrivateChannel(c chat.PrivateChannel, archived chat.Stamp, from chat.Origin) error
	// PrivateChannel is one as it is; found is false where it is archived or gone.
	PrivateChannel(id int64) (c chat.PrivateChannel, found bool, err error)
	// FormerMembers are those who left, with what they saw from.
	FormerMembers(channel int64) (map[string]chat.Stamp, error)
	// NotedMembers are those that the last import found; nil where none did.
	NotedMembers(channel int64) ([]string, error)
	NoteMembers(channel int64, names []string) error
	AddMember(channel int64, m chat.Member) error
	RemoveMember(channel int64, m chat.Member, left chat.Stamp) error
	// SetOwner puts a member on record as owner.
	SetOwner(channel int64, owner string) error
	// SetCreator changes who is on record as creator.
	SetCreator(channel int64, name string) error
	Archive(channel int64, archived chat.Stamp) error
}
