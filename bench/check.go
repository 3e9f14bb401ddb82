package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// answered checks answers in JSON: each person is to be given exactly what want says.
func answered(path string, want func(f *fixture, p *person) any) func(*fixture, *script, *person) {
	return func(f *fixture, s *script, p *person) {
		var got, wanted any
		s.read(p, path, &got)
		s.decode("what is wanted", toJSON(want(f, p)), &wanted)
		same(s, "GET "+path+" as "+p.name, got, wanted)
	}
}

func (f *fixture) typing(p *person) any {
	names := []string{}
	for _, typist := range f.typists {
		if typist != p {
			names = append(names, typist.name)
		}
	}
	return names
}

func (f *fixture) override(p *person) any {
	if chosen, ok := f.overrides[p.name]; ok {
		return map[string]string{"override": chosen}
	}
	return map[string]any{"override": nil}
}

func (f *fixture) allOnline(*person) any { return f.online("active") }

func (f *fixture) readUpTo(*person) any { return f.marks }

func (f *fixture) newestPage(*person) any { return f.newest }

func (f *fixture) checkIdlePoll(s *script, p *person) {
	a := s.get(p, "/ui/live/"+talkChannel+"?since="+f.cursors[p.name], http.StatusNoContent)
	same(s, "an idle poll", a.body+a.header.Get("HX-Redirect"), "")
}

// checkPollSeesChange makes sure that the polls were not just always empty.
func (f *fixture) checkPollSeesChange(s *script) {
	writer := f.typists[0]
	s.post(writer, "/typing/"+talkChannel, "", http.StatusNoContent)
	for _, p := range f.people[1:] {
		a := s.get(p, "/ui/live/"+talkChannel+"?since="+f.cursors[p.name], http.StatusOK)
		same(s, p.name+" is told who types", strings.Contains(a.body, writer.name+" is typing"), true)
	}
	f.stopTyping(s)
}

// online is how everybody appears, the observer as given.
func (f *fixture) online(observer string) map[string]string {
	states := map[string]string{}
	for _, p := range f.people {
		states[p.name] = "active"
	}
	states[f.observer.name] = observer
	maps.Copy(states, f.overrides)
	return states
}

func (f *fixture) checkChannels(s *script, p *person) {
	var got []privateChannel
	s.read(p, "/private_channels", &got)
	for _, channel := range got {
		slices.Sort(channel.Members)
	}
	same(s, "GET /private_channels as "+p.name, got, f.channels[p.name])
}

// checkTypingIsSeen types and stops while everyone else types: another person sees both at once.
func (f *fixture) checkTypingIsSeen(s *script, p *person) {
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		s.ask(p, request{method, "/typing/" + talkChannel, ""}, http.StatusNoContent)
		var names []string
		s.read(f.people[0], "/typing/"+talkChannel, &names)
		same(s, "typing after "+method, slices.Contains(names, p.name), method == http.MethodPost)
	}
}

// checkReportIsSeen reports one state and then another, and sees both through another person.
func (f *fixture) checkReportIsSeen(s *script, p *person) {
	for _, state := range []string{"hidden", "active"} {
		s.report(p, state)
		answered("/online_users", func(*fixture, *person) any { return f.online(state) })(f, s, f.people[0])
	}
}

// checkToggle reacts and takes it back: each answer says so, and holds nobody twice.
func (f *fixture) checkToggle(s *script, p *person) {
	for _, there := range []bool{true, false} {
		a := s.post(p, "/react/1", form("reaction", thumbsUp), http.StatusOK)
		f.checkReactors(s, a.body, there)
	}
}

func (f *fixture) checkReactors(s *script, text string, observer bool) {
	reactions := map[string][]string{}
	s.decode("reactions", text, &reactions)
	names := slices.Sorted(slices.Values(reactions[thumbsUp]))
	if len(slices.Compact(names)) != len(reactions[thumbsUp]) || len(reactions) > 1 {
		s.fail("reactions: %v", reactions)
	}
	same(s, "the observer's reaction is among them", slices.Contains(names, f.observer.name), observer)
}

// checkReactions makes sure that the message shows the reactions there are.
func (f *fixture) checkReactions(s *script) {
	for _, p := range []*person{f.people[0], f.observer} {
		var m message
		s.read(p, "/message/1", &m)
		text := "{}"
		if m.Reactions != nil {
			text = *m.Reactions
		}
		f.checkReactors(s, text, false)
	}
}

// checkSend sends a text of its own, to be looked for at the end.
func (f *fixture) checkSend(s *script, p *person) {
	text := fmt.Sprint("Check ", len(f.told))
	a := s.post(p, "/send/"+loadChannel, form("text", text), http.StatusOK)
	same(s, "the answer to a message", a.body, "ok")
	if s.err == nil {
		f.told = append(f.told, text)
	}
}
