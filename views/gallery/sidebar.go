package gallery

import (
	"github.com/a-h/templ"

	"minimost/views"
	"minimost/views/fixtures"
)

func init() {
	shell := func(p views.SidebarProps, lost bool) func() templ.Component {
		return func() templ.Component { return shellStage(views.ShellProps{Sidebar: p, Lost: lost}) }
	}
	register("sidebar",
		Entry{State: "full", Title: "A working day", Height: Screen, Full: true, Render: shell(fixtures.SidebarFull, false)},
		Entry{State: "sections", Title: "Favourites, muted and folded", Height: Screen, Full: true, Render: shell(fixtures.SidebarSections, false)},
		Entry{State: "drafts", Title: "Texts that were begun, on a page without a channel", Height: Screen, Full: true, Render: shell(fixtures.SidebarDrafts, false)},
		Entry{State: "empty", Title: "The first day", Height: Screen, Full: true, Render: shell(fixtures.SidebarEmpty, false)},
		Entry{State: "long", Title: "Long names and high counts", Height: Screen, Full: true, Render: shell(fixtures.SidebarLong, false)},
	)
	register("connection-banner",
		Entry{State: "off", Title: "Connected: nothing to see", Height: Medium, Full: true, Render: shell(fixtures.SidebarFull, false)},
		Entry{State: "on", Title: "Reconnecting", Height: Medium, Full: true, Render: shell(fixtures.SidebarFull, true)},
		Entry{State: "unheard", Title: "What it tells does not get through", Height: Medium, Full: true, Render: func() templ.Component {
			return shellStage(views.ShellProps{Sidebar: fixtures.SidebarFull, Unheard: true})
		}},
	)

	empty := func(p views.EmptyStateProps) func() templ.Component {
		return func() templ.Component { return views.EmptyState(p) }
	}
	register("empty-state",
		Entry{State: "channel", Title: "A channel with no messages", Height: Medium, Render: empty(fixtures.EmptyChannel)},
		Entry{State: "private", Title: "A private channel with no messages", Height: Medium, Render: empty(fixtures.EmptyPrivate)},
		Entry{State: "group", Title: "A conversation with no messages", Height: Medium, Render: empty(fixtures.EmptyGroup)},
		Entry{State: "first-steps", Title: "The first to come", Height: Medium, Render: empty(fixtures.EmptyFirst)},
		Entry{State: "direct-messages", Title: "No direct messages", Height: Medium, Render: empty(fixtures.EmptyDMs)},
		Entry{State: "search", Title: "Nobody found", Height: Medium, Render: empty(fixtures.EmptySearch)},
	)
}
