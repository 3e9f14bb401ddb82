package sqlite

import (
	"context"
	"slices"
	"strings"

	"minimost/chat"
)

// askMentions is chat.ErrAskMentions for a text that mentions many in a large
// channel, unless its sender has been asked.
func (s *Store) askMentions(ctx context.Context, conn Conn, channel chat.Channel, content string) error {
	if !strings.Contains(content, "@") || chat.MentionsConfirmed(ctx) || !slices.ContainsFunc(s.mentionNames(content), chat.MentionsGroup) {
		return nil
	}
	names, err := s.channelNames(conn, channel)
	if err == nil && len(names) > chat.AskMentionsFrom {
		err = chat.ErrAskMentions
	}
	return err
}
