package legacy

import (
	"cmp"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"minimost/chat"
)

const (
	maxContentBytes = 1 << 20 // what a request can carry
	maxSenderBytes  = 128
)

// readMessages notes each message that can be taken, by its keys alone: their
// texts may be more than fits into memory.
func (m *mover) readMessages() error {
	at := 0
	const columns = "id channel sender ts edited edited_ts deleted deleted_ts reactions_ts expires_ts filename content"
	err := m.folder.messages.rows("messages", m.latest, columns, m.byNumber(), func(r row) error {
		at++
		if why := m.unfit(r); why != "" {
			m.report.LeftOut.add(1, why, leftName(why, r))
			return nil
		}
		line := m.timeline(m.channel(r.text("channel")))
		msg := &message{
			row: at, from: chat.Origin{ID: r.whole("id"), TS: r.stamp("ts")}, sender: m.intern(r.text("sender")),
			line: line, reactions: r.stamp("reactions_ts"),
		}
		if r.flag("edited") {
			msg.edited = r.stamp("edited_ts")
		}
		if r.flag("deleted") {
			msg.gone, msg.deleted = true, r.stamp("deleted_ts")
		}
		m.heardOf(msg.sender, msg.from.TS)
		m.newest = max(m.newest, msg.from.TS)
		line.messages = append(line.messages, msg)
		m.byID[msg.from.ID] = msg
		return nil
	})
	m.total = len(m.byID)
	return err
}

// byNumber is an order in which the messages come alike each time they are read,
// also where a file without keys holds a number twice.
func (m *mover) byNumber() string {
	if m.folder.messages.has("messages", "rowid") {
		return "ORDER BY id, rowid"
	}
	return "ORDER BY id"
}

// intern keeps one copy of a name that many messages have.
func (m *mover) intern(name string) string {
	kept, ok := m.names[name]
	if !ok {
		m.names[name], kept = name, name
	}
	return kept
}

// unfit says why a message cannot be taken, "" for one that can.
func (m *mover) unfit(r row) string {
	sender := r.text("sender")
	switch id := r.whole("id"); {
	case id == 0 || m.byID[id] != nil:
		return leftMessages
	case r.stamp("expires_ts") > 0 || r.whole("expires_ts") > 0:
		return leftExpiring
	case m.removed[strings.ToLower(sender)].messagesGone:
		return leftOfRemoved
	case r.text("channel") == "" || m.channel(r.text("channel")) == "":
		return leftNoChannel
	case r.stamp("ts") == 0 || sender == "" || len(sender) > maxSenderBytes || r.size("content") > maxContentBytes:
		return leftMessages
	case r.size("content") == 0 && r.text("filename") == "" && !r.flag("deleted"):
		return leftMessages
	}
	return ""
}

func leftName(why string, r row) string {
	if why == leftNoChannel {
		return printable(r.text("channel"))
	}
	return printable("id " + r.content("id"))
}

func (m *mover) timeline(channel string) *timeline {
	line, ok := m.timelines[channel]
	if !ok {
		line = &timeline{channel: channel}
		m.timelines[channel] = line
		if isKind(channel, chat.Public) {
			m.report.public[channel] = true
		}
	}
	return line
}

// placeMessages gives the messages their numbers and times here.
func (m *mover) placeMessages() error {
	if err := m.markEarlier(); err != nil {
		return err
	}
	highest, _, err := m.target.Highest()
	if err != nil {
		return err
	}
	m.number(highest)
	for _, line := range m.timelines {
		taken, _, err := m.target.Stamps(line.channel)
		if err != nil {
			return err
		}
		line.sort()
		m.report.Changed.add(line.place(taken), changedTimes)
	}
	return nil
}

// markEarlier notes which messages an earlier move took, and which of them were
// edited or deleted in the original since. Of two edits the later stays.
func (m *mover) markEarlier() error {
	return m.target.TakenMessages(func(from chat.Origin, here chat.Message) {
		msg := m.byID[from.ID]
		if msg == nil || msg.from != from {
			return
		}
		m.again = true
		msg.earlier, msg.id, msg.ts, msg.reactions = true, here.ID, here.TS, here.ReactionsTS
		if here.TS == 0 {
			msg.id, msg.ts = 0, from.TS // gone since
		}
		msg.withFiles = here.Deleted || len(here.Files) > 0
		msg.revised = here.TS != 0 && !here.Deleted && (msg.gone || msg.edited > here.EditedTS)
		m.report.moved(false, tookMessages)
	})
}

// number keeps the messages' own numbers where no others have been.
func (m *mover) number(highest int64) {
	ids := slices.Sorted(maps.Keys(m.byID))
	keep := highest == 0 && (len(ids) == 0 || ids[0] >= 1 && ids[len(ids)-1] <= maxNumber)
	for _, id := range ids {
		msg := m.byID[id]
		switch {
		case msg.earlier:
		case keep:
			msg.id = id
		default:
			highest++
			msg.id = highest
		}
	}
}

// moveMessages reads the messages again, whole, and adds those that are new.
func (m *mover) moveMessages() error {
	for _, line := range m.timelines {
		_, seen, err := m.target.Stamps(line.channel)
		if err != nil {
			return err
		}
		line.date(seen)
	}
	at := 0
	const columns = "id sender content content_type filename edited deleted reply_to_id"
	return m.folder.messages.rows("messages", m.latest, columns, m.byNumber(), func(r row) error {
		at++
		msg := m.byID[r.whole("id")]
		if msg == nil || msg.row != at {
			return nil
		}
		if err := m.ctx.Err(); err != nil {
			return err
		}
		if msg.earlier {
			return errors.Join(m.revise(r, msg), m.takeMissing(r, msg))
		}
		m.step()
		return m.moveMessage(r, msg)
	})
}

func (m *mover) moveMessage(r row, msg *message) error {
	file, err := m.takeUpload(r, msg)
	if err != nil {
		return err
	}
	full := m.compose(r, msg, file != 0)
	m.countMessage(full)
	if err := m.target.AddMessage(full, msg.changed, msg.from); err != nil || file == 0 {
		return err
	}
	return m.target.AttachFile(file, full.ID)
}

// revise makes the edit or the deletion that an earlier move did not know.
func (m *mover) revise(r row, msg *message) error {
	if !msg.revised {
		return nil
	}
	full := chat.Message{
		ID: msg.id, Edited: msg.edited > 0, EditedTS: msg.edited, Deleted: msg.gone, ReactionsTS: msg.reactions,
	}
	what := tookEdits
	if msg.gone {
		full.DeletedTS = cmp.Or(msg.deleted, msg.changed)
		what = tookDeletions
	} else {
		full.Content = r.content("content")
	}
	m.report.Taken.add(1, what)
	return m.target.ReviseMessage(full, msg.changed)
}

func (m *mover) compose(r row, msg *message, withFile bool) chat.Message {
	full := chat.Message{
		ID: msg.id, Channel: msg.line.channel, Sender: m.person(r.text("sender")), Content: r.content("content"),
		ContentType: chat.ContentText, TS: msg.ts, SentTS: msg.from.TS, Edited: r.flag("edited"), EditedTS: msg.edited,
		Deleted: r.flag("deleted"), DeletedTS: msg.deleted, ReplyToID: m.reply(r, msg), ReactionsTS: msg.reactions,
	}
	if r.text("content_type") == chat.ContentSystem {
		full.ContentType = chat.ContentSystem
	}
	if full.Content == "" && !full.Deleted && !withFile {
		full.Content = "[" + fileName(r.text("filename")) + "]"
		m.report.Changed.add(1, changedEmpty)
	}
	return full
}

// storedPrefix is what the original puts before the name of a file that it keeps:
// a number of its own, 32 digits long, and a line.
var storedPrefix = regexp.MustCompile(`^[0-9a-fA-F]{32}_(.)`)

// fileName is the name that a file had where it came from.
func fileName(stored string) string { return storedPrefix.ReplaceAllString(stored, "$1") }

// reply is the number here of the message that this one answers.
func (m *mover) reply(r row, msg *message) int64 {
	to := r.whole("reply_to_id")
	if to == 0 {
		return 0
	}
	answered := m.byID[to]
	if answered == nil || answered.line != msg.line || answered.id == 0 {
		m.report.Changed.add(1, changedReplies)
		return 0
	}
	return answered.id
}

func (m *mover) countMessage(full chat.Message) {
	m.report.moved(true, tookMessages)
	for _, kind := range []struct {
		what string
		is   bool
	}{
		{tookSystem, full.ContentType == chat.ContentSystem}, {tookReplies, full.ReplyToID != 0},
		{tookEdited, full.Edited}, {tookDeleted, full.Deleted},
	} {
		if kind.is {
			m.report.Taken.add(1, kind.what)
		}
	}
}
