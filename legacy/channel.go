package legacy

import (
	"regexp"
	"strings"

	"minimost/chat"
)

// channel is what a channel of the original is called here, "" for one that
// cannot be.
func (m *mover) channel(id string) string {
	here, known := m.channels[id]
	if !known {
		here = m.parseChannel(id)
		m.channels[id] = here
	}
	return here
}

func (m *mover) parseChannel(id string) string {
	if names, direct := strings.CutPrefix(id, "dm:"); direct {
		return m.directChannel(strings.Split(names, ":"))
	}
	if strings.HasPrefix(id, "private:") {
		return m.private[id]
	}
	return m.publicChannel(id)
}

func (m *mover) directChannel(names []string) string {
	for i, name := range names {
		names[i] = m.person(name)
	}
	id, err := chat.DirectChannelID(names)
	if err != nil {
		return ""
	}
	return id
}

var notInPublicName = regexp.MustCompile(`[^a-z0-9_-]+`)

// publicChannel is the nearest name that a public channel can have.
func (m *mover) publicChannel(id string) string {
	name := strings.Trim(notInPublicName.ReplaceAllString(strings.ToLower(id), "-"), "-")
	if name != id {
		if parsed, err := chat.ParseChannel(id); err == nil {
			return parsed.ID
		}
	}
	if parsed, err := chat.ParseChannel(name); err != nil || parsed.Kind != chat.Public {
		return ""
	}
	if name != id {
		m.report.once(id+" → "+name, changedNames)
	}
	return name
}

func isKind(channel string, kind chat.ChannelKind) bool {
	parsed, err := chat.ParseChannel(channel)
	return err == nil && parsed.Kind == kind
}
