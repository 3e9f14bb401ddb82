package sqlite

import (
	"context"
	"slices"
	"time"

	"minimost/chat"
)

var (
	publicInsert      = load("public_channel/insert")
	publicFind        = load("public_channel/find")
	publicList        = load("public_channel/list")
	publicMembership  = load("public_channel/membership")
	publicMembers     = load("public_channel/members")
	publicMemberships = load("public_channel/memberships")
	publicSetMember   = load("public_channel/set_member")
	publicArchived    = load("public_channel/archived")
	publicArchive     = load("public_channel/archive")
)

// everybodysIn reports whether a public channel is one of those that everybody is in
// who has not left it.
func (s *Store) everybodysIn(channel string) bool { return slices.Contains(s.public, channel) }

// isPublic reports whether a public channel exists, and fills in whether the reader is
// in it and since when.
func (s *Store) isPublic(conn Conn, r *reader) (bool, error) {
	everybody := s.everybodysIn(r.Channel.ID)
	r.Name = r.Channel.ID
	found, err := publicFind.one(conn, func(stmt Stmt) {
		r.Name, r.Archived = stmt.GetText("name"), getStamp(stmt, "archived_ts") > 0
		r.Manages = r.Manages || stmt.GetText("created_by") == r.name
	}, text(":channel", r.Channel.ID))
	if err != nil || !found && !everybody {
		return false, err
	}
	r.Left = !everybody
	_, err = publicMembership.one(conn, func(stmt Stmt) {
		r.Left = !stmt.GetBool("joined")
		r.JoinedTS = getStamp(stmt, "since_ts")
	}, text(":channel", r.Channel.ID), text(":user", r.name))
	return true, err
}

// publicChannels are the public channels in use: the configured ones in their order,
// then those that people made by name.
func (s *Store) publicChannels(conn Conn) ([]string, error) {
	archived, err := archivedChannels(conn)
	if err != nil {
		return nil, err
	}
	channels := slices.DeleteFunc(slices.Clone(s.public), func(name string) bool { return slices.Contains(archived, name) })
	err = publicList.each(conn, func(stmt Stmt) error {
		if name := stmt.GetText("channel"); !slices.Contains(channels, name) {
			channels = append(channels, name)
		}
		return nil
	})
	return channels, err
}

// archivedChannels are the public channels that are in use no more, by name.
func archivedChannels(conn Conn) (channels []string, err error) {
	err = publicArchived.each(conn, func(stmt Stmt) error {
		channels = append(channels, stmt.GetText("channel"))
		return nil
	})
	return channels, err
}

// joinedChannels are the public channels that the user is in, in the same order.
func (s *Store) joinedChannels(conn Conn, user string) ([]string, error) {
	said := make(map[string]bool)
	err := publicMemberships.each(conn, func(stmt Stmt) error {
		said[stmt.GetText("channel")] = stmt.GetBool("joined")
		return nil
	}, text(":user", user))
	if err != nil {
		return nil, err
	}
	channels, err := s.publicChannels(conn)
	return slices.DeleteFunc(channels, func(name string) bool {
		joined, known := said[name]
		return known && !joined || !known && !s.everybodysIn(name)
	}), err
}

// JoinedChannels are the public channels that the user is in: the configured ones in
// their order, then those that people made by name.
func (s *Store) JoinedChannels(ctx context.Context, user string) (channels []string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		channels, err = s.joinedChannels(conn, user)
		return err
	})
	return channels, err
}

// publicNames are the accounts in a public channel, by name.
func (s *Store) publicNames(conn Conn, channel string) ([]string, error) {
	everyone, err := usernames(conn, accountNames)
	if err != nil {
		return nil, err
	}
	return s.namesOf(conn, channel, everyone)
}

// namesOf are those of everyone who are in a public channel.
func (s *Store) namesOf(conn Conn, channel string, everyone []string) ([]string, error) {
	everybody := s.everybodysIn(channel)
	said := make(map[string]bool)
	err := publicMembers.each(conn, func(stmt Stmt) error {
		said[stmt.GetText("username")] = true
		return nil
	}, text(":channel", channel), flag(":joined", !everybody))
	if everybody && len(said) == 0 {
		return everyone, err
	}
	return slices.DeleteFunc(slices.Clone(everyone), func(name string) bool { return said[name] == everybody }), err
}

// PublicMembers are the accounts in a public channel, by name, whoever asks.
func (s *Store) PublicMembers(ctx context.Context, channel string) (names []string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		names, err = s.publicNames(conn, channel)
		return err
	})
	return names, err
}

// AllPublicChannels lists every public channel as the user finds it, archived ones last.
func (s *Store) AllPublicChannels(ctx context.Context, user string) (list []chat.PublicChannel, err error) {
	err = s.read(ctx, func(conn Conn) error {
		channels, err := s.publicChannels(conn)
		if err != nil {
			return err
		}
		archived, err := archivedChannels(conn)
		if err != nil {
			return err
		}
		everyone, err := usernames(conn, accountNames)
		if err != nil {
			return err
		}
		renamed, err := renamedChannels(conn)
		if err != nil {
			return err
		}
		for i, channel := range slices.Concat(channels, archived) {
			c := chat.PublicChannel{Channel: channel, Name: nameOf(renamed, channel), Archived: i >= len(channels)}
			if c.About, err = findAbout(conn, channel); err != nil {
				return err
			}
			names, err := s.namesOf(conn, channel, everyone)
			if err != nil {
				return err
			}
			c.Members, c.Joined = len(names), slices.Contains(names, user)
			list = append(list, c)
		}
		return nil
	})
	return list, err
}

// CreatePublicChannel makes a public channel, which the user is in. It is
// ErrNoChannelMaker for who may not, and Conflict where there is one of that name.
func (s *Store) CreatePublicChannel(ctx context.Context, user, name string, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		if err := checkChannelMaker(tx.Conn, user); err != nil {
			return err
		}
		ch, err := chat.ParseChannel(name)
		if err != nil {
			return err
		}
		taken, err := s.nameTaken(tx.Conn, "", name)
		if err == nil && taken {
			err = chat.ErrNameTaken(name)
		}
		if err != nil {
			return err
		}
		err = publicInsert.exec(tx.Conn, text(":channel", name), text(":created_by", user), real(":created_ts", chat.StampOf(now)))
		if err != nil {
			return err
		}
		return setPublicMember(tx, ch, user, true, chat.CreatedText(user), now)
	})
}

// SetJoined has the user join a public channel or leave it; one that is so already is
// left alone. It is ErrNoChannel where there is none.
func (s *Store) SetJoined(ctx context.Context, user, channel string, joined bool, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		r, err := s.access(tx.Conn, user, channel)
		if err == nil && r.Channel.Kind != chat.Public {
			err = chat.ErrNoChannel
		}
		if err == nil && r.Archived {
			err = chat.ErrArchived
		}
		if err != nil || r.Left == !joined {
			return err
		}
		line := chat.JoinedText(user)
		if !joined {
			line = chat.LeftText(user)
		}
		if err := typingDelete.exec(tx.Conn, text(":user", user), text(":channel", channel)); err != nil {
			return err
		}
		return setPublicMember(tx, r.Channel, user, joined, line, now)
	})
}

func setPublicMember(tx *transaction, ch chat.Channel, user string, joined bool, line string, now time.Time) error {
	since, err := nextStamp(tx, ch, now)
	if err != nil {
		return err
	}
	tx.publish(chat.TopicMembers(ch.ID), chat.TopicPerson(user), chat.TopicTyping(ch.ID), chat.TopicPublicChannels)
	err = publicSetMember.exec(tx.Conn, text(":channel", ch.ID), text(":username", user), flag(":joined", joined), real(":since_ts", since))
	if err != nil {
		return err
	}
	return insertSystemMessage(tx, ch, line, now)
}
