package page

import (
	"minimost/chat"
	"minimost/views"
)

// listed are messages of any of the reader's channels as a list shows them. Those
// that the reader has lost since they were read are left out.
func (p *Pages) listed(reader Reader, messages []chat.Message) (rows []views.ListedMessage, err error) {
	seen, err := p.presences(reader)
	if err != nil {
		return nil, err
	}
	blocks, err := p.cache.Blocks(reader.Ctx, reader.User.Username, reader.Now)
	if err != nil {
		return nil, err
	}
	code := newCodeTime()
	for _, m := range messages {
		channel, err := chat.ParseChannel(m.Channel)
		if err != nil {
			return nil, err
		}
		room, err := p.Room(reader, channel)
		if chat.CodeOf(err) == chat.Forbidden {
			continue
		}
		if err != nil {
			return nil, err
		}
		_, blocked := blocks.Blocked[m.Sender]
		row := views.ListedMessage{
			ID: m.ID, Sender: avatar(seen, m.Sender), Where: room.Name, Icon: channelIcon(channel.Kind), Blocked: blocked,
			Sent: reader.local(m.SentTS.Time()), Body: p.markdownText(code, m.Content, markedNames(m.Mentions), reader.Now),
		}
		for _, f := range m.Files {
			row.Files = append(row.Files, f.Name)
		}
		rows = append(rows, row)
	}
	return rows, nil
}
