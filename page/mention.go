package page

import (
	"slices"
	"strings"

	"minimost/cache"
	"minimost/chat"
	"minimost/search"
	"minimost/views"
)

// mentionOptions is how many people are offered behind an "@".
const mentionOptions = 8

// Mentions are messages that mention the reader, as they are listed.
func (p *Pages) Mentions(reader Reader, messages []chat.Message) (props views.MentionsProps, err error) {
	props.Rows, err = p.listed(reader, messages)
	return props, err
}

func channelIcon(kind chat.ChannelKind) string {
	switch kind {
	case chat.Private:
		return "lock"
	case chat.Direct:
		return "people"
	}
	return "hash"
}

// Mentionable is whom the reader can mention in a channel by a name that starts as
// typed, those who are there ahead, then the words for many. It is ErrNoChannel
// without access.
func (p *Pages) Mentionable(reader Reader, channel, typed string) (views.MentionableProps, error) {
	props := views.MentionableProps{Typed: typed}
	access, err := p.cache.Access(reader.Ctx, reader.User.Username, channel, reader.Now)
	if err != nil {
		return props, err
	}
	room, err := p.Room(reader, access.Channel)
	if err != nil {
		return props, err
	}
	seen, err := p.presences(reader)
	if err != nil {
		return props, err
	}
	for _, name := range startingWith(others(room.Members, reader.User.Username), typed, seen) {
		props.People = append(props.People, avatar(seen, name))
	}
	for _, word := range []string{chat.MentionHere, chat.MentionChannel} {
		if strings.HasPrefix(word, strings.ToLower(typed)) {
			props.Groups = append(props.Groups, word)
		}
	}
	return props, nil
}

// startingWith are the first names that start as typed, in any case, of those who
// are there ahead. So may a word of their display names.
func startingWith(names []string, typed string, seen cache.Presences) []string {
	names = slices.DeleteFunc(names, func(n string) bool {
		begins := len(n) >= len(typed) && strings.EqualFold(n[:len(typed)], typed)
		return !begins && !search.StartsWord(seen.DisplayName(n), typed)
	})
	slices.SortStableFunc(names, func(a, b string) int { return seen.State(a).Rank() - seen.State(b).Rank() })
	return names[:min(len(names), mentionOptions)]
}
