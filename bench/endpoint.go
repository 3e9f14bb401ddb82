package main

import (
	"context"
	"net/http"
	"strconv"
)

// endpoint is one line of the benchmark's table.
type endpoint struct {
	name   string
	wanted float64 // share of the bare handler's requests a second
	status int     // of every answer
	writes bool    // load is sent for everyone but the observer
	sends  bool    // load sends messages
	typing bool    // three people keep typing meanwhile
	// durable answers come after an fsync.
	durable bool

	// request is what load sends for a person.
	request func(s *scene, p *person) request
	// before prepares each round; nil is nothing.
	before func(s *scene, ctx context.Context) error
	// check asks as p and compares the answer, during the rounds.
	check func(s *scene, ctx context.Context, p *person) error
	// after looks whether the rounds have left what they should; nil is nothing.
	after func(s *scene, ctx context.Context) error
}

// targets of the whole run.
const (
	wantedP99    = 20 // ms
	wantedMemory = 100 << 20
)

func endpoints() []endpoint {
	return []endpoint{
		{
			name: "GET /typing/general", wanted: 0.85, status: http.StatusOK, typing: true,
			request: reading("/typing/" + talkChannel), check: (*scene).checkTypists, after: (*scene).stopTyping,
		},
		{
			name: "idle GET /ui/live/general", wanted: 0.85, status: http.StatusNoContent,
			request: (*scene).idlePoll, before: (*scene).openPages, check: (*scene).checkIdlePoll, after: (*scene).checkPollSeesChange,
		},
		{
			name: "GET /presence/override", wanted: 0.70, status: http.StatusOK,
			request: reading("/presence/override"), check: (*scene).checkOverride,
		},
		{
			name: "GET /online_users", wanted: 0.60, status: http.StatusOK,
			request: reading("/online_users"), check: (*scene).checkOnline,
		},
		{
			name: "GET /read_receipts/general", wanted: 0.60, status: http.StatusOK,
			request: reading("/read_receipts/" + talkChannel), check: (*scene).checkMarks,
		},
		{
			name: "GET /private_channels", wanted: 0.50, status: http.StatusOK,
			request: reading("/private_channels"), check: (*scene).checkChannels,
		},
		{
			name: "POST /typing/general", wanted: 0.50, status: http.StatusNoContent, writes: true,
			request: writing("/typing/"+talkChannel, "", ""), check: (*scene).checkTypingIsSeen, after: (*scene).stopTyping,
		},
		{
			name: "POST /presence", wanted: 0.50, status: http.StatusNoContent, writes: true,
			request: writing("/presence", jsonType, toJSON(map[string]string{"state": "active", "tab": benchTab})),
			check:   (*scene).checkReportIsSeen, after: (*scene).checkEveryoneOnline,
		},
		{
			name: "POST /mark_read/general, nothing new", wanted: 0.50, status: http.StatusNoContent, writes: true,
			request: writing("/mark_read/"+talkChannel, formType, ""), check: (*scene).checkNothingNew,
		},
		{
			name: "POST /react/1, all on one message", wanted: 0.30, status: http.StatusOK, writes: true, durable: true,
			request: writing("/react/1", formType, form("reaction", thumbsUp)), check: (*scene).checkToggle, after: (*scene).checkReactions,
		},
		{
			name: "POST /send/random", wanted: 0.30, status: http.StatusOK, writes: true, durable: true, sends: true,
			request: writing("/send/"+loadChannel, formType, form("text", "Hello from the benchmark, this is a message like others.")),
			check:   (*scene).checkSend,
		},
		{
			name: "GET /messages/general?after=0&limit=50", wanted: 0.15, status: http.StatusOK,
			request: reading("/messages/" + talkChannel + "?after=0&limit=" + strconv.Itoa(pageSize)), check: (*scene).checkNewest,
		},
	}
}

func reading(path string) func(*scene, *person) request {
	return func(_ *scene, p *person) request {
		return request{method: http.MethodGet, path: path, cookie: p.cookie}
	}
}

func writing(path, contentType, body string) func(*scene, *person) request {
	return func(_ *scene, p *person) request {
		return request{http.MethodPost, path, p.cookie, contentType, body}
	}
}

func (s *scene) idlePoll(p *person) request {
	return request{method: http.MethodGet, path: s.livePath(p), cookie: p.cookie}
}

func (s *scene) livePath(p *person) string {
	return "/ui/live/" + talkChannel + "?since=" + s.cursors[p.name]
}

// requests is the load that is sent to the endpoint.
func (e endpoint) requests(s *scene) []request {
	people := s.people
	if e.writes {
		people = s.driven()
	}
	list := make([]request, len(people))
	for i, p := range people {
		list[i] = e.request(s, p)
	}
	return list
}

// asker is who makes the n-th check.
func (e endpoint) asker(s *scene, n int) *person {
	if e.writes {
		return s.observer
	}
	return s.people[n%len(s.people)]
}
