package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	channelSettingsList   = load("channel_settings/list")
	channelSettingsFind   = load("channel_settings/find")
	channelSettingsCount  = load("channel_settings/count")
	channelSettingsSave   = load("channel_settings/save")
	channelSettingsDelete = load("channel_settings/delete")
)

// ChannelSettings are those of the user, by channel; a channel for which nothing is
// set is not among them.
func (s *Store) ChannelSettings(ctx context.Context, user string) (all map[string]chat.ChannelSettings, err error) {
	err = s.read(ctx, func(conn Conn) error {
		all, err = allChannelSettings(conn, user)
		return err
	})
	return all, err
}

// SetChannelSettings changes what the user has set for a channel. It is
// ErrNoChannel without access, ErrTooManyChannelSettings.
func (s *Store) SetChannelSettings(ctx context.Context, user, channel string, change chat.ChannelSettingsChange, now time.Time) error {
	may := func(tx *transaction) error {
		_, err := s.access(tx.Conn, user, channel)
		return err
	}
	return s.onceWrite(ctx, now, may, func(tx *transaction) error {
		if err := may(tx); err != nil {
			return err
		}
		was, err := channelSettings(tx.Conn, user, channel)
		if err != nil || was.Change(change) == was {
			return err
		}
		return saveChannelSettings(tx, user, channel, was, was.Change(change))
	})
}

func allChannelSettings(conn Conn, user string) (map[string]chat.ChannelSettings, error) {
	all := make(map[string]chat.ChannelSettings)
	err := channelSettingsList.each(conn, func(stmt Stmt) error {
		all[stmt.GetText("channel")] = readChannelSettings(stmt)
		return nil
	}, text(":username", user))
	return all, err
}

func channelSettings(conn Conn, user, channel string) (settings chat.ChannelSettings, err error) {
	_, err = channelSettingsFind.one(conn, func(stmt Stmt) { settings = readChannelSettings(stmt) },
		text(":username", user), text(":channel", channel))
	return settings, err
}

func readChannelSettings(stmt Stmt) chat.ChannelSettings {
	return chat.ChannelSettings{
		Muted: stmt.GetBool("muted"), Favourite: stmt.GetBool("favourite"),
		Notify: chat.NotifyLevel(stmt.GetText("notify")), MarkedUnread: getStamp(stmt, "marked_unread_ts"),
	}
}

// saveChannelSettings keeps a row only of what is not as it would be without one.
func saveChannelSettings(tx *transaction, user, channel string, was, settings chat.ChannelSettings) error {
	tx.publish(chat.TopicPerson(user))
	key := []binding{text(":username", user), text(":channel", channel)}
	if settings == (chat.ChannelSettings{}) {
		return channelSettingsDelete.exec(tx.Conn, key...)
	}
	if was == (chat.ChannelSettings{}) {
		channels := 0
		_, err := channelSettingsCount.one(tx.Conn, func(stmt Stmt) { channels = int(stmt.GetInt64("channels")) }, key[0])
		if err != nil {
			return err
		}
		if channels >= chat.MaxChannelSettings {
			return chat.ErrTooManyChannelSettings
		}
	}
	return channelSettingsSave.exec(tx.Conn, append(key, flag(":muted", settings.Muted), flag(":favourite", settings.Favourite),
		optional(":notify", string(settings.Notify)), stamp(":marked_unread_ts", settings.MarkedUnread))...)
}
