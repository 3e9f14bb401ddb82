package web

// Guard says who gets to a route's handler.
type Guard int

// The guards.
const (
	Open    Guard = iota // anyone; the session is not even looked at
	Silent               // anyone; without a session the handler answers as if nothing were there
	Session              // 302 to /login without a session, for htmx 401 and HX-Redirect
	// Own is Session for what a page asks by itself: it has to name whom it was
	// drawn for, and that has to be the session's user.
	Own
	// Login is Session for what only a person may do who has logged in: a token is
	// refused.
	Login
)

// Answer says what a route answers with, which decides how its errors look.
type Answer int

// The kinds of answer.
const (
	Data Answer = iota // JSON or a word; errors are one sentence of plain text
	Page               // a document; errors are pages for whoever accepts HTML
)

// Route is one line of the URL table.
type Route struct {
	Method string
	Path   string
	Guard  Guard
	Answer Answer
	// Extends lets the route prolong the session: pages and what people do on
	// purpose, not what a page does by itself.
	Extends bool
	// Limit is the allowance that its requests are taken out of; see allowances.
	Limit Limit
	// Keyed lets the route's change be made once under a key; see takeKey. What is asked for again does no
	// harm with the others, or it answers with a cookie. A secret, of which a hash is kept, is answered with once.
	Keyed  bool
	Handle Handler
}

// Handler answers a request.
type Handler func(*Request) error

// Where the server says how it is, to whoever asks under any name.
const (
	LivePath  = "/livez"
	ReadyPath = "/readyz"
)
