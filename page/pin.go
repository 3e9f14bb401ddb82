package page

import (
	"minimost/chat"
	"minimost/views"
)

// pinsListed is how many pinned messages a page of their list has.
const pinsListed = 25

// Pins are the pinned messages of a channel as they are listed, without the first
// skip of them. It is ErrNoChannel without access.
func (p *Pages) Pins(reader Reader, channel string, skip int) (views.PinsProps, error) {
	props := views.PinsProps{Channel: channel}
	access, err := p.cache.Access(reader.Ctx, reader.User.Username, channel, reader.Now)
	if err != nil {
		return props, err
	}
	room, err := p.Room(reader, access.Channel)
	if err != nil {
		return props, err
	}
	pins, err := p.cache.Pins(reader.Ctx, access, reader.Now)
	if err != nil {
		return props, err
	}
	blocks, err := p.cache.Blocks(reader.Ctx, reader.User.Username, reader.Now)
	if err != nil {
		return props, err
	}
	props.Name, props.MayPin = room.Name, access.ClosedTo(reader.User.Username, blocks.Has).TakesMessages()
	pins = pins[min(max(skip, 0), len(pins)):]
	if len(pins) > pinsListed {
		pins, props.NextSkip = pins[:pinsListed], skip+pinsListed
	}
	var messages []chat.Message
	by := make(map[int64]string)
	for _, pin := range pins {
		m, err := p.store.Message(reader.Ctx, reader.User.Username, pin.MessageID)
		if chat.CodeOf(err) == chat.NotFound || err == nil && m.Deleted {
			continue // gone since
		}
		if err != nil {
			return props, err
		}
		messages, by[m.ID] = append(messages, m), pin.PinnedBy
	}
	seen, err := p.presences(reader)
	if err != nil {
		return props, err
	}
	props.Rows, err = p.listed(reader, messages)
	for i := range props.Rows {
		row := &props.Rows[i]
		row.Where, row.PinnedBy = "", avatar(seen, by[row.ID])
	}
	return props, err
}
