package page

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

// The sections of the sidebar are drawn again when they list other channels; how
// people look is the presence region's.
var (
	publicRegion = sidebarSection("public channels", func(s *screen) any { return linkNames(s.Shell.Sidebar.Public) },
		func(p views.SidebarProps) templ.Component { return views.SidebarPublic(p.Public, "morph") })
	privateRegion = sidebarSection("private channels", func(s *screen) any { return linkNames(s.Shell.Sidebar.Private) },
		func(p views.SidebarProps) templ.Component {
			return views.SidebarPrivate(p.Private, p.NoNewChannels, "morph")
		})
	directRegion = sidebarSection("direct channels", func(s *screen) any {
		var listed []string
		for _, d := range s.Shell.Sidebar.Direct {
			listed = append(listed, d.Channel+" "+d.Title+" "+strconv.FormatInt(d.Faces[0].Picture, 10))
		}
		slices.Sort(listed)
		return listed
	}, func(p views.SidebarProps) templ.Component { return views.SidebarDirect(p.Direct, "morph") })
)

func sidebarSection(name string, listed func(*screen) any, draw func(views.SidebarProps) templ.Component) region {
	return region{
		name:        name,
		ofReader:    []func(string) chat.Topic{chat.TopicPerson},
		onlyIfStale: []chat.Topic{chat.TopicLists, chat.TopicProfiles},
		inSidebar:   true,
		stale: func(s *screen) (bool, error) {
			kept, err := s.sidebar()
			return kept.Listed > s.since.SidebarOffset || s.delta.changed(s.since.SidebarOffset, chat.TopicProfiles), err
		},
		build: func(s *screen) (any, error) {
			err := s.buildSidebar()
			return listed(s), err
		},
		render: func(s *screen) []templ.Component { return []templ.Component{draw(s.Shell.Sidebar)} },
	}
}

// badgesRegion is how much is unread of each channel in the sidebar, and which
// conversation is the newest. What has changed since the cursor is drawn alone.
var badgesRegion = region{
	name:        "badges",
	ofReader:    []func(string) chat.Topic{chat.TopicPerson},
	onlyIfStale: []chat.Topic{chat.TopicLists},
	inSidebar:   true,
	stale: func(s *screen) (bool, error) {
		kept, err := s.sidebar()
		return kept.Since > s.since.SidebarOffset, err
	},
	build: func(s *screen) (any, error) {
		kept, err := s.sidebar()
		return unreadCounts(kept.Channels), err
	},
	render: renderBadges,
}

// unreadCounts are those of a sidebar, whatever the order.
type unreadCounts []cache.SidebarChannel

// fingerprint does not depend on the order: that of the direct channels follows
// from what they show.
func (u unreadCounts) fingerprint() (sum uint64) {
	for _, c := range u {
		h := uint64(fnvOffset)
		for i := range len(c.ID) {
			h = (h ^ uint64(c.ID[i])) * fnvPrime
		}
		for _, number := range [...]uint64{uint64(c.Unread), uint64(c.Mentions), math.Float64bits(float64(c.Newest))} {
			h = (h ^ number) * fnvPrime
			h ^= h >> 32
		}
		sum += h
	}
	return sum
}

// Of the 64-bit FNV-1a hash.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func renderBadges(s *screen) []templ.Component {
	kept, err := s.sidebar()
	if err != nil {
		return nil // it was there a moment ago
	}
	var all, changed []views.UnreadBadgeProps
	for _, c := range kept.Channels {
		badge := views.UnreadBadgeProps{URL: ChannelURL(c.ID), Unread: c.Unread, Mentions: c.Mentions, Direct: c.Kind == chat.Direct, Newest: newestText(c.Newest)}
		all = append(all, badge)
		if c.Since > s.since.SidebarOffset {
			changed = append(changed, badge)
		}
	}
	if len(changed) == 0 || s.delta.everything {
		changed = all
	}
	return []templ.Component{views.UnreadBadges(changed)}
}

func newestText(newest chat.Stamp) string {
	if newest == 0 {
		return ""
	}
	return newest.Text()
}

// sidebar is the reader's; it stays the same while the page is looked at.
func (s *screen) sidebar() (cache.Sidebar, error) {
	if s.keptSidebar != nil {
		return *s.keptSidebar, nil
	}
	kept, err := s.cache.Sidebar(s.reader.Ctx, s.reader.User.Username, s.reader.Now)
	if err == nil {
		s.keptSidebar = &kept
	}
	return kept, err
}

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
	p.Unread = kept.Unread()
	direct := slices.Clone(kept.Channels[:0])
	for _, c := range kept.Channels {
		link := views.ChannelLink{Name: c.Name, URL: ChannelURL(c.ID), Unread: c.Unread, Mentions: c.Mentions, Current: c.ID == s.channel.ID}
		switch c.Kind {
		case chat.Public:
			p.Public = append(p.Public, link)
		case chat.Private:
			p.Private = append(p.Private, link)
		default:
			direct = append(direct, c)
		}
	}
	if s.channel.Kind == chat.Direct && !slices.ContainsFunc(direct, func(c cache.SidebarChannel) bool { return c.ID == s.channel.ID }) {
		p.Direct = append(p.Direct, s.directLink(chat.SidebarChannel{Channel: s.channel}))
	}
	slices.SortStableFunc(direct, func(a, b cache.SidebarChannel) int { return cmp.Compare(b.Newest, a.Newest) })
	for _, c := range direct {
		p.Direct = append(p.Direct, s.directLink(c.SidebarChannel))
	}
	return nil
}

func linkNames(links []views.ChannelLink) (names []string) {
	for _, link := range links {
		names = append(names, link.URL, link.Name)
	}
	return names
}

func (s *screen) directLink(c chat.SidebarChannel) views.DirectLink {
	users := others(c.Participants, s.reader.User.Username)
	link := views.DirectLink{
		Channel: c.ID, URL: ChannelURL(c.ID), Title: strings.Join(s.seen.AllShown(users), ", "),
		Unread: c.Unread, Newest: newestText(c.Newest), Current: c.ID == s.channel.ID,
	}
	for _, name := range users {
		face := s.reader.Face(s.seen, name)
		face.Size = "small"
		link.Faces = append(link.Faces, face)
	}
	return link
}
