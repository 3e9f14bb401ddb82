package main

import "strings"

// endpoint is a row of the benchmark's table: what load sends for each person, and what must be answered.
type endpoint struct {
	name    string
	wanted  float64 // share of the bare handler's requests a second
	status  int     // of every answer
	request request
	check   func(*fixture, *person) // asks as a person during the rounds, and fails on a wrong answer

	writes  bool           // load is sent for everyone but the observer, who checks
	durable bool           // answers come after an fsync
	typing  bool           // three people keep typing meanwhile
	longer  string         // the way to grow in which the answer itself becomes longer
	poll    bool           // the request goes on from each one's cursor
	before  func(*fixture) // prepares each round
	after   func(*fixture) // looks at what the rounds have left
}

const thumbsUp = "👍"

// endpoints are measured in this order: those who send messages come last, as they change what others are answered.
var endpoints = []endpoint{
	{name: "GET /typing/general", wanted: 0.85, status: 200, request: get("/typing/general"), typing: true,
		before: (*fixture).keystroke, check: func(f *fixture, p *person) { p.answered("/typing/general", f.typing(p)) }, after: (*fixture).stopTyping},
	{name: "idle GET /ui/live/general", wanted: 0.85, status: 204, poll: true,
		before: (*fixture).openPages, check: (*fixture).checkIdlePoll, after: (*fixture).checkPollSeesChange},
	reading("/presence/override", 0.70, (*fixture).override, ""),
	reading("/online_users", 0.60, (*fixture).allOnline, "accounts"),
	reading("/read_receipts/general", 0.60, known("/read_receipts/general"), ""),
	reading("/private_channels", 0.50, known("/private_channels"), "private-channels"),
	reading("/messages/general?after=0&limit=50", 0.15, known("/messages/general?after=0&limit=50"), ""),
	{name: "POST /typing/general", wanted: 0.50, status: 204, request: post("/typing/general", ""), writes: true,
		check: (*fixture).checkTypingIsSeen, after: (*fixture).stopTyping},
	{name: "POST /presence", wanted: 0.50, status: 204, request: post("/presence", `{"state":"active","tab":"`+benchTab+`"}`), writes: true,
		check: (*fixture).checkReportIsSeen, after: func(f *fixture) { f.checkOnline("active") }},
	{name: "POST /mark_read/general, nothing new", wanted: 0.50, status: 204, request: post("/mark_read/general", ""), writes: true,
		check: (*fixture).checkMarkRead},
	{name: "POST /react/1, all on one message", wanted: 0.30, status: 200, request: post("/react/1", form("reaction", thumbsUp)), writes: true,
		durable: true, check: (*fixture).checkToggle, after: (*fixture).checkReactions},
	{name: "POST /send/random", wanted: 0.30, status: 200, writes: true, durable: true,
		request: post("/send/random", form("text", "Hello from the benchmark, this is a message like others.")), check: (*fixture).checkSend},
}

// reading is a GET of which everybody's answer is known, and in which way to grow the answer itself becomes longer.
func reading(path string, wanted float64, want func(*fixture, *person) any, longer string) endpoint {
	return endpoint{name: "GET " + path, wanted: wanted, status: 200, request: get(path), longer: longer,
		check: func(f *fixture, p *person) { p.answered(path, want(f, p)) }}
}

func (e endpoint) sends() bool { return strings.HasPrefix(e.request.path, "/send/") }

// requestFor is what load sends for a person.
func (e endpoint) requestFor(f *fixture, p *person) request {
	if e.poll {
		return p.pollRequest()
	} else if e.sends() {
		return post("/send/"+f.sendTo, e.request.body)
	}
	return e.request
}

func (e endpoint) asker(f *fixture, n int) *person {
	if e.writes {
		return f.observer
	}
	return f.talkers[n%len(f.talkers)]
}
