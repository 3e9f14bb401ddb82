package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	sidebarSettingsFind = load("sidebar_settings/find")
	sidebarSettingsSave = load("sidebar_settings/save")
)

// SidebarSettings is what the user has set for their sidebar.
func (s *Store) SidebarSettings(ctx context.Context, user string) (settings chat.SidebarSettings, err error) {
	err = s.read(ctx, func(conn Conn) error {
		settings, err = sidebarSettings(conn, user)
		return err
	})
	return settings, err
}

// SetSidebarSettings changes them. It is Invalid for a section that is none.
func (s *Store) SetSidebarSettings(ctx context.Context, user string, change chat.SidebarSettingsChange, now time.Time) error {
	return s.onceWrite(ctx, now, noAccessNeeded, func(tx *transaction) error {
		was, err := sidebarSettings(tx.Conn, user)
		if err != nil {
			return err
		}
		set, err := was.Change(change)
		if err != nil || set == was {
			return err
		}
		tx.publish(chat.TopicPerson(user))
		return sidebarSettingsSave.exec(tx.Conn, text(":username", user), text(":sort_by", string(set.SortBy)), text(":folded", set.Folded))
	})
}

func sidebarSettings(conn Conn, user string) (settings chat.SidebarSettings, err error) {
	_, err = sidebarSettingsFind.one(conn, func(stmt Stmt) {
		settings = chat.SidebarSettings{SortBy: chat.SidebarSort(stmt.GetText("sort_by")), Folded: stmt.GetText("folded")}
	}, text(":username", user))
	return settings, err
}
