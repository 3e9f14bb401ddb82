package legacy

import (
	"cmp"
	"slices"

	"minimost/chat"
)

// membership is a private channel that was there before the move, with what is
// known of who belongs to it.
type membership struct {
	here   chat.PrivateChannel
	there  []chat.Member         // in the folder
	before []string              // there, at the last move; nil where that was not noted
	former map[string]chat.Stamp // left here, with what they saw from
}

// bringMembers makes of the members here what changed in the original since the
// last move: who left there is out, who was added there is in, and who came or
// went here alone stays so.
func (m *mover) bringMembers(channel int64, there []chat.Member) error {
	c, found, err := m.target.PrivateChannel(channel)
	if err != nil || !found {
		return err
	}
	s := membership{here: c, there: there}
	if s.before, err = m.target.NotedMembers(channel); err != nil {
		return err
	}
	if s.former, err = m.target.FormerMembers(channel); err != nil {
		return err
	}
	left, joined := s.left(m.hadAccount), s.joined()
	if err := m.settleOwner(c, left, joined); err != nil {
		return err
	}
	for _, member := range left {
		if err := m.target.RemoveMember(channel, member, m.end()); err != nil {
			return err
		}
		m.report.Taken.add(1, tookLeft, printable(member.Username))
	}
	for _, member := range joined {
		if err := m.target.AddMember(channel, member); err != nil {
			return err
		}
		m.report.Taken.add(1, tookMembers)
	}
	return nil
}

// left are the members here who left in the original. Where it was not noted who
// was in, they are those whom it had an account for, or nobody has one for.
func (s membership) left(hadAccount func(string) bool) (left []chat.Member) {
	for _, member := range s.here.Members {
		was := hadAccount(member.Username)
		if s.before != nil {
			was = slices.Contains(s.before, member.Username)
		}
		if was && !hasMember(s.there, member.Username) {
			left = append(left, member)
		}
	}
	return left
}

// joined are the members in the original who were added there. Who left here
// since the last move does not come back by it.
func (s membership) joined() (joined []chat.Member) {
	for _, member := range s.there {
		start, isFormer := s.former[member.Username]
		was := isFormer
		if s.before != nil {
			was = slices.Contains(s.before, member.Username)
		}
		if was || hasMember(s.here.Members, member.Username) {
			continue
		}
		if isFormer {
			member.HistoryStart = min(member.HistoryStart, start)
		}
		member.JoinedTS = cmp.Or(member.JoinedTS, s.here.CreatedTS)
		member.Role = chat.RoleMember
		joined = append(joined, member)
	}
	return joined
}

func hasMember(members []chat.Member, name string) bool {
	return slices.ContainsFunc(members, func(m chat.Member) bool { return m.Username == name })
}

// hadAccount reports whether the original knows that name as someone's, or no
// account of that name is here either.
func (m *mover) hadAccount(name string) bool {
	_, here := m.here[name]
	return m.people[name] || !here
}

// settleOwner puts on record who owns a channel once these members have left and
// joined, so that the name of a creator who is gone says nothing any more.
func (m *mover) settleOwner(c chat.PrivateChannel, left, joined []chat.Member) error {
	owner := c.Owner()
	stays := slices.DeleteFunc(slices.Concat(c.Members, joined), func(member chat.Member) bool {
		return hasMember(left, member.Username)
	})
	if len(stays) == 0 {
		return m.target.Archive(c.ID, m.end())
	}
	if hasMember(left, owner) || owner == "" {
		owner = chat.PrivateChannel{Members: stays}.Owner()
	}
	for i := range joined {
		if joined[i].Username == owner {
			joined[i].Role = chat.RoleOwner
		}
	}
	if to := m.owner(c.CreatedBy); to != c.CreatedBy {
		if err := m.target.SetCreator(c.ID, to); err != nil {
			return err
		}
	}
	return m.target.SetOwner(c.ID, owner)
}
