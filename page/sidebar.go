package page

import (
	"iter"
	"math"
	"slices"

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
		h := hash(fnvOffset)
		h.text(c.ID)
		for _, number := range [...]uint64{uint64(c.Counted()), uint64(c.Mentions), math.Float64bits(float64(c.Newest))} {
			h.number(number)
		}
		sum += uint64(h)
	}
	return sum
}

func renderBadges(s *screen) []templ.Component {
	kept, err := s.sidebar()
	if err != nil {
		return nil // it was there a moment ago
	}
	after := s.since.SidebarOffset
	if s.delta.everything || !slices.ContainsFunc(kept.Channels, func(c cache.SidebarChannel) bool { return c.Since > after }) {
		after = 0
	}
	return []templ.Component{views.UnreadBadges(badgesOf(kept.Channels, after))}
}

// badgesOf are those of the channels that have been as they are since later than an
// offset; after 0 all are.
func badgesOf(channels []cache.SidebarChannel, after uint64) iter.Seq[views.UnreadBadgeProps] {
	return func(yield func(views.UnreadBadgeProps) bool) {
		for i := range channels {
			c := &channels[i]
			if c.Since <= after && after != 0 {
				continue
			}
			badge := views.UnreadBadgeProps{
				URL: ChannelURL(c.ID), Unread: c.Counted(), Mentions: c.Mentions, Direct: c.Kind == chat.Direct, Newest: newestText(c.Kind, c.ByNewest, c.Newest),
			}
			if !yield(badge) {
				return
			}
		}
	}
}

// newestText is what a script sorts a channel by, "" for what it does not.
func newestText(kind chat.ChannelKind, byNewest bool, newest chat.Stamp) string {
	if newest == 0 && (kind == chat.Direct || !byNewest) {
		return ""
	}
	return newest.Text()
}

// sidebar is the reader's; it stays the same while the page is looked at.
func (s *screen) sidebar() (cache.Sidebar, error) {
	if s.keptSidebar != nil {
		return *s.keptSidebar, nil
	}
	kept, err := s.cache.SidebarIn(s.reader.Ctx, s.sidebarRoom, s.reader.User.Username, s.reader.Now)
	s.sidebarRoom = kept.Channels
	if err == nil {
		s.keptSidebar = &kept
	}
	return kept, err
}
