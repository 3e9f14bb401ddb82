package gallery

import (
	"github.com/a-h/templ"

	"minimost/views"
	"minimost/views/fixtures"
)

func init() {
	for _, state := range fixtures.PresenceStates {
		dot := views.PresenceDotProps{User: "bob", State: state}
		register("presence-dot", Entry{State: state, Title: "Presence " + state, Render: func() templ.Component { return views.PresenceDot(dot) }})
	}
	register("avatar",
		Entry{State: "plain", Title: "Every colour, in the order of accounts", Render: everyHue},
		Entry{State: "presence", Title: "With each dot", Render: func() templ.Component {
			var all []templ.Component
			for i, state := range fixtures.PresenceStates {
				all = append(all, views.Avatar(views.AvatarProps{Name: fixtures.Names[i], State: state}))
			}
			return several(all...)
		}},
		Entry{State: "small", Title: "Small", Render: func() templ.Component { return faces("small", fixtures.Names...) }},
		Entry{State: "large", Title: "Large", Render: func() templ.Component { return faces("large", fixtures.Names...) }},
	)
}

func everyHue() templ.Component {
	var all []templ.Component
	for i := range views.AvatarPalette {
		all = append(all, views.Avatar(views.AvatarProps{Name: fixtures.Names[i%len(fixtures.Names)], Hue: views.AvatarHue(i), State: "active"}))
	}
	return several(all...)
}

func faces(size string, names ...string) templ.Component {
	var all []templ.Component
	for _, name := range names {
		all = append(all, views.Avatar(views.AvatarProps{Name: name, Size: size, State: "active"}))
	}
	return several(all...)
}
