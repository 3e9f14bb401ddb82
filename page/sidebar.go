package page

import (
	"math"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

// The sections of the sidebar are drawn again when they list other channels; how
// people look is the presence region's.
var (
	favouritesRegion = sidebarSection("favourite channels", func(p *views.SidebarProps) any { return favouriteNames(p.Favourites) },
		func(p views.SidebarProps) templ.Component { return views.SidebarFavourites(p, "morph") })
	publicRegion = sidebarSection("public channels", func(p *views.SidebarProps) any { return linkNames(p.Public) },
		func(p views.SidebarProps) templ.Component { return views.SidebarPublic(p, "morph") })
	privateRegion = sidebarSection("private channels", func(p *views.SidebarProps) any { return linkNames(p.Private) },
		func(p views.SidebarProps) templ.Component { return views.SidebarPrivate(p, "morph") })
	directRegion = sidebarSection("direct channels", func(p *views.SidebarProps) any { return directNames(p.Direct) },
		func(p views.SidebarProps) templ.Component { return views.SidebarDirect(p, "morph") })
)

// listed is what a section is drawn again for.
type listed struct {
	Names    any
	Settings chat.SidebarSettings
}

func sidebarSection(name string, names func(*views.SidebarProps) any, draw func(views.SidebarProps) templ.Component) region {
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
			return listed{names(&s.Shell.Sidebar), s.Shell.Sidebar.Settings}, err
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
		for _, number := range [...]uint64{uint64(c.Counted()), uint64(c.Mentions), math.Float64bits(float64(c.Newest))} {
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
		badge := views.UnreadBadgeProps{URL: ChannelURL(c.ID), Unread: c.Counted(), Mentions: c.Mentions, Direct: c.Kind == chat.Direct, Newest: newestText(c.SidebarChannel)}
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

// newestText is what a script sorts a channel by, "" for what it does not.
func newestText(c chat.SidebarChannel) string {
	if c.Newest == 0 && (c.Kind == chat.Direct || !c.ByNewest) {
		return ""
	}
	return c.Newest.Text()
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
