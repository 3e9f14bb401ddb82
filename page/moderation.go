package page

import (
	"math"

	"github.com/a-h/templ"

	"minimost/chat"
)

// standpoint is what makes messages look different to a reader although they did
// not change.
type standpoint struct {
	Moderator chat.Moderator
	Blocked   []string // by the reader
	Closed    chat.Closed
}

const standpointName = "standpoint"

// standpointRegion draws every message of an open page anew whose reader sees them
// otherwise by now.
var standpointRegion = region{
	name:      standpointName,
	ofChannel: []func(string) chat.Topic{chat.TopicMembers},
	ofReader:  []func(string) chat.Topic{chat.TopicAccount, chat.TopicPerson},
	build:     buildStandpoint,
	render:    func(s *screen) []templ.Component { return redraw(s.seenAnew) },
}

func buildStandpoint(s *screen) (any, error) {
	now := standpoint{s.moderator(), s.blocks.Names(), s.closed()}
	if s.opens || s.since.fingerprints[s.fingerprintOf(standpointName)] == fingerprint(now) {
		return now, nil
	}
	messages, err := s.shownMessages()
	if err != nil || len(messages) == 0 {
		return now, err
	}
	rows, err := s.rows(messages, s.since.firstUnread)
	for _, row := range rows {
		s.seenAnew = append(s.seenAnew, row.Message)
	}
	return now, err
}

// fingerprintOf is which of the cursor's fingerprints is the named region's.
func (s *screen) fingerprintOf(name string) (which int) {
	for i := range s.table {
		if s.table[i].name == name {
			break
		}
		if s.table[i].fingerprinted() {
			which++
		}
	}
	return which
}

// shownMessages are those that the page showed at its cursor, the newest of them
// where they are many.
func (s *screen) shownMessages() (shown []chat.Message, err error) {
	newest := s.since.newest
	if s.since.end != 0 {
		newest = s.since.end
	}
	messages, err := s.messagesBefore(chat.Stamp(math.Nextafter(float64(newest), math.Inf(1))), chat.MaxMessagesBeforePage)
	for _, m := range messages {
		if s.since.shows(m.TS) {
			shown = append(shown, m)
		}
	}
	return shown, err
}

// moderator is what the reader is in the channel.
func (s *screen) moderator() chat.Moderator {
	return chat.ModeratorOf(s.reader.User, s.channel, s.room.Owner)
}

// closed is how the channel is closed to the reader.
func (s *screen) closed() chat.Closed {
	return s.access.ClosedTo(s.reader.User.Username, s.blocks.Has)
}
