package legacy

import "minimost/chat"

// reaction is one that is to be added.
type reaction struct {
	to             *message
	emoji, reactor string
}

// noteReactions reads the reactions, from where they are now and from where
// older versions kept them, and stamps the messages that have some: readers
// look for the reactions of those alone.
func (m *mover) noteReactions() error {
	err := m.folder.messages.rows("reactions", m.latest, "message_id emoji reactor", asWritten, func(r row) error {
		var to []*message
		if msg := m.byID[r.whole("message_id")]; msg != nil {
			to = append(to, msg)
		}
		return m.noteReaction(to, r)
	})
	if err != nil {
		return err
	}
	return m.folder.presence.rows("message_reactions", m.latest, "channel msg_ts emoji reactor", asWritten, func(r row) error {
		return m.noteReaction(m.timelines[m.channel(r.text("channel"))].at(r.stamp("msg_ts")), r)
	})
}

func (m *mover) noteReaction(to []*message, r row) error {
	reactor := r.text("reactor")
	if len(to) == 0 || reactor == "" {
		m.report.LeftOut.add(1, leftReactions)
		return nil
	}
	emoji, known := m.Emoji.Find(r.text("emoji"))
	if !known {
		m.report.LeftOut.add(1, leftEmoji, printable(r.content("emoji")))
		return nil
	}
	for _, msg := range to {
		if msg.earlier {
			if err := m.compareReaction(msg, emoji, m.person(reactor)); err != nil {
				return err
			}
			continue
		}
		if msg.reactions == 0 {
			msg.reactions = msg.newest()
		}
		m.reactions = append(m.reactions, reaction{msg, emoji, m.person(reactor)})
	}
	return nil
}

// compareReaction says where a reaction to a message that an earlier move took is
// not here: it was given there since, or taken back here.
func (m *mover) compareReaction(msg *message, emoji, reactor string) error {
	there := msg.id == 0 || msg.gone
	if !there {
		var err error
		if there, err = m.target.HasReaction(msg.line.channel, msg.ts, emoji, reactor); err != nil {
			return err
		}
	}
	if there {
		m.report.moved(false, tookReactions)
	} else {
		m.report.LeftOut.add(1, leftLaterReactions)
	}
	return nil
}

// moveReactions adds what noteReactions found. One found in both places counts
// once.
func (m *mover) moveReactions() error {
	seen := make(map[reaction]bool, len(m.reactions))
	for _, r := range m.reactions {
		if seen[r] {
			continue
		}
		seen[r] = true
		added, err := m.target.AddReaction(r.to.line.channel, r.to.ts, r.emoji, r.reactor, r.to.reactions)
		if err != nil {
			return err
		}
		m.report.moved(added, tookReactions)
	}
	return nil
}

// moveReceipts adds the read receipts of messages that are there.
func (m *mover) moveReceipts() error {
	return m.folder.presence.rows("read_receipts", m.latest, "channel msg_ts reader", asWritten, func(r row) error {
		line, reader, ts := m.timelines[m.channel(r.text("channel"))], r.text("reader"), r.stamp("msg_ts")
		read := line.at(ts)
		if len(read) == 0 || reader == "" {
			m.report.LeftOut.add(1, leftReceipts)
			return nil
		}
		if err := m.ctx.Err(); err != nil {
			return err
		}
		m.noteRead(reader, line.channel, line.through(ts))
		m.heardOf(reader, ts)
		for _, msg := range read {
			added, err := false, error(nil)
			if !msg.earlier {
				added, err = m.target.AddReceipt(line.channel, msg.ts, m.person(reader))
			}
			if err != nil {
				return err
			}
			m.report.moved(added, tookReceipts)
		}
		return nil
	})
}

// position is how far someone has read a channel.
type position struct{ person, channel string }

// noteRead remembers the newest receipt: older versions kept no read positions.
func (m *mover) noteRead(reader, channel string, ts chat.Stamp) {
	at := position{reader, channel}
	m.read[at] = max(m.read[at], ts)
}
