package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	serverSettingsFind = load("server_settings/find")
	serverSettingsSet  = load("server_settings/set")
)

// ServerSettings is what administrators have set for everyone.
func (s *Store) ServerSettings(ctx context.Context) (settings chat.ServerSettings, err error) {
	err = s.read(ctx, func(conn Conn) error {
		settings, err = serverSettings(conn)
		return err
	})
	return settings, err
}

func serverSettings(conn Conn) (chat.ServerSettings, error) {
	settings := chat.DefaultServerSettings
	_, err := serverSettingsFind.one(conn, func(stmt Stmt) {
		settings = chat.ServerSettings{
			Inviting: chat.Permission(stmt.GetText("inviting")), CreatingChannels: chat.Permission(stmt.GetText("creating_channels")),
		}
	})
	return settings, err
}

// checkChannelMaker is ErrNoChannelMaker for who may not make channels.
func checkChannelMaker(conn Conn, username string) error {
	settings, err := serverSettings(conn)
	if err != nil || settings.CreatingChannels == chat.Members {
		return err
	}
	is, err := isAdministrator(conn, username)
	if err == nil && !is {
		err = chat.ErrNoChannelMaker
	}
	return err
}

// SetServerSettings sets them; by has to be an administrator. Invites of those who may
// no longer make any end.
func (s *Store) SetServerSettings(ctx context.Context, by string, settings chat.ServerSettings, now time.Time) error {
	return s.administer(ctx, by, now, func(tx *transaction) error {
		before, err := serverSettings(tx.Conn)
		if err != nil || before == settings {
			return err
		}
		tx.publish(chat.TopicAccounts)
		err = serverSettingsSet.exec(tx.Conn, text(":inviting", string(settings.Inviting)), text(":creating_channels", string(settings.CreatingChannels)))
		if err != nil {
			return err
		}
		if settings.Inviting == chat.Administrators {
			if err := inviteEndOfMembers.exec(tx.Conn, real(":ended_ts", chat.StampOf(now))); err != nil {
				return err
			}
		}
		return auditSettings(ctx, tx, before, settings, now)
	})
}

func auditSettings(ctx context.Context, tx *transaction, before, after chat.ServerSettings, now time.Time) error {
	for _, setting := range []struct {
		name          string
		before, after chat.Permission
	}{
		{"inviting", before.Inviting, after.Inviting},
		{"creating_channels", before.CreatingChannels, after.CreatingChannels},
	} {
		if setting.before == setting.after {
			continue
		}
		if err := audit(ctx, tx, now, chat.AuditSettingChanged, setting.name, string(setting.after)); err != nil {
			return err
		}
	}
	return nil
}
