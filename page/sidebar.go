package page

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

var sidebarRegion = region{
	name:        "sidebar",
	ofReader:    []func(string) chat.Topic{chat.TopicPerson},
	onlyIfStale: []chat.Topic{chat.TopicLists, chat.TopicPresence},
	inSidebar:   true,
	stale:       sidebarStale,
	build:       buildSidebar,
	render: func(s *screen) []templ.Component {
		return []templ.Component{views.SidebarLists(s.Shell.Sidebar, "morph")}
	},
}

// sidebarStale goes by when the reader's channels were read: that something
// changed in a channel that is not theirs is no reason to look.
func sidebarStale(s *screen) (bool, error) {
	channels, version, err := s.cache.SidebarChannels(s.reader.Ctx, s.reader.User.Username, s.reader.Now)
	return version > s.since.SidebarOffset ||
		s.delta.concerns(slices.Concat(channels.Partners(), s.channel.Participants)), err
}

func buildSidebar(s *screen) (any, error) {
	channels, _, err := s.cache.SidebarChannels(s.reader.Ctx, s.reader.User.Username, s.reader.Now)
	lists := s.sidebarProps(channels)
	me := s.Shell.Sidebar.Me // another region's
	s.Shell.Sidebar = lists
	s.Shell.Sidebar.Me = me
	return lists, err
}

// ChannelURL is the address of a channel's page.
func ChannelURL(channel string) string { return "/c/" + channel }

// sidebarProps lists the reader's channels. A direct channel that has no message
// yet is listed while it is open.
func (s *screen) sidebarProps(channels cache.SidebarChannels) views.SidebarProps {
	current := s.channel
	p := views.SidebarProps{Unread: channels.Unread()}
	for _, c := range channels.Public {
		p.Public = append(p.Public, views.ChannelLink{
			Name: c.Channel, URL: ChannelURL(c.Channel), Unread: c.Unread, Current: c.Channel == current.ID,
		})
	}
	for _, c := range channels.Private {
		id := chat.PrivateChannelID(c.ID)
		p.Private = append(p.Private, views.ChannelLink{
			Name: c.Name, URL: ChannelURL(id), Unread: c.Unread, Current: id == current.ID,
		})
	}
	direct := channels.Direct
	if current.Kind == chat.Direct && !slices.ContainsFunc(direct, func(d chat.DirectChannel) bool { return d.Channel == current.ID }) {
		users := others(current.Participants, s.reader.User.Username)
		direct = append([]chat.DirectChannel{{Channel: current.ID, Users: users}}, direct...)
	}
	for _, d := range direct {
		p.Direct = append(p.Direct, s.directLink(d))
	}
	return p
}

func (s *screen) directLink(d chat.DirectChannel) views.DirectLink {
	link := views.DirectLink{
		Channel: d.Channel, URL: ChannelURL(d.Channel), Title: strings.Join(d.Users, ", "),
		Unread: d.Unread, Current: d.Channel == s.channel.ID,
	}
	for _, name := range d.Users {
		face := avatar(s.seen, name)
		face.Size = "small"
		link.Faces = append(link.Faces, face)
	}
	return link
}
