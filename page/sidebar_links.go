package page

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"minimost/cache"
	"minimost/chat"
	"minimost/search"
	"minimost/views"
)

// ChannelURL is the address of a channel's page.
func ChannelURL(channel string) string { return "/c/" + channel }

// buildSidebar lists the reader's channels, once. A direct channel that has no
// message yet is listed while it is open.
func (s *screen) buildSidebar() error {
	p := &s.Shell.Sidebar
	if s.sidebarBuilt {
		return nil
	}
	s.sidebarBuilt = true
	kept, err := s.sidebar()
	if err != nil {
		return err
	}
	server, err := s.cache.ServerSettings(s.reader.Ctx, s.reader.Now)
	if err != nil {
		return err
	}
	p.NoNewChannels = !server.CreatingChannels.Allows(s.reader.User)
	p.Unread, p.Settings = kept.Unread(), kept.Settings
	channels := kept.Channels
	if s.channel.Kind == chat.Direct && !slices.ContainsFunc(channels, func(c cache.SidebarChannel) bool { return c.ID == s.channel.ID }) {
		open := &chat.SidebarChannel{Channel: s.channel}
		channels = append(slices.Clip(channels), cache.SidebarChannel{SidebarChannel: open})
	}
	for _, c := range sortSidebar(channels, p.Settings.SortBy) {
		s.addLink(c.AsCounted())
	}
	slices.SortStableFunc(p.Favourites, func(a, b views.FavouriteLink) int { return boolOrder(a.Unread() > 0, b.Unread() > 0) })
	return nil
}

// sortSidebar is the channels in the order that their reader wants.
func sortSidebar(channels []cache.SidebarChannel, by chat.SidebarSort) []cache.SidebarChannel {
	sorted := slices.Clone(channels)
	switch by {
	case chat.SortByName:
		slices.SortStableFunc(sorted, func(a, b cache.SidebarChannel) int { return cmp.Compare(sortName(a), sortName(b)) })
	default:
		// The usual order has only conversations by their newest message: of the others
		// none is known.
		slices.SortStableFunc(sorted, func(a, b cache.SidebarChannel) int {
			if by == chat.SortUsual && (a.Kind != chat.Direct || b.Kind != chat.Direct) {
				return cmp.Compare(a.Kind, b.Kind)
			}
			return cmp.Compare(newestFirst(b), newestFirst(a))
		})
	}
	return sorted
}

// newestFirst is what a channel is sorted by: a conversation that has no message yet
// was just opened.
func newestFirst(c cache.SidebarChannel) float64 {
	if c.Kind == chat.Direct && c.Newest == 0 {
		return math.Inf(1)
	}
	return float64(c.Newest)
}

func sortName(c cache.SidebarChannel) string {
	return search.Fold(cmp.Or(c.Name, strings.Join(c.Participants, " ")))
}

// boolOrder puts what is true first.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// addLink puts a channel into its section.
func (s *screen) addLink(c chat.SidebarChannel) {
	p := &s.Shell.Sidebar
	var favourite views.FavouriteLink
	if c.Kind == chat.Direct {
		link := s.directLink(c)
		favourite.Direct = &link
	} else {
		link := s.channelLink(c)
		favourite.Channel = &link
	}
	switch {
	case c.Settings.Favourite:
		favourite.Place = len(p.Favourites) + 1
		p.Favourites = append(p.Favourites, favourite)
	case c.Kind == chat.Public:
		p.Public = append(p.Public, *favourite.Channel)
	case c.Kind == chat.Private:
		p.Private = append(p.Private, *favourite.Channel)
	default:
		p.Direct = append(p.Direct, *favourite.Direct)
	}
}

func linkNames(links []views.ChannelLink) (names []string) {
	for _, link := range links {
		names = append(names, link.URL, link.Name, strconv.FormatBool(link.Muted))
	}
	return names
}

// directNames do not depend on the order, which follows from what the badges say.
func directNames(links []views.DirectLink) (names []string) {
	for _, link := range links {
		name := link.Channel + " " + link.Title + " " + strconv.FormatBool(link.Muted)
		for _, face := range link.Faces {
			name += " " + strconv.FormatInt(face.Picture, 10)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func favouriteNames(links []views.FavouriteLink) (names []string) {
	for _, link := range links {
		if link.Channel != nil {
			names = append(names, link.Channel.URL+" "+link.Channel.Name+" "+strconv.FormatBool(link.Channel.Muted))
		} else {
			names = append(names, directNames([]views.DirectLink{*link.Direct})...)
		}
	}
	slices.Sort(names)
	return names
}

func (s *screen) channelLink(c chat.SidebarChannel) views.ChannelLink {
	icon := "hash"
	if c.Kind == chat.Private {
		icon = "lock"
	}
	return views.ChannelLink{
		Name: c.Name, URL: ChannelURL(c.ID), Icon: icon, Unread: c.Counted(), Mentions: c.Mentions,
		Newest: newestText(c.Kind, c.ByNewest, c.Newest), Muted: c.Settings.Muted, Current: c.ID == s.channel.ID,
	}
}

func (s *screen) directLink(c chat.SidebarChannel) views.DirectLink {
	users := others(c.Participants, s.reader.User.Username)
	link := views.DirectLink{
		Channel: c.ID, URL: ChannelURL(c.ID), Title: chat.JoinNames(s.seen.AllShown(users)),
		Unread: c.Counted(), Newest: newestText(c.Kind, c.ByNewest, c.Newest), Muted: c.Settings.Muted, Current: c.ID == s.channel.ID,
	}
	for _, name := range users {
		face := s.reader.Face(s.seen, name)
		face.Size = "small"
		link.Faces = append(link.Faces, face)
	}
	return link
}
