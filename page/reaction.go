package page

import (
	"cmp"

	"minimost/cache"
	"minimost/chat"
	"minimost/lang"
	"minimost/views"
)

// ReactionBar is the reactions of a message as a user sees them who reads that language.
func (p *Pages) ReactionBar(seen cache.Presences, m chat.Message, user string, l lang.Language) (views.ReactionBarProps, error) {
	bar := views.ReactionBarProps{MessageID: m.ID, Full: len(m.Reactions) >= chat.MaxDistinctEmoji}
	if len(m.Reactions) == 0 {
		return bar, nil
	}
	emoji, err := p.emoji()
	if err != nil {
		return bar, err
	}
	for _, reaction := range m.Reactions {
		names := others(reaction.Reactors, user)
		bar.Reactions = append(bar.Reactions, views.ReactionProps{
			Emoji: reaction.Emoji,
			Name:  cmp.Or(emoji.In(l.Tag()).Name(reaction.Emoji), l.T("reaction")),
			Count: len(reaction.Reactors),
			Mine:  len(names) < len(reaction.Reactors),
			Names: seen.AllShown(names),
		})
	}
	return bar, nil
}
