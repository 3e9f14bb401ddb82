package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
)

const (
	peopleCount   = 50
	messageCount  = 200
	teamSize      = 5 // who share private channels
	teamChannels  = 3 // private channels of each team
	typistCount   = 3
	overrideEvery = 5 // one in so many people chose how to appear
	pageSize      = 50

	// The public channels that the program has by default.
	talkChannel = "general"
	loadChannel = "random"
)

// message is one of GET /messages.
type message struct {
	ID          int64    `json:"id"`
	Channel     string   `json:"channel"`
	Sender      string   `json:"sender"`
	Content     string   `json:"content"`
	ContentType string   `json:"content_type"`
	TS          float64  `json:"ts"`
	Edited      int      `json:"edited"`
	EditedTS    *float64 `json:"edited_ts"`
	Deleted     int      `json:"deleted"`
	DeletedTS   *float64 `json:"deleted_ts"`
	ReplyToID   *int64   `json:"reply_to_id"`
	Reactions   *string  `json:"reactions"`
	ReactionsTS *float64 `json:"reactions_ts"`
}

// privateChannel is one of GET /private_channels.
type privateChannel struct {
	ID      int64    `json:"id"`
	Channel string   `json:"channel"`
	Name    string   `json:"name"`
	Unread  int      `json:"unread"`
	Members []string `json:"members"`
}

// fixture is a chat in which everything is known: who is there, and what each is to be answered.
type fixture struct {
	people   []*person
	typists  []*person
	observer *person // no load that changes anything is sent for; their doings can be told from the load

	newest    []message                   // the newest page of talkChannel
	marks     map[string]float64          // the newest message that each has read
	overrides map[string]string           // how those appear who chose it
	channels  map[string][]privateChannel // of each
	cursors   map[string]string           // of each one's page of talkChannel

	acknowledged int      // messages that load has sent to loadChannel
	told         []string // those of the observer there
}

func newFixture(people []*person) *fixture {
	return &fixture{
		people: people, typists: people[:typistCount], observer: people[len(people)-1], marks: map[string]float64{},
		overrides: map[string]string{}, channels: map[string][]privateChannel{}, cursors: map[string]string{},
	}
}

// fill lets people sign up in an empty chat and talk.
func (f *fixture) fill(ctx context.Context) error {
	s := &script{Context: ctx}
	for _, p := range f.people {
		p.signUp(s)
	}
	f.talk(s)
	f.makeChannels(s)
	for i := 0; i < len(f.people); i += overrideEvery {
		f.overrides[f.people[i].name] = "idle"
		s.post(f.people[i], "/presence/override", `{"override":"idle"}`, http.StatusNoContent)
	}
	f.heartbeat(s)
	for _, p := range f.people {
		s.post(p, "/mark_read/"+talkChannel, "", http.StatusNoContent)
	}
	return s.err
}

func (f *fixture) talk(s *script) {
	text := func(i int) string { return fmt.Sprintf("Message %d: the quick brown fox jumps over the lazy dog.", i) }
	for i := range messageCount {
		s.post(f.people[i%len(f.people)], "/send/"+talkChannel, form("text", text(i)), http.StatusOK)
	}
	s.read(f.observer, fmt.Sprintf("/messages/%s?after=0&limit=%d", talkChannel, messageCount), &f.newest)
	for i, m := range f.newest {
		want := message{ID: int64(i + 1), Channel: talkChannel, Sender: f.people[i%len(f.people)].name, Content: text(i), ContentType: "text", TS: m.TS}
		if m != want || i > 0 && m.TS <= f.newest[i-1].TS {
			s.fail("message %d is %+v", i, m)
		}
		for _, p := range f.people { // who has read everything has read the newest message of others
			if p.name != m.Sender {
				f.marks[p.name] = m.TS
			}
		}
	}
	if len(f.newest) != messageCount {
		s.fail("%d messages after %d were sent", len(f.newest), messageCount)
		return
	}
	f.newest = f.newest[messageCount-pageSize:]
}

// makeChannels gives each team its channels, each with one message in it that the others have not read.
func (f *fixture) makeChannels(s *script) {
	for team := range slices.Chunk(f.people, teamSize) {
		var names []string
		for _, p := range team {
			names = append(names, p.name)
		}
		for i := range teamChannels {
			made := privateChannel{Members: names}
			body := toJSON(map[string]any{"name": fmt.Sprint("Project ", i+1), "members": names})
			s.decode("a channel that was made", s.post(team[i], "/private_channels/create", body, http.StatusOK).body, &made)
			for _, p := range team {
				made.Unread = 1
				if p == team[i] {
					made.Unread = 0
				}
				f.channels[p.name] = append(f.channels[p.name], made)
			}
			s.post(team[i], "/send/"+made.Channel, form("text", "Welcome."), http.StatusOK)
		}
	}
}

// heartbeat keeps everybody online for another lease.
func (f *fixture) heartbeat(s *script) {
	for _, p := range f.people {
		s.report(p, "active")
	}
}

func (f *fixture) openPages(s *script) {
	for _, p := range f.people {
		f.cursors[p.name] = s.openPage(p, talkChannel)
	}
}

func (f *fixture) keystroke(s *script) {
	for _, p := range f.typists {
		s.post(p, "/typing/"+talkChannel, "", http.StatusNoContent)
	}
}

// stopTyping ends all typing that the run has begun.
func (f *fixture) stopTyping(s *script) {
	for _, p := range f.people {
		s.ask(p, request{http.MethodDelete, "/typing/" + talkChannel, ""}, http.StatusNoContent)
	}
}

// verify reads the whole of loadChannel: every message that was acknowledged is there, once and no other.
func (f *fixture) verify(ctx context.Context) error {
	s, stored, told := &script{Context: ctx}, 0, map[string]int{}
	for before, page := "9999999999", []message(nil); s.err == nil; before = fmt.Sprintf("%.6f", page[0].TS) {
		page = nil
		s.read(f.observer, "/messages_before/"+loadChannel+"?limit=200&before="+before, &page)
		if len(page) == 0 {
			break
		}
		stored += len(page)
		for _, m := range page {
			if m.Sender == f.observer.name {
				told[m.Content]++
			}
		}
	}
	same(s, "messages stored", stored, f.acknowledged+len(f.told))
	for _, text := range f.told {
		same(s, fmt.Sprintf("%q was acknowledged and is stored", text), told[text], 1)
	}
	return s.err
}
