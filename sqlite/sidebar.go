package sqlite

import (
	"context"

	"minimost/chat"
)

var messageLastID = load("message/last_id")

// Sidebar lists the channels in the user's sidebar with what they have not read of
// each: the public ones that they are in, the configured ones ahead in their order, the private ones by id, and the
// direct ones as DirectChannels does. All of it is of one state.
func (s *Store) Sidebar(ctx context.Context, user string) (list []chat.SidebarChannel, err error) {
	err = s.read(ctx, func(conn Conn) error {
		if list, err = s.sidebarChannels(conn, user); err != nil {
			return err
		}
		settings, err := allChannelSettings(conn, user)
		if err != nil {
			return err
		}
		own, err := sidebarSettings(conn, user)
		if err != nil {
			return err
		}
		var lastID int64
		if _, err := messageLastID.one(conn, func(stmt Stmt) { lastID = stmt.GetInt64("id") }); err != nil {
			return err
		}
		for i := range list {
			c := &list[i]
			c.LastID, c.Settings = lastID, settings[c.ID]
			if err := readNewest(conn, c, own.SortBy == chat.SortRecent); err != nil {
				return err
			}
			if c.Floor, err = s.unreadFloor(conn, user, c.ID); err != nil {
				return err
			}
			if c.Unread, err = countUnread(conn, user, c.ID, c.Floor); err != nil {
				return err
			}
			if c.Mentions, err = countMentions(conn, user, *c); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// readNewest is when the newest message came to a channel, of one that is listed by it.
func readNewest(conn Conn, c *chat.SidebarChannel, all bool) error {
	c.ByNewest = all || c.Kind == chat.Direct
	if !all || c.Kind == chat.Direct {
		return nil
	}
	_, err := messageNewestTS.one(conn, func(stmt Stmt) { c.Newest = getStamp(stmt, "ts") }, text(":channel", c.ID))
	return err
}

func (s *Store) sidebarChannels(conn Conn, user string) (list []chat.SidebarChannel, err error) {
	add := func(id, name string, newest chat.Stamp) {
		if channel, err := chat.ParseChannel(id); err == nil { // else another program's spelling: nobody can open it
			list = append(list, chat.SidebarChannel{Channel: channel, Name: name, Newest: newest})
		}
	}
	public, err := s.joinedChannels(conn, user)
	if err != nil {
		return nil, err
	}
	renamed, err := renamedChannels(conn)
	if err != nil {
		return nil, err
	}
	for _, channel := range public {
		add(channel, nameOf(renamed, channel), 0)
	}
	err = privateList.each(conn, func(stmt Stmt) error {
		add(chat.PrivateChannelID(stmt.GetInt64("id")), stmt.GetText("name"), 0)
		return nil
	}, text(":user", user))
	if err != nil {
		return nil, err
	}
	blocked, err := blockedBy(conn, user)
	if err != nil {
		return nil, err
	}
	err = directList.each(conn, func(stmt Stmt) error {
		if ch, err := chat.ParseChannel(stmt.GetText("channel")); err == nil && blocked[ch.Partner(user)] {
			return nil // closed, whatever comes
		}
		add(stmt.GetText("channel"), "", getStamp(stmt, "newest_ts"))
		return nil
	}, text(":user", user))
	return list, err
}
