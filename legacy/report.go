package legacy

import (
	"cmp"
	"slices"
	"strings"

	"minimost/chat"
)

// What a Report counts.
const (
	tookAccounts         = "accounts"
	tookMessages         = "messages"
	tookSystem           = "of them by the system"
	tookReplies          = "of them replies"
	tookEdited           = "of them edited"
	tookDeleted          = "of them deleted"
	tookReactions        = "reactions"
	tookPins             = "pins"
	tookMentions         = "mentions"
	tookReceipts         = "read receipts"
	tookPositionReceipts = "receipts of messages before read positions"
	tookLastRead         = "read positions"
	tookHidden           = "closed direct channels"
	tookPrivate          = "private channels"
	tookMembers          = "members of private channels"
	tookLeft             = "members who have left private channels since"
	tookFiles            = "files of messages"
	tookPictures         = "pictures of people"
	tookEdits            = "edits made since"
	tookDeletions        = "deletions made since"

	changedTimes    = "messages moved on by microseconds: two of a channel had one time"
	changedPassword = "accounts without a usable password, which need minimost reset-password"
	changedNames    = "public channels with a new name"
	changedPrivate  = "private channels with a new name"
	changedPeople   = "people without an account, marked as deleted"
	changedReplies  = "replies to messages that are not there, now plain messages"
	changedEmpty    = "messages with an attachment alone, which show its name"
	sharedAccounts  = "accounts that are there already and keep their password"

	leftOlder          = "files of an older version of the original"
	leftAttachments    = "attachments that are not there or cannot be kept"
	leftPins           = "pins of messages that are not there or cannot be pinned"
	leftLaterPins      = "pins set in the original since, or taken back here"
	leftMentions       = "mentions that cannot be read, or of nobody who could see them"
	leftColors         = "name colours"
	leftAvatars        = "avatars that are not there or cannot be shown"
	leftBios           = "bios"
	leftPasswords      = "passwords changed in the original since: the earlier ones go on"
	leftGone           = "accounts that the original no longer has, which go on here"
	leftEmoji          = "reactions with an unknown emoji"
	leftNames          = "accounts with an invalid username"
	leftTwins          = "accounts whose name differs from another's in case alone"
	leftRemoved        = "accounts that were removed here"
	leftOfRemoved      = "messages of accounts that were removed here with what they wrote"
	leftExpiring       = "messages that were to disappear"
	leftNoChannel      = "messages of a channel that cannot be"
	leftMessages       = "messages that fit no rule"
	leftReactions      = "reactions to messages that are not there"
	leftLaterReactions = "reactions given in the original since, or taken back here"
	leftReceipts       = "read receipts of messages that are not there"
	leftPositions      = "read positions that fit no rule"
	leftHidden         = "closed direct channels that fit no rule"
	leftPrivate        = "private channels that fit no rule"
	leftMembers        = "members of private channels without an account or a channel"
)

// order is that of a report's lines.
var order = []string{
	tookAccounts, sharedAccounts, tookPrivate, tookMembers, tookLeft, tookMessages, tookSystem, tookReplies, tookEdited, tookDeleted,
	tookEdits, tookDeletions, tookFiles, tookPictures,
	tookReactions, tookPins, tookMentions, tookReceipts, tookPositionReceipts, tookLastRead, tookHidden,
}

// maxExamples bounds what a Count names.
const maxExamples = 10

// Count is how many of something there were, and some of their names.
type Count struct {
	N     int
	What  string
	Names []string
}

// Counts are a part of a report.
type Counts []Count

func (c *Counts) add(n int, what string, names ...string) {
	if n == 0 {
		return
	}
	i := slices.IndexFunc(*c, func(count Count) bool { return count.What == what })
	if i < 0 {
		i = len(*c)
		*c = append(*c, Count{What: what})
	}
	count := &(*c)[i]
	count.N += n
	for _, name := range names {
		if len(count.Names) < maxExamples && !slices.Contains(count.Names, name) {
			count.Names = append(count.Names, name)
		}
	}
}

// sort puts what is in order first, and the rest as it was met.
func (c Counts) sort() {
	rank := func(count Count) int {
		if i := slices.Index(order, count.What); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(c, func(a, b Count) int { return cmp.Compare(rank(a), rank(b)) })
}

// Report says what became of what the folder holds.
type Report struct {
	Taken   Counts
	Changed Counts // taken, but not quite as it was
	Earlier Counts // there already
	LeftOut Counts
	// Channels are all public channels that are to be shown, the new ones last;
	// nil where those that are shown already will do.
	Channels []string
	// NewChannels are those among them that are not shown yet.
	NewChannels []string

	public map[string]bool
	said   map[string]bool // what once has counted
}

func newReport() *Report { return &Report{public: make(map[string]bool), said: make(map[string]bool)} }

// once counts a change to a name that comes up again and again.
func (r *Report) once(name, what string) {
	if key := what + "\x00" + name; !r.said[key] {
		r.said[key] = true
		r.Changed.add(1, what, printable(name))
	}
}

// moved counts something that was taken, or was there already.
func (r *Report) moved(added bool, what string) {
	if added {
		r.Taken.add(1, what)
		return
	}
	r.Earlier.add(1, what)
}

// finish sorts the report and looks for public channels with messages that are
// not shown.
func (r *Report) finish(shown []string) {
	r.Taken.sort()
	r.Earlier.sort()
	for name := range r.public {
		if !slices.Contains(shown, name) {
			r.NewChannels = append(r.NewChannels, name)
		}
	}
	slices.Sort(r.NewChannels)
	if len(r.NewChannels) > 0 {
		r.Channels = append(slices.Clone(shown), r.NewChannels...)
	}
}

// printable makes a name from a file fit for a terminal.
func printable(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > chat.MaxUsernameChars {
		name = string(runes[:chat.MaxUsernameChars]) + "…"
	}
	return name
}
