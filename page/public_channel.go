package page

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/search"
	"minimost/views"
)

// channelsShown is how many channels a page of all of them has.
const channelsShown = 100

// channelsRegion is the first page of all public channels, on the page that lists them.
var channelsRegion = region{
	name:       "channels",
	ofReader:   []func(string) chat.Topic{chat.TopicPerson},
	ofEveryone: []chat.Topic{chat.TopicPublicChannels, chat.TopicAccounts},
	build: func(s *screen) (any, error) {
		err := s.listChannels("", 0)
		return s.channels, err
	},
	render: func(s *screen) []templ.Component { return []templ.Component{views.ChannelList(s.channels, "morph")} },
}

// OpenChannels is a page of those public channels whose names, topics or purposes have
// what is searched for in them: the first of all stays as new as it is.
func (p *Pages) OpenChannels(reader Reader, query string, skip int) (views.ChannelsPageProps, error) {
	shown := AllChannels
	if query != "" || skip > 0 {
		shown = SidebarAlone
	}
	s, err := p.openShell(reader, shown, reader.T(views.ChannelsTitle))
	if err == nil && shown == SidebarAlone {
		err = s.listChannels(query, skip)
	}
	if err != nil {
		return views.ChannelsPageProps{}, err
	}
	s.channels.Page, s.channels.Shell = s.Page, s.Shell
	return s.channels, nil
}

func (s *screen) listChannels(query string, skip int) error {
	channels, err := s.store.AllPublicChannels(s.reader.Ctx, s.reader.User.Username)
	if err != nil {
		return err
	}
	props := views.ChannelsPageProps{Query: query}
	for _, c := range channels {
		text := search.Fold(c.Name + " " + c.Channel + " " + c.About.Topic + " " + c.About.Purpose)
		if strings.Contains(text, search.Fold(query)) || strings.Contains(c.Name, strings.ToLower(query)) {
			props.Channels = append(props.Channels, views.ListedChannel{
				Channel: c.Channel, Name: c.Name, Topic: c.About.Topic, Purpose: c.About.Purpose, Members: c.Members, Joined: c.Joined, Archived: c.Archived,
			})
		}
	}
	props.Channels = props.Channels[min(max(skip, 0), len(props.Channels)):]
	if len(props.Channels) > channelsShown {
		props.Channels = props.Channels[:channelsShown]
		props.NextURL = "/channels?" + url.Values{"q": {query}, "skip": {strconv.Itoa(skip + channelsShown)}}.Encode()
	}
	s.channels = props
	return nil
}
