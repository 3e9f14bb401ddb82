package page

import (
	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/views"
)

// accountRegion is the button that shows how the reader appears to others.
var accountRegion = region{
	name:        "account",
	ofReader:    []func(string) chat.Topic{chat.TopicPerson},
	onlyIfStale: []chat.Topic{chat.TopicPresence, chat.TopicProfiles},
	inSidebar:   true,
	stale: func(s *screen) (bool, error) {
		return s.delta.changed(s.since.SidebarOffset, chat.TopicAppearance(s.reader.User.Username), chat.TopicProfiles), nil
	},
	build: buildAccount,
	render: func(s *screen) []templ.Component {
		return []templ.Component{views.AccountButton(s.Shell.Sidebar.Me, "morph")}
	},
}

func buildAccount(s *screen) (any, error) {
	user, now := s.reader.User.Username, s.reader.Now
	own, err := s.store.Presence(s.reader.Ctx, user)
	why := own.Why(now)
	s.Shell.Sidebar.Me = views.AccountButtonProps{
		Username: user, State: chat.DotOf(own.Seen(now), own.DoNotDisturb.Holds(now)), Status: views.ChosenText(s.reader.Language(), why, s.reader.local(now)),
		Why: views.ReasonText(s.reader.Language(), why, s.reader.local(now)), Shown: s.seen.Shown(user), Picture: s.seen.Picture(user), Hue: views.AvatarHue(s.seen.Place(user)),
		Said: views.Status(s.reader.Language(), own.OwnStatus(now), s.reader.local(now)),
	}
	return s.Shell.Sidebar.Me, err
}
