package legacy

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"minimost/chat"
)

// maxNumber is the highest number of a row that is kept: JavaScript knows no
// greater whole numbers, and SQLite gives no number after its highest.
const maxNumber = 1<<53 - 1

// numberPrivateChannels gives each private channel its number here: its own
// where no other has been, else the next.
func (m *mover) numberPrivateChannels() error {
	sources, err := m.privateSources()
	if err != nil {
		return err
	}
	taken, err := m.target.TakenChannels()
	if err != nil {
		return err
	}
	_, next, err := m.target.Highest()
	if err != nil {
		return err
	}
	keep := next == 0 && !slices.ContainsFunc(sources, func(s chat.Origin) bool { return s.ID < 1 || s.ID > maxNumber })
	for _, from := range sources {
		number, ok := taken[from]
		switch {
		case ok:
			m.earlierPrivate[from] = true
		case keep:
			number = from.ID
		default:
			next++
			number = next
		}
		m.private[chat.PrivateChannelID(from.ID)] = chat.PrivateChannelID(number)
		m.privateNumber[from.ID] = number
	}
	return nil
}

func (m *mover) privateSources() (sources []chat.Origin, err error) {
	seen := make(map[int64]bool)
	err = m.folder.presence.rows("private_channels", m.latest, "id created_ts", "ORDER BY id", func(r row) error {
		if id := r.whole("id"); id != 0 && !seen[id] {
			seen[id] = true
			sources = append(sources, chat.Origin{ID: id, TS: r.stamp("created_ts")})
		}
		return nil
	})
	return sources, err
}

// movePrivateChannels adds the channels with their members.
func (m *mover) movePrivateChannels() error {
	members, err := m.readMembers()
	if err != nil {
		return err
	}
	done := make(map[int64]bool)
	const columns = "id name created_by created_ts"
	return m.folder.presence.rows("private_channels", m.latest, columns, "ORDER BY id", func(r row) error {
		from := chat.Origin{ID: r.whole("id"), TS: r.stamp("created_ts")}
		if from.ID == 0 || done[from.ID] {
			m.report.LeftOut.add(1, leftPrivate, printable(r.content("name")))
			return nil
		}
		done[from.ID] = true
		number := m.privateNumber[from.ID]
		if m.earlierPrivate[from] {
			m.report.moved(false, tookPrivate)
			if err := m.bringMembers(number, members[from.ID]); err != nil {
				return err
			}
			return m.target.NoteMembers(number, namesOf(members[from.ID]))
		}
		c := chat.PrivateChannel{
			ID: number, CreatedBy: m.person(r.text("created_by")), CreatedTS: from.TS, Members: members[from.ID],
		}
		c.Name = m.privateName(r.content("name"))
		if c.CreatedTS == 0 {
			c.CreatedTS = m.end()
		}
		return m.movePrivateChannel(c, from)
	})
}

func (m *mover) movePrivateChannel(c chat.PrivateChannel, from chat.Origin) error {
	for i, member := range c.Members {
		c.Members[i].JoinedTS = cmp.Or(member.JoinedTS, c.CreatedTS)
	}
	for i, owner := 0, c.Owner(); i < len(c.Members); i++ {
		c.Members[i].Role = chat.RoleMember
		if c.Members[i].Username == owner {
			c.Members[i].Role = chat.RoleOwner
		}
	}
	var archived chat.Stamp
	if len(c.Members) == 0 {
		archived = m.end() // as when the last member leaves
	}
	m.report.moved(true, tookPrivate)
	m.report.Taken.add(len(c.Members), tookMembers)
	if err := m.target.AddPrivateChannel(c, archived, from); err != nil {
		return err
	}
	return m.target.NoteMembers(c.ID, namesOf(c.Members))
}

func namesOf(members []chat.Member) (names []string) {
	for _, m := range members {
		names = append(names, m.Username)
	}
	return names
}

// privateName is the nearest name that a private channel can have.
func (m *mover) privateName(raw string) string {
	if name, err := chat.ParsePrivateName(raw); err == nil {
		return name
	}
	name := strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, raw))
	if runes := []rune(name); len(runes) > chat.MaxChannelNameChars {
		name = strings.TrimSpace(string(runes[:chat.MaxChannelNameChars]))
	}
	if _, err := chat.ParsePrivateName(name); err != nil {
		name = "unnamed"
	}
	m.report.Changed.add(1, changedPrivate, printable(name))
	return name
}

// readMembers returns the members of each channel that is new here. One without
// an account is none: whoever signed up with the name would be in.
func (m *mover) readMembers() (map[int64][]chat.Member, error) {
	members := make(map[int64][]chat.Member)
	const columns = "channel_id username joined_ts history_start_ts"
	err := m.folder.presence.rows("private_channel_members", m.latest, columns, "ORDER BY channel_id, joined_ts, username", func(r row) error {
		name, from := r.text("username"), r.whole("channel_id")
		number, ok := m.privateNumber[from]
		if !ok || !m.isTaken(name) || hasMember(members[from], name) {
			m.report.LeftOut.add(1, leftMembers, printable(name))
			return nil
		}
		line := m.timelines[chat.PrivateChannelID(number)]
		joined := r.stamp("joined_ts")
		m.heardOf(name, joined)
		member := chat.Member{
			Username: name, JoinedTS: line.through(joined), HistoryStart: line.from(r.stamp("history_start_ts")),
		}
		members[from] = append(members[from], member)
		access := chat.Access{HistoryStart: member.HistoryStart, JoinedTS: member.JoinedTS}
		m.floors[position{name, chat.PrivateChannelID(number)}] = access.UnreadFloor(0)
		return nil
	})
	return members, err
}
