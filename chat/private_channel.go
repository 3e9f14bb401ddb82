package chat

import (
	"cmp"
	"slices"
)

// Roles of a private channel's members.
const (
	RoleOwner  = "owner"
	RoleMember = "member"
)

// MaxNamedMembers is how many members a new private channel can be given at once.
const MaxNamedMembers = 1_000

// CheckNamedMembers is Invalid for more names than MaxNamedMembers.
func CheckNamedMembers(names []string) error {
	if len(names) > MaxNamedMembers {
		return Errorf(Invalid, "At most 1,000 members can be named at once; these are %d.", len(names))
	}
	return nil
}

// Member is one member of a private channel.
type Member struct {
	Username     string
	Role         string // "" in rows of other programs
	JoinedTS     Stamp  // by the channel's clock
	JoinedAtTS   Stamp  // by the machine's; 0: JoinedTS
	HistoryStart Stamp  // none: sees it from the beginning
	AddedBy      string // "" where nobody else added them, or it is not known; it is written, not read
	// Deactivated says that the account is out of use.
	Deactivated bool
	// Bot says that it is a program's, which never owns a channel.
	Bot bool
}

// PrivateChannel is a private channel with its members.
type PrivateChannel struct {
	ID        int64
	Name      string
	CreatedBy string
	CreatedTS Stamp
	Members   []Member
}

// Parting is how a user lost a private channel last; the zero value where they were taken out of it, or it is not known.
type Parting struct {
	// Left says that they left it.
	Left bool
	// Archived is the name of a channel that was archived with them in it, and By who did that.
	Archived string
	By       string
}

// History is what someone who is added to a private channel sees of before.
type History string

// The history choices.
const (
	HistoryJoin History = "join" // from now on
	HistoryAll  History = "all"  // as far as the one who adds sees
)

// ParseHistory reads a history choice; "" is HistoryJoin.
func ParseHistory(s string) (History, error) {
	switch h := History(s); h {
	case "":
		return HistoryJoin, nil
	case HistoryJoin, HistoryAll:
		return h, nil
	}
	return "", Errorf(Invalid, `The history is "join" or "all".`)
}

// Member returns the member of that name.
func (c PrivateChannel) Member(name string) (Member, bool) {
	i := slices.IndexFunc(c.Members, func(m Member) bool { return m.Username == name })
	if i < 0 {
		return Member{}, false
	}
	return c.Members[i], true
}

// Owner is the member on record as owner, else the creator while a member,
// else the longest-standing member. It is "" without members.
func (c PrivateChannel) Owner() string {
	byStanding := c.byStanding()
	for _, m := range byStanding {
		if m.Role == RoleOwner {
			return m.Username
		}
	}
	if _, ok := c.Member(c.CreatedBy); ok {
		return c.CreatedBy
	}
	if len(byStanding) == 0 {
		return ""
	}
	return byStanding[0].Username
}

// RoleOf is RoleOwner for the owner and RoleMember for everyone else.
func (c PrivateChannel) RoleOf(name string) string {
	if name == c.Owner() {
		return RoleOwner
	}
	return RoleMember
}

// OwnerAfter is who owns the channel once leaver has left: the owner stays
// the same unless it was them, then it is the longest-standing of the others,
// those in use first, ties by name. It is "" when nobody is left.
func (c PrivateChannel) OwnerAfter(leaver string) string {
	owner := c.Owner()
	if owner != leaver {
		return owner
	}
	next := ""
	for _, m := range c.byStanding() {
		switch {
		case m.Username == leaver:
		case !m.Deactivated:
			return m.Username
		case next == "":
			next = m.Username
		}
	}
	return next
}

// CheckOwner is Forbidden for everyone but the owner.
func (c PrivateChannel) CheckOwner(user string) error {
	if c.Owner() != user {
		return Errorf(Forbidden, "Only the owner of the channel can do that.")
	}
	return nil
}

// HistoryStartFor is where the history of someone added at joined begins. A
// former member keeps what they saw before: formerStart is where that began,
// where former is true.
func HistoryStartFor(choice History, adder Member, joined Stamp, formerStart Stamp, former bool) Stamp {
	start := joined
	if choice == HistoryAll {
		start = adder.HistoryStart
	}
	if former {
		start = min(start, formerStart)
	}
	return start
}

// byStanding are the people among the members, those first who have been longest.
func (c PrivateChannel) byStanding() []Member {
	people := slices.DeleteFunc(slices.Clone(c.Members), func(m Member) bool { return m.Bot })
	return slices.SortedFunc(slices.Values(people), func(a, b Member) int {
		return cmp.Or(cmp.Compare(a.JoinedTS, b.JoinedTS), cmp.Compare(a.Username, b.Username))
	})
}

// TopicMembers is a private channel's name, members and whether it is in use.
func TopicMembers(channel string) Topic { return Topic("members " + channel) }
