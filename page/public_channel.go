package page

import (
	"strings"

	"minimost/chat"
	"minimost/search"
	"minimost/views"
)

// OpenChannels is the page of those public channels whose names, topics or purposes
// have what is searched for in them.
func (p *Pages) OpenChannels(reader Reader, channels []chat.PublicChannel, query string) (props views.ChannelsPageProps, err error) {
	s, err := p.openShell(reader, SidebarAlone, reader.T(views.ChannelsTitle))
	if err != nil {
		return props, err
	}
	props.Page, props.Shell, props.Query = s.Page, s.Shell, query
	for _, c := range channels {
		text := search.Fold(c.Name + " " + c.Channel + " " + c.About.Topic + " " + c.About.Purpose)
		if strings.Contains(text, search.Fold(query)) || strings.Contains(c.Name, strings.ToLower(query)) {
			props.Channels = append(props.Channels, views.ListedChannel{
				Channel: c.Channel, Name: c.Name, Topic: c.About.Topic, Purpose: c.About.Purpose, Members: c.Members, Joined: c.Joined, Archived: c.Archived,
			})
		}
	}
	return props, nil
}
