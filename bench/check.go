package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// message is what is looked at of one of GET /messages.
type message struct {
	ID        int64
	Sender    string
	Content   string
	TS        float64
	Reactions *string
}

// answered checks answers in JSON: each person is to be given exactly what want says.
func answered(path string, want func(f *fixture, p *person) any) func(*fixture, *script, *person) {
	return func(f *fixture, s *script, p *person) {
		var got, wanted any
		s.read(p, path, &got)
		s.decode("what is wanted", toJSON(want(f, p)), &wanted)
		same(s, "GET "+path+" as "+p.name, got, wanted)
	}
}

func names(people []*person) (list []string) {
	for _, p := range people {
		list = append(list, p.name)
	}
	return list
}

func (f *fixture) typing(p *person) any {
	return names(slices.DeleteFunc(slices.Clone(f.typists()), func(typist *person) bool { return typist == p }))
}

func (f *fixture) hasOverride(p *person) bool { return slices.Index(f.talkers, p)%overrideEvery == 0 }

func (f *fixture) override(p *person) any {
	if f.hasOverride(p) {
		return map[string]any{"override": "idle"}
	}
	return map[string]any{"override": nil}
}

// online is how everybody appears, the observer as given.
func (f *fixture) online(observer string) map[string]string {
	states := map[string]string{}
	for _, p := range f.people {
		states[p.name] = "active"
	}
	states[f.observer.name] = observer
	for _, p := range f.talkers {
		if f.hasOverride(p) {
			states[p.name] = "idle"
		}
	}
	return states
}

func (f *fixture) allOnline(*person) any { return f.online("active") }

func (f *fixture) checkAllOnline(s *script) {
	answered("/online_users", (*fixture).allOnline)(f, s, f.talkers[0])
}

// sentAt is when the i-th message was sent that was seeded, from 1 on, and who sent it.
func (f *fixture) sentAt(i int) (ts float64, sender string) {
	return f.start + float64(i)/2, f.talkers[i%len(f.talkers)].name
}

func (f *fixture) newestMessages(*person) any {
	var newest []any
	for i := f.messages - 49; i <= f.messages; i++ {
		ts, sender := f.sentAt(i)
		newest = append(newest, map[string]any{
			"id": i, "channel": talkChannel, "sender": sender, "ts": ts, "content_type": "text", "edited": 0, "edited_ts": nil, "deleted": 0, "deleted_ts": nil,
			"content": fmt.Sprintf("Message %d: the quick brown fox jumps over the lazy dog.", i), "reply_to_id": nil, "reactions": nil, "reactions_ts": nil})
	}
	return newest
}

// readUpTo is the newest message of another that each has read, which is all of them.
func (f *fixture) readUpTo(*person) any {
	marks, newest := map[string]float64{}, f.messages
	for _, p := range f.talkers {
		ts, sender := f.sentAt(newest)
		if sender == p.name {
			ts, _ = f.sentAt(newest - 1)
		}
		marks[p.name] = ts
	}
	return marks
}

// privateChannels are those of a person's team, each with one message by its first member.
func (f *fixture) privateChannels(p *person) any {
	team, unread, list := slices.Index(f.people, p)/f.teamSize, 1, []any(nil)
	members := names(f.people[team*f.teamSize : (team+1)*f.teamSize])
	if p.name == members[0] {
		unread = 0
	}
	for i := range f.channels {
		id := i*f.teams + team + 1
		list = append(list, map[string]any{"id": id, "channel": fmt.Sprint("private:", id), "name": fmt.Sprint("Project ", i), "unread": unread, "members": members})
	}
	return list
}

func (f *fixture) checkIdlePoll(s *script, p *person) {
	answer := s.ask(p, p.pollRequest(), http.StatusNoContent)
	same(s, "an idle poll", string(answer.Body())+string(answer.Header.Peek("HX-Redirect")), "")
}

// checkPollSeesChange makes sure that the polls were not just always empty.
func (f *fixture) checkPollSeesChange(s *script) {
	writer := f.talkers[0]
	s.post(writer, "/typing/"+talkChannel, "", http.StatusNoContent)
	for _, p := range f.talkers[1:] {
		told := strings.Contains(string(s.ask(p, p.pollRequest(), http.StatusOK).Body()), writer.name+" is typing")
		same(s, p.name+" is told who types", told, true)
	}
	f.stopTyping(s)
}

// checkTypingIsSeen types and stops while everyone else types: another person sees both at once.
func (f *fixture) checkTypingIsSeen(s *script, p *person) {
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		s.ask(p, request{method, "/typing/" + talkChannel, ""}, http.StatusNoContent)
		var typing []string
		s.read(f.talkers[0], "/typing/"+talkChannel, &typing)
		same(s, "typing after "+method, slices.Contains(typing, p.name), method == http.MethodPost)
	}
}

// checkReportIsSeen reports one state and then another, and sees both through another person.
func (f *fixture) checkReportIsSeen(s *script, p *person) {
	for _, state := range []string{"hidden", "active"} {
		s.report(p, state)
		answered("/online_users", func(*fixture, *person) any { return f.online(state) })(f, s, f.talkers[0])
	}
}

func (f *fixture) checkMarkRead(s *script, p *person) {
	s.post(p, "/mark_read/"+talkChannel, "", http.StatusNoContent)
	answered("/read_receipts/general", (*fixture).readUpTo)(f, s, p)
}

// checkToggle reacts and takes it back: each answer says so, and holds nobody twice.
func (f *fixture) checkToggle(s *script, p *person) {
	for _, there := range []bool{true, false} {
		answer := s.post(p, "/react/1", form("reaction", thumbsUp), http.StatusOK)
		f.checkReactors(s, string(answer.Body()), there)
	}
}

func (f *fixture) checkReactors(s *script, text string, observer bool) {
	reactions := map[string][]string{}
	s.decode("reactions", text, &reactions)
	reactors := slices.Sorted(slices.Values(reactions[thumbsUp]))
	if len(slices.Compact(reactors)) != len(reactions[thumbsUp]) || len(reactions) > 1 {
		s.fail("reactions: %v", reactions)
	}
	same(s, "the observer's reaction is among them", slices.Contains(reactors, f.observer.name), observer)
}

// checkReactions makes sure that the message shows the reactions there are.
func (f *fixture) checkReactions(s *script) {
	for _, p := range []*person{f.talkers[0], f.observer} {
		m, text := message{}, "{}"
		if s.read(p, "/message/1", &m); m.Reactions != nil {
			text = *m.Reactions
		}
		f.checkReactors(s, text, false)
	}
}

// checkSend sends a text of its own, to be looked for at the end.
func (f *fixture) checkSend(s *script, p *person) {
	text := fmt.Sprint("Check ", len(f.told))
	answer := s.post(p, "/send/"+f.sendTo, form("text", text), http.StatusOK)
	same(s, "the answer to a message", string(answer.Body()), "ok")
	if s.err == nil {
		f.told = append(f.told, text)
	}
}
