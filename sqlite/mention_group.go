package sqlite

import (
	"context"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

var mentionFind = load("mention/find")

// IsMentioned reports whether a message mentions the user, by name or as one of many.
func (s *Store) IsMentioned(ctx context.Context, user string, msgID int64) (mentioned bool, err error) {
	err = s.read(ctx, func(conn *sqlite.Conn) error {
		mentioned, err = mentionFind.one(conn, func(*sqlite.Stmt) {}, whole(":message_id", msgID), text(":username", user))
		return err
	})
	return mentioned, err
}

// askMentions is chat.ErrAskMentions for a text that mentions many in a large
// channel, unless its sender has been asked.
func (s *Store) askMentions(ctx context.Context, conn *sqlite.Conn, channel chat.Channel, content string) error {
	if !strings.Contains(content, "@") || chat.MentionsConfirmed(ctx) || !slices.ContainsFunc(s.mentionNames(content), chat.MentionsGroup) {
		return nil
	}
	names, err := s.channelNames(conn, channel)
	if err == nil && len(names) > chat.AskMentionsFrom {
		err = chat.ErrAskMentions
	}
	return err
}
