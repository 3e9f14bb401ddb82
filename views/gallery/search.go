package gallery

import (
	"github.com/a-h/templ"

	"minimost/views"
	"minimost/views/fixtures"
)

func init() {
	search := func(state, title string, p views.SearchPageProps) Entry {
		return Entry{State: state, Title: title, Height: Screen, Full: true, Render: func() templ.Component { return views.Search(p) }}
	}
	register("search-page",
		search("empty", "Nothing asked yet", fixtures.SearchPageEmpty),
		search("found", "Hits in each kind of channel", fixtures.SearchPageFound),
		search("best", "The best first, while older messages are being indexed", fixtures.SearchPageBest),
		search("newest", "The best of the newest, where too many may match", fixtures.SearchPageNewest),
		search("far", "Nothing so far", fixtures.SearchPageFar),
		search("nothing", "No hits", fixtures.SearchPageNothing),
		search("unknown", "No hits, for nobody and no channel is called so", fixtures.SearchPageUnknown),
		search("error", "A query that cannot be read", fixtures.SearchPageError),
	)
	register("search-box",
		Entry{State: "empty", Title: "Beside a channel's name", Height: Low, Render: views.SearchBox},
	)
}
