package page

import (
	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

// headerCounts are what the header counts besides members, each with the topic of its changes.
var headerCounts = []struct {
	topic func(channel string) chat.Topic
	count func(*screen) (views.HeaderCount, error)
}{
	{chat.TopicPins, func(s *screen) (views.HeaderCount, error) {
		pins, err := s.cache.Pins(s.reader.Ctx, s.access, s.reader.Now)
		return views.HeaderCount{Of: "pins", Icon: "pin", Number: len(pins), Title: s.reader.T("Pinned messages"), Unit: s.reader.T("pinned")}, err
	}},
}

var headerRegion = region{
	name:        "header",
	ofChannel:   headerTopics(),
	ofReader:    []func(string) chat.Topic{chat.TopicPerson}, // what they have set for the channel
	ofEveryone:  []chat.Topic{chat.TopicAccounts, chat.TopicProfiles},
	onlyIfStale: []chat.Topic{chat.TopicPresence},
	stale:       headerStale,
	watch:       headerNames,
	build:       buildHeader,
	render:      renderHeader,
}

func headerTopics() []func(string) chat.Topic {
	topics := []func(string) chat.Topic{chat.TopicMembers, chat.TopicRemovals}
	for _, row := range headerCounts {
		topics = append(topics, row.topic)
	}
	return topics
}

// headerStale goes by when the channel's members were read. In a public channel
// those are everyone, of whom it shows the most present: the others' presence
// matters too.
func headerStale(s *screen) (bool, error) {
	version := s.room.version
	everybody, err := s.everybodysIn()
	if err != nil {
		return false, err
	}
	if everybody {
		if _, version, err = s.mostPresent(); err != nil {
			return false, err
		}
	}
	return version > s.since.Offset ||
		!everybody && s.delta.concerns(s.room.Members), nil
}

// everybodysIn reports whether it is a public channel that nobody has left.
func (s *screen) everybodysIn() (bool, error) {
	if s.channel.Kind != chat.Public {
		return false, nil
	}
	everyone, err := s.cache.Usernames(s.reader.Ctx, s.reader.Now)
	return len(s.room.Members) == len(everyone), err
}

func (s *screen) mostPresent() (names []string, version uint64, err error) {
	names, version, err = s.cache.MostPresent(s.reader.Ctx, views.FacesShown+1, s.reader.Now)
	if err != nil || !s.seen.HidesAnybody() {
		return names, version, err
	}
	everyone, err := s.cache.Usernames(s.reader.Ctx, s.reader.Now)
	return s.seen.MostPresent(everyone, views.FacesShown+1), version, err
}

// headerNames are those whose faces the header shows, of a small channel
// everybody.
func headerNames(s *screen) ([]string, error) {
	everybody, err := s.everybodysIn()
	switch {
	case err != nil:
		return nil, err
	case everybody:
		names, _, err := s.mostPresent()
		return names, err
	case s.channel.Kind == chat.Public:
		return s.seen.MostPresent(s.room.Members, views.FacesShown+1), nil
	}
	return s.room.Members, nil
}

var kindNames = map[chat.ChannelKind]string{chat.Public: "public", chat.Private: "private", chat.Direct: "direct"}

func buildHeader(s *screen) (any, error) {
	names, err := headerNames(s)
	if err != nil {
		return nil, err
	}
	counts, err := s.headerCounts()
	if err != nil {
		return nil, err
	}
	about, err := s.cache.About(s.reader.Ctx, s.channel.ID, s.reader.Now)
	if err != nil {
		return nil, err
	}
	settings, err := s.channelSettings()
	if err != nil {
		return nil, err
	}
	user := s.reader.User.Username
	s.Header = views.ChannelHeaderProps{
		Channel:   s.channel.ID,
		Kind:      kindNames[s.channel.Kind],
		Name:      s.room.Name,
		ChannelID: s.channel.PrivateID,
		Faces:     Faces(s.seen, others(names, user), views.FacesShown),
		Members:   len(s.room.Members),
		Owner:     s.room.Owner == user,
		Closed:    s.access.Closed(),
		Archived:  s.access.Archived,
		Manages:   s.access.Manages,
		Counts:    counts,
		Topic:     about.Topic,
		Purpose:   about.Purpose,
		Muted:     settings.Muted,
		Favourite: settings.Favourite,
	}
	return s.Header, nil
}

func (s *screen) headerCounts() (counts []views.HeaderCount, err error) {
	for _, row := range headerCounts {
		c, err := row.count(s)
		if err != nil {
			return nil, err
		}
		if c.Number > 0 {
			counts = append(counts, c)
		}
	}
	return counts, nil
}

// channelSettings are what the reader has set for the channel.
func (s *screen) channelSettings() (chat.ChannelSettings, error) {
	kept, err := s.sidebar()
	for _, c := range kept.Channels {
		if c.ID == s.channel.ID {
			return c.Settings, err
		}
	}
	return chat.ChannelSettings{}, err
}

func renderHeader(s *screen) []templ.Component {
	s.Header.OOB = true
	return []templ.Component{views.ChannelHeader(s.Header)}
}

// Faces draws at most so many of the names, those who are most present first.
func Faces(seen cache.Presences, names []string, most int) (faces []views.AvatarProps) {
	for _, name := range seen.MostPresent(names, most) {
		faces = append(faces, avatar(seen, name))
	}
	return faces
}

// avatar is somebody's face alone.
func avatar(seen cache.Presences, name string) views.AvatarProps {
	return views.AvatarProps{Name: name, Shown: seen.Shown(name), State: seen.Dot(name), Picture: seen.Picture(name), Hue: views.AvatarHue(seen.Place(name))}
}

// Face is somebody's, for a place where their name stands beside it.
func (r *Reader) Face(seen cache.Presences, name string) views.AvatarProps {
	face := avatar(seen, name)
	face.Status = r.status(seen, name)
	return face
}

// status is what somebody says of themselves, by the reader's clock.
func (r *Reader) status(seen cache.Presences, name string) views.StatusProps {
	return views.Status(r.Language(), seen.Status(name), r.local(r.Now))
}
