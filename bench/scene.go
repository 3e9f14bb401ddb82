package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

const (
	peopleCount   = 50
	messageCount  = 200
	teamSize      = 5 // who share private channels
	teamChannels  = 3 // private channels of each team
	typistCount   = 3
	overrideEvery = 5 // one in so many people chose how to appear
	pageSize      = 50
	benchTab      = "bench"

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

// scene is a chat in which everything is known: who is there, and what each is
// to be answered.
type scene struct {
	people   []*person
	typists  []*person
	observer *person // no load is sent for; their doings can be told from the load

	newest    []message                   // the newest page of talkChannel
	marks     map[string]float64          // the newest message that each has read
	overrides map[string]string           // how those appear who chose it
	channels  map[string][]privateChannel // of each
	cursors   map[string]string           // of each one's page of talkChannel

	acknowledged int // sends to loadChannel that were answered with success
	told         []string
}

// driven are the people for whom load is sent that changes something.
func (s *scene) driven() []*person {
	return slices.DeleteFunc(slices.Clone(s.people), func(p *person) bool { return p == s.observer })
}

func newScene(url string, people int) *scene {
	s := &scene{overrides: map[string]string{}, channels: map[string][]privateChannel{}, cursors: map[string]string{}}
	client := newClient(people)
	for i := range people {
		s.people = append(s.people, &person{name: personName(i), base: url, client: client})
	}
	s.typists, s.observer = s.people[:typistCount], s.people[people-1]
	return s
}

func personName(i int) string { return fmt.Sprintf("person%02d", i) }

// setScene lets the people come into an empty chat and talk.
func setScene(ctx context.Context, url string, people int) (*scene, error) {
	s := newScene(url, people)
	for _, p := range s.people {
		if err := p.signUp(ctx); err != nil {
			return nil, err
		}
	}
	for _, step := range []func(context.Context) error{s.talk, s.makeChannels, s.chooseOverrides, s.heartbeat, s.readEverything} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *scene) talk(ctx context.Context) error {
	for i := range messageCount {
		err := s.people[i%len(s.people)].post(ctx, http.StatusOK, "/send/"+talkChannel, formType, form("text", messageText(i)))
		if err != nil {
			return err
		}
	}
	path := fmt.Sprintf("/messages/%s?after=0&limit=%d", talkChannel, messageCount)
	if err := s.observer.read(ctx, path, &s.newest); err != nil {
		return err
	}
	for i, m := range s.newest {
		want := message{ID: int64(i + 1), Channel: talkChannel, Sender: s.people[i%len(s.people)].name, Content: messageText(i), ContentType: "text", TS: m.TS}
		if m != want || i > 0 && m.TS <= s.newest[i-1].TS {
			return fmt.Errorf("message %d is %+v", i, m)
		}
	}
	if len(s.newest) != messageCount {
		return fmt.Errorf("%d messages after %d were sent", len(s.newest), messageCount)
	}
	s.marks = marksOf(s.people, s.newest)
	s.newest = s.newest[messageCount-pageSize:]
	return nil
}

func messageText(i int) string {
	return fmt.Sprintf("Message %d: the quick brown fox jumps over the lazy dog.", i)
}

// marksOf is the newest message of others for each, which is what those have
// read who have read everything.
func marksOf(people []*person, messages []message) map[string]float64 {
	marks := map[string]float64{}
	for _, p := range people {
		for _, m := range messages {
			if m.Sender != p.name {
				marks[p.name] = max(marks[p.name], m.TS)
			}
		}
	}
	return marks
}

// makeChannels gives each team its channels, each with one message in it that
// the others have not read.
func (s *scene) makeChannels(ctx context.Context) error {
	for team := range slices.Chunk(s.people, teamSize) {
		names := make([]string, len(team))
		for i, p := range team {
			names[i] = p.name
		}
		for i := range teamChannels {
			if err := s.makeChannel(ctx, team[i], names, fmt.Sprint("Project ", i+1)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *scene) makeChannel(ctx context.Context, owner *person, names []string, name string) error {
	a, err := owner.must(ctx, http.StatusOK, http.MethodPost, "/private_channels/create", jsonType,
		toJSON(map[string]any{"name": name, "members": names}))
	if err != nil {
		return err
	}
	made := privateChannel{Members: names}
	if err := a.decode(&made); err != nil {
		return err
	}
	for _, member := range names {
		mine := made
		if member != owner.name {
			mine.Unread = 1
		}
		s.channels[member] = append(s.channels[member], mine)
	}
	return owner.post(ctx, http.StatusOK, "/send/"+made.Channel, formType, form("text", "Welcome."))
}

func (s *scene) chooseOverrides(ctx context.Context) error {
	for i := 0; i < len(s.people); i += overrideEvery {
		p := s.people[i]
		s.overrides[p.name] = "idle"
		if err := p.post(ctx, http.StatusNoContent, "/presence/override", jsonType, `{"override":"idle"}`); err != nil {
			return err
		}
	}
	return nil
}

// heartbeat keeps everybody online for another lease.
func (s *scene) heartbeat(ctx context.Context) error {
	for _, p := range s.people {
		if err := p.report(ctx, "active"); err != nil {
			return err
		}
	}
	return nil
}

func (p *person) report(ctx context.Context, state string) error {
	return p.post(ctx, http.StatusNoContent, "/presence", jsonType, toJSON(map[string]string{"state": state, "tab": benchTab}))
}

func (s *scene) readEverything(ctx context.Context) error {
	for _, p := range s.people {
		if err := p.post(ctx, http.StatusNoContent, "/mark_read/"+talkChannel, formType, ""); err != nil {
			return err
		}
	}
	return nil
}

// openPages opens everyone's page of talkChannel and keeps its cursor.
func (s *scene) openPages(ctx context.Context) error {
	for _, p := range s.people {
		cursor, err := p.openPage(ctx, talkChannel)
		if err != nil {
			return err
		}
		s.cursors[p.name] = cursor
	}
	return nil
}

// openPage returns the cursor of the page of a channel.
func (p *person) openPage(ctx context.Context, channel string) (string, error) {
	a, err := p.must(ctx, http.StatusOK, http.MethodGet, "/c/"+channel, "", "")
	if err != nil {
		return "", err
	}
	_, rest, found := strings.Cut(a.body, `data-since="`)
	cursor, _, _ := strings.Cut(rest, `"`)
	if !found || cursor == "" {
		return "", fmt.Errorf("%s: a page without a cursor", a.asked)
	}
	return cursor, nil
}

// stopTyping ends all typing that the run has begun.
func (s *scene) stopTyping(ctx context.Context) error {
	for _, p := range s.people {
		if _, err := p.must(ctx, http.StatusNoContent, http.MethodDelete, "/typing/"+talkChannel, "", ""); err != nil {
			return err
		}
	}
	return nil
}
