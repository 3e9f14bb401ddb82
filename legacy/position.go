package legacy

import (
	"cmp"
	"maps"
	"slices"

	"minimost/chat"
)

// moveLastRead adds how far people have read: as the original says, else up to
// their newest receipt.
func (m *mover) moveLastRead() error {
	err := m.folder.messages.rows("read_state", m.latest, "user channel last_read_ts", "ORDER BY user, channel", func(r row) error {
		user, channel, ts := r.text("user"), m.channel(r.text("channel")), r.stamp("last_read_ts")
		delete(m.read, position{user, channel})
		switch {
		case r.stamp("last_read_ts") == 0 && r.whole("last_read_ts") == 0 && channel != "" && m.isTaken(user):
			return nil // nothing read
		case !m.isTaken(user) || channel == "" || ts == 0:
			m.report.LeftOut.add(1, leftPositions)
			return nil
		}
		m.heardOf(user, ts)
		if err := m.addLastRead(user, channel, m.timelines[channel].through(ts)); err != nil {
			return err
		}
		return m.receiptsUpTo(ts, position{user, channel})
	})
	if err != nil {
		return err
	}
	byName := func(a, b position) int {
		return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.channel, b.channel))
	}
	for _, at := range slices.SortedFunc(maps.Keys(m.read), byName) {
		if !m.isTaken(at.person) {
			continue
		}
		if err := m.addLastRead(at.person, at.channel, m.read[at]); err != nil {
			return err
		}
	}
	return nil
}

func (m *mover) addLastRead(user, channel string, ts chat.Stamp) error {
	added, err := m.target.AddLastRead(user, channel, ts)
	m.report.moved(added, tookLastRead)
	return err
}

// receiptsUpTo leaves the receipts that reading up to a position leaves here: the
// original tells by the position alone who has read what.
func (m *mover) receiptsUpTo(ts chat.Stamp, at position) error {
	line := m.timelines[at.channel]
	floor, ok := m.floor(at)
	account, here := m.here[at.person]
	if line == nil || !ok || here && !account.Settings.ShareReceipts {
		return nil
	}
	for _, msg := range line.messages[:line.before(ts, true)] {
		if msg.sender == at.person || msg.gone || msg.id == 0 || msg.ts <= floor {
			continue
		}
		added, err := m.target.AddReceipt(at.channel, msg.ts, at.person)
		if err != nil {
			return err
		}
		if added || msg.earlier {
			m.report.moved(added, tookPositionReceipts)
		}
	}
	return m.ctx.Err()
}

// floor is the stamp after which messages of a channel can be unread to someone;
// ok is false for who is not in it.
func (m *mover) floor(at position) (floor chat.Stamp, ok bool) {
	channel, err := chat.ParseChannel(at.channel)
	switch {
	case err != nil:
		return 0, false
	case channel.Kind == chat.Direct:
		return 0, channel.Includes(at.person)
	case channel.Kind == chat.Private:
		floor, ok = m.floors[at]
		return floor, ok
	}
	return 0, true
}

// moveHidden adds which direct channels people have closed.
func (m *mover) moveHidden() error {
	return m.folder.messages.rows("dm_hidden", m.latest, "user channel hidden_ts", "ORDER BY user, channel", func(r row) error {
		user, channel, ts := r.text("user"), m.channel(r.text("channel")), r.stamp("hidden_ts")
		if !isKind(channel, chat.Direct) || !m.isTaken(user) || ts == 0 {
			m.report.LeftOut.add(1, leftHidden)
			return nil
		}
		added, err := m.target.AddHidden(user, channel, m.timelines[channel].through(ts))
		m.report.moved(added, tookHidden)
		return err
	})
}
