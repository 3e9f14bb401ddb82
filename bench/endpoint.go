package main

import (
	"strings"

	"github.com/valyala/fasthttp"
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

const (
	thumbsUp   = "👍"
	newestPage = "/messages/general?after=0&limit=50"
)

// endpoints are measured in this order: those who send messages come last, as they change what others are answered.
var endpoints = []endpoint{
	{name: "GET /typing/general", wanted: 0.85, status: 200, request: get("/typing/general"), typing: true,
		check: answered("/typing/general", (*fixture).typing), after: (*fixture).stopTyping},
	{name: "idle GET /ui/live/general", wanted: 0.85, status: 204, poll: true,
		before: (*fixture).openPages, check: (*fixture).checkIdlePoll, after: (*fixture).checkPollSeesChange},
	{name: "GET /presence/override", wanted: 0.70, status: 200, request: get("/presence/override"),
		check: answered("/presence/override", (*fixture).override)},
	{name: "GET /online_users", wanted: 0.60, status: 200, request: get("/online_users"),
		check: answered("/online_users", (*fixture).allOnline)},
	{name: "GET /read_receipts/general", wanted: 0.60, status: 200, request: get("/read_receipts/general"),
		check: answered("/read_receipts/general", (*fixture).readUpTo)},
	{name: "GET /private_channels", wanted: 0.50, status: 200, request: get("/private_channels"),
		check: answered("/private_channels", (*fixture).privateChannels)},
	{name: "GET /messages/general?after=0&limit=50", wanted: 0.15, status: 200, request: get(newestPage),
		check: answered(newestPage, (*fixture).newestMessages)},
	{name: "POST /typing/general", wanted: 0.50, status: 204, request: post("/typing/general", ""), writes: true,
		check: (*fixture).checkTypingIsSeen, after: (*fixture).stopTyping},
	{name: "POST /presence", wanted: 0.50, status: 204, request: post("/presence", `{"state":"active","tab":"`+benchTab+`"}`), writes: true,
		check: (*fixture).checkReportIsSeen, after: (*fixture).checkAllOnline},
	{name: "POST /mark_read/general, nothing new", wanted: 0.50, status: 204, request: post("/mark_read/general", ""), writes: true,
		check: (*fixture).checkMarkRead},
	{name: "POST /react/1, all on one message", wanted: 0.30, status: 200, request: post("/react/1", form("reaction", thumbsUp)), writes: true,
		durable: true, check: (*fixture).checkToggle, after: (*fixture).checkReactions},
	{name: "POST /send/random", wanted: 0.30, status: 200, writes: true, durable: true,
		request: post("/send/random", form("text", "Hello from the benchmark, this is a message like others.")), check: (*fixture).checkSend},
}

func (e endpoint) sends() bool { return strings.HasPrefix(e.request.path, "/send/") }

// requestFor is what load sends for a person.
func (e endpoint) requestFor(f *fixture, p *person) request {
	r := e.request
	if e.poll {
		r = p.pollRequest()
	}
	if e.sends() {
		r.path = "/send/" + f.sendTo
	}
	return r
}

// requests is the load that is sent to the endpoint, for one connection.
func (e endpoint) requests(f *fixture) (list []*fasthttp.Request) {
	for _, p := range f.talkers {
		if !e.writes || p != f.observer {
			list = append(list, p.prepare(e.requestFor(f, p)))
		}
	}
	return list
}

// asker is who makes the n-th check.
func (e endpoint) asker(f *fixture, n int) *person {
	if e.writes {
		return f.observer
	}
	return f.talkers[n%len(f.talkers)]
}
