package legacy

import (
	"encoding/json"
	"slices"
)

// moveMentions stores whom the messages mention that are new or were edited since. It
// comes after the accounts, for who has none is mentioned no more.
func (m *mover) moveMentions() error {
	return m.folder.messages.rows("messages", m.latest, "id mentions", m.byNumber(), func(r row) error {
		msg, list := m.byID[r.whole("id")], r.text("mentions")
		if msg == nil || msg.gone || slices.Contains([]string{"", "[]", "{}", "null"}, list) {
			return nil
		}
		var names []string
		if json.Unmarshal([]byte(list), &names) != nil {
			m.report.LeftOut.add(1, leftMentions)
			return nil //nolint:nilerr // it is counted, and the rest goes on
		}
		if msg.earlier && !msg.revised {
			for range names {
				m.report.moved(false, tookMentions)
			}
			return nil
		}
		return m.mention(msg, names)
	})
}

func (m *mover) mention(msg *message, names []string) error {
	people := make([]string, len(names))
	for i, name := range names {
		people[i] = m.person(name)
	}
	taken, err := m.target.SetMentions(msg.id, people)
	for range taken {
		m.report.moved(true, tookMentions)
	}
	m.report.LeftOut.add(len(names)-taken, leftMentions)
	return err
}
