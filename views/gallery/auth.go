package gallery

import (
	"github.com/a-h/templ"

	"minimost/views"
	"minimost/views/fixtures"
)

func init() {
	login := func(p views.LoginProps) func() templ.Component {
		return func() templ.Component { return views.Login(p) }
	}
	register("login",
		Entry{State: "empty", Title: "Arriving", Height: Screen, Full: true, Render: login(fixtures.LoginEmpty)},
		Entry{State: "demo", Title: "With the demo login", Height: Screen, Full: true, Render: login(fixtures.LoginDemo)},
		Entry{State: "notice", Title: "After setting a new password", Height: Screen, Full: true, Render: login(fixtures.LoginNotice)},
		Entry{State: "wrong", Title: "The pair does not match", Height: Screen, Full: true, Render: login(fixtures.LoginWrong)},
		Entry{State: "missing", Title: "Both fields left empty", Height: Screen, Full: true, Render: login(fixtures.LoginMissing)},
	)

	signup := func(p views.SignupProps) func() templ.Component {
		return func() templ.Component { return views.Signup(p) }
	}
	register("signup",
		Entry{State: "empty", Title: "The rules before they are broken", Height: Screen, Full: true, Render: signup(fixtures.SignupEmpty)},
		Entry{State: "taken", Title: "One field is wrong", Height: Screen, Full: true, Render: signup(fixtures.SignupTaken)},
		Entry{State: "errors", Title: "Every field is wrong", Height: Screen, Full: true, Render: signup(fixtures.SignupErrors)},
	)

	reset := func(p views.ResetProps) func() templ.Component {
		return func() templ.Component { return views.Reset(p) }
	}
	register("reset",
		Entry{State: "empty", Title: "Opened from its link", Height: Screen, Full: true, Render: reset(fixtures.ResetEmpty)},
		Entry{State: "mismatch", Title: "The two differ", Height: Screen, Full: true, Render: reset(fixtures.ResetMismatch)},
	)

	failure := func(p views.ErrorProps) func() templ.Component {
		return func() templ.Component { return views.ErrorCard(p) }
	}
	register("error-page",
		Entry{State: "forbidden", Title: "No access, or no such channel", Height: Screen, Full: true, Render: failure(fixtures.ErrorForbidden)},
		Entry{State: "not-found", Title: "No such page", Height: Screen, Full: true, Render: failure(fixtures.ErrorNotFound)},
		Entry{State: "unavailable", Title: "The database does not answer", Height: Screen, Full: true, Render: failure(fixtures.ErrorUnavailable)},
	)
}
