package sqlite

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"minimost/chat"
)

var (
	mentionInsert    = load("mention/insert")
	mentionList      = load("mention/list")
	mentionOfMessage = load("mention/of_message")
	mentionDelete    = load("mention/delete")
	mentionCount     = load("mention/count")
	mentionUnread    = load("mention/unread")
	mentionNewest    = load("mention/newest")
	mentionFind      = load("mention/find")
)

// groupMention is the row of the word itself, which is no account's name.
func groupMention(name string) string { return "@" + strings.ToLower(name) }

// groups tells whether a message may mention many by a word.
type groups bool

const (
	groupsToo  groups = true
	nobodyElse groups = false // but those who are named
)

// insertMentions stores whom a new message mentions.
func (s *Store) insertMentions(tx *transaction, m *chat.Message, channel chat.Channel, may groups, now time.Time) error {
	names := s.mentionNames(m.Content)
	if len(names) == 0 {
		return nil
	}
	mentions, err := s.findMentions(tx.Conn, *m, channel, names)
	if err != nil {
		return err
	}
	for _, name := range names {
		if bool(may) && chat.MentionsGroup(name) {
			group, err := s.findGroup(tx.Conn, *m, channel, name, now)
			if err != nil {
				return err
			}
			mentions = append(append(mentions, chat.Mention{Username: groupMention(name)}), group...)
		}
	}
	m.Mentions = marked(mentions)
	return s.storeMentions(tx, *m, mentions)
}

// changeMentions stores whom a message mentions after an edit. Names that are new
// there are added; those of many are not, though they go with the word.
func (s *Store) changeMentions(tx *transaction, m chat.Message, channel chat.Channel) error {
	names := s.mentionNames(m.Content)
	if len(names) == 0 && m.Mentions == nil {
		return nil
	}
	mentions, err := s.findMentions(tx.Conn, m, channel, names)
	if err != nil {
		return err
	}
	before, err := storedMentions(tx.Conn, m.ID)
	if err != nil {
		return err
	}
	tx.publish(chat.TopicRemovals(m.Channel)) // a name that an edit took is counted no more
	isWordThatStays := func(b chat.Mention) bool {
		return strings.HasPrefix(b.Username, "@") && slices.ContainsFunc(names, func(n string) bool { return groupMention(n) == b.Username })
	}
	group := slices.ContainsFunc(before, isWordThatStays) // another word than before tells nobody
	for _, b := range before {
		named := slices.ContainsFunc(mentions, func(m chat.Mention) bool { return m.Username == b.Username })
		if isWordThatStays(b) || b.ByGroup && group && !named {
			mentions = append(mentions, b)
		} else if err := mentionDelete.exec(tx.Conn, whole(":message_id", m.ID), text(":username", b.Username)); err != nil {
			return err
		}
	}
	return s.storeMentions(tx, m, mentions)
}

// storedMentions are whom a message mentions, as it is stored.
func storedMentions(conn Conn, id int64) (mentions []chat.Mention, err error) {
	err = mentionOfMessage.each(conn, func(stmt Stmt) error {
		mentions = append(mentions, chat.Mention{Username: stmt.GetText("username"), ByGroup: stmt.GetBool("by_group")})
		return nil
	}, whole(":message_id", id))
	return mentions, err
}

func (s *Store) storeMentions(tx *transaction, m chat.Message, mentions []chat.Mention) error {
	publishMentions(tx, mentions)
	for _, mention := range mentions {
		err := mentionInsert.later(tx.Conn, whole(":message_id", m.ID), text(":username", mention.Username),
			text(":channel", m.Channel), real(":ts", m.TS), flag(":by_group", mention.ByGroup), flag(":untold", mention.Untold))
		if err != nil {
			return err
		}
	}
	n := len(marked(mentions))
	if n == 0 && m.Mentions == nil {
		return nil
	}
	return mentionCount.later(tx.Conn, whole(":id", m.ID), whole(":mentions", int64(n)))
}

// marked are the names that are marked in the text.
func marked(mentions []chat.Mention) (names []string) {
	for _, m := range mentions {
		if !m.ByGroup {
			names = append(names, m.Username)
		}
	}
	return names
}

// findMentions finds the accounts of those names that a message can mention:
// others who have access to its channel.
func (s *Store) findMentions(conn Conn, m chat.Message, channel chat.Channel, names []string) (mentions []chat.Mention, err error) {
	for _, name := range names {
		if chat.MentionsGroup(name) {
			continue
		}
		account, err := findSpelled(conn, name)
		if err != nil {
			return nil, err
		}
		may, err := s.mayMention(conn, m, account, channel)
		if err != nil {
			return nil, err
		}
		untold, err := blocks(conn, account, m.Sender)
		if err != nil {
			return nil, err
		}
		known := slices.ContainsFunc(mentions, func(k chat.Mention) bool { return k.Username == account })
		if may && !known {
			mentions = append(mentions, chat.Mention{Username: account, Untold: untold})
		}
	}
	return mentions, nil
}

// findSpelled is the account that what was typed behind an "@" names, "" for
// none.
func findSpelled(conn Conn, typed string) (string, error) {
	for _, name := range chat.MentionSpellings(typed) {
		account, err := findUser(conn, name)
		if err == nil || chat.CodeOf(err) != chat.NotFound {
			return account.Username, err
		}
	}
	return "", nil
}

// mayMention tells whether a message can mention somebody: another, whose account is
// in use and who can see it.
func (s *Store) mayMention(conn Conn, m chat.Message, name string, channel chat.Channel) (bool, error) {
	if name == "" || name == m.Sender {
		return false, nil
	}
	r, err := s.access(conn, name, channel.ID)
	if chat.CodeOf(err) == chat.Forbidden {
		return false, nil
	}
	return err == nil && !r.Left && r.Sees(m.TS), err
}

// findGroup finds those whom the word mentions: everyone in the channel, or of
// them those who appear active.
func (s *Store) findGroup(conn Conn, m chat.Message, channel chat.Channel, word string, now time.Time) (mentions []chat.Mention, err error) {
	names, err := s.channelNames(conn, channel)
	if err != nil {
		return nil, err
	}
	bots, err := listBots(conn, botAll)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(n string) bool { return slices.Contains(bots, n) })
	for _, name := range names {
		may, err := s.mayMention(conn, m, name, channel)
		if err == nil && may {
			var blocked bool
			blocked, err = blocks(conn, name, m.Sender)
			may = !blocked
		}
		if err == nil && may && strings.EqualFold(word, chat.MentionHere) {
			var p chat.Presence
			p, err = findPresence(conn, name)
			may = p.Seen(now) == chat.Active
		}
		if err != nil {
			return nil, err
		}
		if may {
			mentions = append(mentions, chat.Mention{Username: name, ByGroup: true})
		}
	}
	return mentions, nil
}

// fillMentions adds the names that are marked in those messages that have any.
func fillMentions(conn Conn, messages []*chat.Message) error {
	for _, m := range messages {
		if m.Mentions == nil {
			continue
		}
		err := mentionList.each(conn, func(stmt Stmt) error {
			m.Mentions = append(m.Mentions, stmt.GetText("username"))
			return nil
		}, whole(":message_id", m.ID))
		if err != nil {
			return err
		}
	}
	return nil
}

// countMentions counts the unread messages of a channel in the user's sidebar that
// mention the user.
func countMentions(conn Conn, user string, c chat.SidebarChannel) (n int, err error) {
	if c.Unread == 0 {
		return 0, nil
	}
	_, err = mentionUnread.one(conn, func(stmt Stmt) { n = int(stmt.GetInt64("mentions")) },
		text(":username", user), text(":channel", c.ID), real(":floor", c.Floor))
	return n, err
}

// IsMentioned reports whether a message mentions the user, by name or as one of many,
// who is to hear of it.
func (s *Store) IsMentioned(ctx context.Context, user string, msgID int64) (mentioned bool, err error) {
	err = s.read(ctx, func(conn Conn) error {
		mentioned, err = isMentioned(conn, user, msgID)
		return err
	})
	return mentioned, err
}

func isMentioned(conn Conn, user string, id int64) (bool, error) {
	return mentionFind.one(conn, func(Stmt) {}, whole(":message_id", id), text(":username", user))
}

// Mentions returns up to limit messages that mention the user and that they can
// see, with their reactions, the newest first: those before the message with an
// id, 0 for the newest.
func (s *Store) Mentions(ctx context.Context, user string, before int64, limit int) (messages []chat.Message, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	err = s.read(ctx, func(conn Conn) error {
		for len(messages) < limit {
			var ids []int64
			err := mentionNewest.each(conn, func(stmt Stmt) error {
				ids = append(ids, stmt.GetInt64("message_id"))
				return nil
			}, text(":username", user), whole(":before", before), whole(":limit", int64(limit)))
			if err != nil || len(ids) == 0 {
				return err
			}
			before = ids[len(ids)-1]
			if messages, err = s.appendVisible(conn, messages, user, ids); err != nil {
				return err
			}
		}
		messages = messages[:min(len(messages), limit)]
		return nil
	})
	return messages, err
}

// appendVisible appends those of the messages that the user can see.
func (s *Store) appendVisible(conn Conn, messages []chat.Message, user string, ids []int64) ([]chat.Message, error) {
	for _, id := range ids {
		m, _, err := s.visibleMessage(conn, user, id)
		if chat.CodeOf(err) == chat.NotFound || err == nil && m.Deleted {
			continue
		}
		if err = cmp.Or(err, s.fill(conn, []*chat.Message{&m})); err != nil {
			return messages, err
		}
		messages = append(messages, m)
	}
	return messages, nil
}
