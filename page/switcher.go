package page

import (
	"slices"
	"strings"

	"minimost/cache"
	"minimost/chat"
	"minimost/search"
	"minimost/views"
)

const (
	// destinationsShown is how many places the switcher shows.
	destinationsShown = 20
	// recentChannels is how many of the channels someone has read come ahead of the
	// others.
	recentChannels = 50
)

// Switcher is what the switcher offers for a query: the reader's channels, those
// with unread messages and those they read last ahead, then everyone they can
// write to.
func (p *Pages) Switcher(reader Reader, query string) (views.SwitcherProps, error) {
	props := views.SwitcherProps{Query: strings.TrimSpace(query)}
	sidebar, err := p.cache.Sidebar(reader.Ctx, reader.User.Username, reader.Now)
	if err != nil {
		return props, err
	}
	recent, err := p.store.RecentChannels(reader.Ctx, reader.User.Username, recentChannels)
	if err != nil {
		return props, err
	}
	names, err := p.cache.Usernames(reader.Ctx, reader.Now)
	if err != nil {
		return props, err
	}
	seen, err := p.presences(reader)
	if err != nil {
		return props, err
	}
	all := sortRecent(destinations(sidebar, reader.User.Username), recent)
	found := chat.FindDestinations(shownAs(appendPeople(all, names, reader.User.Username), seen), query, search.Fold(query))
	props.More = max(0, len(found)-destinationsShown)
	for _, d := range found[:len(found)-props.More] {
		props.Found = append(props.Found, destinationLink(d, seen))
	}
	return props, nil
}

func destinations(sidebar cache.Sidebar, reader string) (all []chat.Destination) {
	for _, c := range sidebar.Channels {
		d := chat.Destination{Channel: c.ID, Kind: c.Kind, Name: c.Name, Unread: c.Counted(), Mentions: c.Mentions}
		if c.Kind == chat.Direct {
			d.Users = others(c.Participants, reader)
			d.Name = strings.Join(d.Users, ", ")
		}
		all = append(all, d)
	}
	return all
}

// sortRecent moves the recent channels, which are in their order, ahead.
func sortRecent(all []chat.Destination, recent []string) []chat.Destination {
	place := make(map[string]int, len(recent))
	for i, channel := range recent {
		place[channel] = i - len(recent)
	}
	slices.SortStableFunc(all, func(a, b chat.Destination) int { return place[a.Channel] - place[b.Channel] })
	return all
}

// appendPeople appends everyone but the reader and those whose conversation is
// among the destinations already.
func appendPeople(all []chat.Destination, names []string, reader string) []chat.Destination {
	listed := make(map[string]bool, len(all))
	for _, d := range all {
		listed[d.Channel] = true
	}
	for _, name := range names {
		channel, err := chat.DirectChannelID([]string{reader, name})
		if err == nil && !listed[channel] {
			all = append(all, chat.Destination{Channel: channel, Kind: chat.Direct, Name: name, Users: []string{name}})
		}
	}
	return all
}

// shownAs names people as they are shown; they are found by their usernames too, and all without accents.
func shownAs(all []chat.Destination, seen cache.Presences) []chat.Destination {
	for i, d := range all {
		shown := d.Name
		if len(d.Users) > 0 {
			shown = strings.Join(seen.AllShown(d.Users), ", ")
		}
		plain := strings.TrimSpace(search.Fold(shown))
		switch {
		case shown != d.Name:
			name := strings.ToLower(d.Name)
			all[i].Also, all[i].Name = []string{name, name + " " + plain}, shown
		case plain != strings.ToLower(shown):
			all[i].Also = []string{plain}
		}
	}
	return all
}

func destinationLink(d chat.Destination, seen cache.Presences) views.DestinationLink {
	link := views.DestinationLink{URL: ChannelURL(d.Channel), Name: d.Name, Unread: d.Unread, Mentions: d.Mentions, Direct: d.Kind == chat.Direct, Icon: "hash"}
	switch {
	case len(d.Users) == 1:
		face := avatar(seen, d.Users[0])
		face.Size = "small"
		link.Face = &face
	case len(d.Users) > 1:
		link.Icon, link.Name = "people", chat.JoinNames(seen.AllShown(d.Users))
	case d.Kind == chat.Private:
		link.Icon = "lock"
	}
	return link
}
