package main

import (
	"net/http"
	"slices"
	"strings"
)

// endpoint is a row of the benchmark's table: what load sends for each person, and what must be answered.
type endpoint struct {
	name    string
	wanted  float64 // share of the bare handler's requests a second
	status  int     // of every answer
	request request
	check   func(*fixture, *script, *person) // asks as a person during the rounds, and compares

	writes  bool                    // load is sent for everyone but the observer, who checks
	durable bool                    // answers come after an fsync
	typing  bool                    // three people keep typing meanwhile
	poll    bool                    // the request goes on from each one's cursor
	before  func(*fixture, *script) // prepares each round
	after   func(*fixture, *script) // looks at what the rounds have left
}

// targets of the whole run.
const (
	wantedP99    = 0.020 // s
	wantedMemory = 100 << 20
	thumbsUp     = "👍"
	newestPage   = "/messages/general?after=0&limit=50"
)

func get(path string) request        { return request{http.MethodGet, path, ""} }
func post(path, body string) request { return request{http.MethodPost, path, body} }

var endpoints = []endpoint{
	{name: "GET /typing/general", wanted: 0.85, status: 200, request: get("/typing/general"), typing: true,
		check: answered("/typing/general", (*fixture).typing), after: (*fixture).stopTyping},
	{name: "idle GET /ui/live/general", wanted: 0.85, status: 204, request: get("/ui/live/general?since="), poll: true,
		before: (*fixture).openPages, check: (*fixture).checkIdlePoll, after: (*fixture).checkPollSeesChange},
	{name: "GET /presence/override", wanted: 0.70, status: 200, request: get("/presence/override"), check: answered("/presence/override", (*fixture).override)},
	{name: "GET /online_users", wanted: 0.60, status: 200, request: get("/online_users"), check: answered("/online_users", (*fixture).allOnline)},
	{name: "GET /read_receipts/general", wanted: 0.60, status: 200, request: get("/read_receipts/general"), check: answered("/read_receipts/general", (*fixture).readUpTo)},
	{name: "GET /private_channels", wanted: 0.50, status: 200, request: get("/private_channels"), check: (*fixture).checkChannels},
	{name: "POST /typing/general", wanted: 0.50, status: 204, request: post("/typing/general", ""), writes: true,
		check: (*fixture).checkTypingIsSeen, after: (*fixture).stopTyping},
	{name: "POST /presence", wanted: 0.50, status: 204, request: post("/presence", `{"state":"active","tab":"`+benchTab+`"}`), writes: true,
		check: (*fixture).checkReportIsSeen, after: func(f *fixture, s *script) { answered("/online_users", (*fixture).allOnline)(f, s, f.people[0]) }},
	{name: "POST /mark_read/general, nothing new", wanted: 0.50, status: 204, request: post("/mark_read/general", ""), writes: true,
		check: func(f *fixture, s *script, p *person) {
			s.post(p, "/mark_read/general", "", 204)
			answered("/read_receipts/general", (*fixture).readUpTo)(f, s, p)
		}},
	{name: "POST /react/1, all on one message", wanted: 0.30, status: 200, request: post("/react/1", form("reaction", thumbsUp)), writes: true,
		durable: true, check: (*fixture).checkToggle, after: (*fixture).checkReactions},
	{name: "POST /send/random", wanted: 0.30, status: 200, writes: true, durable: true,
		request: post("/send/random", form("text", "Hello from the benchmark, this is a message like others.")), check: (*fixture).checkSend},
	{name: "GET /messages/general?after=0&limit=50", wanted: 0.15, status: 200, request: get(newestPage),
		check: answered(newestPage, (*fixture).newestPage)},
}

func (e endpoint) sends() bool { return strings.HasPrefix(e.request.path, "/send/") }

// requestFor is what load sends for a person.
func (e endpoint) requestFor(f *fixture, p *person) request {
	if e.poll {
		return get(e.request.path + f.cursors[p.name])
	}
	return e.request
}

// requests is the load that is sent to the endpoint.
func (e endpoint) requests(f *fixture) (list [][]byte) {
	for _, p := range f.people {
		if !e.writes || p != f.observer {
			list = append(list, e.requestFor(f, p).wire(p))
		}
	}
	return list
}

// asker is who makes the n-th check.
func (e endpoint) asker(f *fixture, n int) *person {
	if e.writes {
		return f.observer
	}
	return f.people[n%len(f.people)]
}

// chosenEndpoints are those that are to be measured.
func (r *run) chosenEndpoints() []endpoint {
	return slices.DeleteFunc(slices.Clone(endpoints), func(e endpoint) bool { return !r.only.MatchString(e.name) })
}
