package chat

import (
	"math"
	"slices"
)

// Receipt says that a reader has read a message.
type Receipt struct {
	Reader string
	ReadTS Stamp // none where another program wrote the receipt
}

// Access is what someone may see of a channel, and from when it counts as
// theirs.
type Access struct {
	Channel      Channel
	Name         string // of a public channel, which may be another than its identifier
	HistoryStart Stamp  // first visible stamp; none: from the beginning
	JoinedTS     Stamp  // of private channels, and of public ones that were joined
	CreatedTS    Stamp  // of the account
	// Left says that a public channel can be read and no more: they are not in it.
	Left bool
	// Archived says so of a public channel that nobody writes in any more, and Manages that
	// they may bring it back, or archive it.
	Archived, Manages bool
}

// Sees reports whether a message with stamp ts is visible.
func (a Access) Sees(ts Stamp) bool { return ts >= a.HistoryStart }

// UnreadFloor is the stamp after which messages of others count as unread:
// what was read, and what was there before the person was, does not.
func (a Access) UnreadFloor(lastRead Stamp) Stamp {
	if !a.Closed().CountsUnread() {
		return math.MaxFloat64
	}
	return max(lastRead, a.HistoryStart, a.JoinedTS, a.CreatedTS)
}

// CountsAsUnread reports whether m is one that the reader could have unread.
func (m *Message) CountsAsUnread(reader string, floor Stamp) bool {
	return m.TS > floor && m.Sender != reader && !m.Deleted && m.ContentType != ContentSystem
}

// ErrNothingUnread refuses to mark something as unread that would not count.
var ErrNothingUnread = Errorf(Conflict, "Nothing from there on counts as unread: your own messages never do, nor what was there before you.")

// HoldsUnread reports whether a channel that was marked as unread stays so though a
// page shows it to its reader: until it was opened anew, that is, opened while it
// was marked so. marked and opened are when it is and was marked, 0 for not.
func HoldsUnread(marked, opened Stamp) bool { return marked != 0 && marked != opened }

// LeavesReceipt reports whether reading leaves a public trace: not for those
// who share no receipts, nor while they chose to appear offline.
func LeavesReceipt(s Settings, invisible bool) bool {
	return s.ShareReceipts && !invisible
}

// ShowsTyping reports whether typing is shown to others.
func ShowsTyping(s Settings, invisible bool) bool {
	return s.ShareTyping && !invisible
}

// MaxRollCall is the size of the largest channel in which is told who has not
// read a message yet. Public channels tell it never.
const MaxRollCall = 20

// AwaitedFrom reports whether a member, who has that account, is still to read
// m: they would have it unread, would leave a receipt, and left none. Nobody
// awaits one from those who do not share receipts, or whose account is a bot's or out of use.
func (m Message) AwaitedFrom(account User, member Member, receipts []Receipt) bool {
	access := Access{HistoryStart: member.HistoryStart, JoinedTS: member.JoinedTS, CreatedTS: account.CreatedTS}
	return account.Settings.ShareReceipts && !account.IsBot() && account.Deactivated == 0 &&
		access.Sees(m.TS) && m.CountsAsUnread(member.Username, access.UnreadFloor(0)) &&
		!slices.ContainsFunc(receipts, func(r Receipt) bool { return r.Reader == member.Username })
}

// TopicReceipts is who has read what of a channel.
func TopicReceipts(channel string) Topic { return Topic("receipts " + channel) }
