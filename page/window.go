package page

import (
	"cmp"
	"slices"

	"minimost/chat"
)

// Place is where in a channel's history a page opens: around a message that the
// reader sees, at the end, or, with neither, at the first message that they have
// not read.
type Place struct {
	Message int64
	Newest  bool
}

// NoMessage is the number of a message that there never is.
const NoMessage = -1

// contextMessages is how many messages a page shows on either side of the one that
// it opens at.
const contextMessages = 25

// window is what a page shows of a channel's history.
type window struct {
	messages []chat.Message // oldest first
	// earlier and later say whether there are more on that side.
	earlier, later bool
	firstUnread    int64 // of messages, 0 where it is none of them
}

// end is the newest message of a window that does not reach the newest of the
// channel, else 0.
func (w *window) end() chat.Stamp {
	if !w.later {
		return 0
	}
	return w.messages[len(w.messages)-1].TS
}

// openWindow reads what a page that opens at a place shows.
func (s *screen) openWindow(place Place) (w window, err error) {
	first, err := s.firstUnread()
	if err != nil {
		return w, err
	}
	at := first
	var led chat.Message
	if place.Newest {
		at = 0
	} else if place.Message != 0 {
		if led, err = s.ledTo(place.Message); err != nil {
			return w, err
		}
		if at = led.TS; led.ID == 0 {
			s.Notice = s.reader.T(chat.ErrNoMessageHere.Message)
		}
	}
	if w, err = s.windowAt(at); err != nil {
		return w, err
	}
	if led.Deleted {
		w.insert(led)
	}
	if i := slices.IndexFunc(w.messages, func(m chat.Message) bool { return m.TS == first }); i >= 0 {
		w.firstUnread = w.messages[i].ID
	}
	return w, nil
}

// firstUnread is the stamp of the first message that the reader has not read, 0
// for none. It asks the store only for what lies before the latest.
func (s *screen) firstUnread() (chat.Stamp, error) {
	user := s.reader.User.Username
	last, err := s.store.LastRead(s.reader.Ctx, user, s.channel.ID)
	if err != nil {
		return 0, err
	}
	s.readUpTo = s.access.UnreadFloor(last)
	if len(s.latest) >= Messages && s.readUpTo < s.latest[0].TS {
		return s.store.FirstUnread(s.reader.Ctx, user, s.channel.ID)
	}
	for _, m := range s.latest {
		if m.CountsAsUnread(user, s.readUpTo) {
			return m.TS, nil
		}
	}
	return 0, nil
}

// ledTo is a message of the channel, none where the reader sees none by that number there.
func (s *screen) ledTo(id int64) (chat.Message, error) {
	m, err := s.store.Message(s.reader.Ctx, s.reader.User.Username, id)
	if chat.CodeOf(err) == chat.NotFound || err == nil && m.Channel != s.channel.ID {
		return chat.Message{}, nil
	}
	return m, err
}

// insert adds a message that was deleted. Only the newest page shows such ones, but
// whoever is led to one is to read what became of it.
func (w *window) insert(m chat.Message) {
	i, there := slices.BinarySearchFunc(w.messages, m, func(a, b chat.Message) int { return cmp.Compare(a.TS, b.TS) })
	if !there {
		w.messages = slices.Insert(slices.Clone(w.messages), i, m)
	}
}

// windowAt is the newest page of messages, with enough before a stamp in it, or a
// window around an earlier stamp.
func (s *screen) windowAt(at chat.Stamp) (window, error) {
	newest := window{messages: s.latest, earlier: len(s.latest) >= Messages}
	if at == 0 || !newest.earlier {
		return newest, nil
	}
	if at < s.latest[0].TS {
		around, err := s.windowAround(at)
		if err != nil || len(around.messages) > 0 {
			return around, err
		}
		return newest, nil
	}
	before := slices.IndexFunc(s.latest, func(m chat.Message) bool { return m.TS >= at })
	if missing := contextMessages - before; before >= 0 && missing > 0 {
		more, err := s.messagesBefore(s.latest[0].TS, missing)
		return window{messages: slices.Concat(more, s.latest), earlier: len(more) == missing}, err
	}
	return newest, nil
}

func (s *screen) windowAround(at chat.Stamp) (w window, err error) {
	before, err := s.messagesBefore(at, contextMessages)
	if err != nil {
		return w, err
	}
	var after chat.Stamp
	if len(before) > 0 {
		after = before[len(before)-1].TS
	}
	following, err := s.store.MessagesFollowing(s.reader.Ctx, s.reader.User.Username, s.channel.ID, after, contextMessages+1)
	// What came since the latest were read will be told as new.
	newest := s.latest[len(s.latest)-1].TS
	following = slices.DeleteFunc(following, func(m chat.Message) bool { return m.TS > newest })
	w.messages, w.earlier = slices.Concat(before, following), len(before) == contextMessages
	if len(w.messages) > 0 {
		end := w.messages[len(w.messages)-1].TS
		w.later = slices.ContainsFunc(s.latest, func(m chat.Message) bool { return m.TS > end && !m.Deleted })
	}
	return w, err
}

func (s *screen) messagesBefore(before chat.Stamp, limit int) ([]chat.Message, error) {
	return s.store.MessagesBefore(s.reader.Ctx, s.reader.User.Username, s.channel.ID, before, limit)
}
