package legacy

import (
	"cmp"

	"minimost/chat"
)

// pin is one that is to be added.
type pin struct {
	to *message
	by string
	ts chat.Stamp
}

// notePins reads the pins and stamps the messages that have one: readers look for
// those of such messages alone.
func (m *mover) notePins() error {
	return m.folder.messages.rows("pins", m.latest, "message_id pinned_by pinned_ts", asWritten, func(r row) error {
		msg, by := m.byID[r.whole("message_id")], r.text("pinned_by")
		switch {
		case msg == nil || by == "":
			m.report.LeftOut.add(1, leftPins)
			return nil
		case msg.earlier:
			return m.comparePin(msg)
		case msg.reactions == 0:
			msg.reactions = msg.newest()
		}
		m.pins = append(m.pins, pin{msg, m.person(by), cmp.Or(r.stamp("pinned_ts"), msg.ts)})
		return nil
	})
}

// comparePin says where a pin of a message that an earlier move took is not here: it
// was set there since, or taken back here.
func (m *mover) comparePin(msg *message) error {
	there := msg.id == 0 || msg.gone
	if !there {
		var err error
		if there, err = m.target.HasPin(msg.id); err != nil {
			return err
		}
	}
	if there {
		m.report.moved(false, tookPins)
	} else {
		m.report.LeftOut.add(1, leftLaterPins)
	}
	return nil
}

// movePins adds what notePins found, but to messages that cannot be pinned.
func (m *mover) movePins() error {
	for _, p := range m.pins {
		added, err := m.target.AddPin(p.to.id, p.by, p.ts)
		if err != nil {
			return err
		}
		if added {
			m.report.moved(true, tookPins)
		} else {
			m.report.LeftOut.add(1, leftPins)
		}
	}
	return nil
}
