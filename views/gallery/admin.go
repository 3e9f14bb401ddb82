package gallery

import (
	"github.com/a-h/templ"

	"minimost/views"
	"minimost/views/fixtures"
)

func init() {
	people := func(p views.PeopleProps) func() templ.Component {
		return func() templ.Component { return views.People(p) }
	}
	register("admin-people",
		Entry{State: "some", Title: "Accounts and what may be done", Height: Screen, Full: true, Render: people(fixtures.PeopleSome)},
		Entry{State: "link", Title: "A link for a new password", Height: Screen, Full: true, Render: people(fixtures.PeopleLink)},
		Entry{State: "none", Title: "Nobody is called so", Height: Screen, Full: true, Render: people(fixtures.PeopleNone)},
		Entry{State: "last", Title: "The last administrator", Height: Screen, Full: true, Render: people(fixtures.PeopleLast)},
	)
	full := func(state, title string, content templ.Component) Entry {
		return Entry{State: state, Title: title, Height: Screen, Full: true, Render: func() templ.Component { return content }}
	}
	register("admin-remove", full("ask", "Before an account is removed", views.RemovePerson(fixtures.PersonRemoved)))
	register("admin-channels",
		full("some", "Two channels without an owner", views.AdminChannels(fixtures.ChannelsSome)),
		full("owned", "Every channel has one", views.AdminChannels(fixtures.ChannelsOwned)),
	)
	register("admin-usage",
		full("some", "A server in use", views.Usage(fixtures.UsageSome)),
		full("broken", "The database does not answer", views.Usage(fixtures.UsageBroken)),
	)
	register("admin-settings",
		Entry{State: "usual", Title: "Settings for everyone", Height: Screen, Full: true, Render: func() templ.Component { return views.ServerSettings(fixtures.SettingsUsual) }},
	)
	register("admin-audit",
		Entry{State: "some", Title: "What was done", Height: Screen, Full: true, Render: func() templ.Component { return views.Audit(fixtures.AuditSome) }},
	)
	invites := func(p views.InvitesProps) func() templ.Component {
		return func() templ.Component { return views.Invites(p) }
	}
	register("invites",
		Entry{State: "some", Title: "Invites", Height: Screen, Full: true, Render: invites(fixtures.InvitesSome)},
		Entry{State: "link", Title: "A new link", Height: Screen, Full: true, Render: invites(fixtures.InvitesLink)},
		Entry{State: "days", Title: "Too many days", Height: Screen, Full: true, Render: invites(fixtures.InvitesDays)},
	)
	signup := func(p views.SignupProps) func() templ.Component {
		return func() templ.Component { return views.Signup(p) }
	}
	register("signup-invited",
		Entry{State: "first", Title: "The first administrator", Height: Screen, Full: true, Render: signup(fixtures.SignupFirst)},
		Entry{State: "by", Title: "By an invite", Height: Screen, Full: true, Render: signup(fixtures.SignupBy)},
	)
}
