package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

type message struct {
	ID              int64
	Sender, Content string
	TS              float64
	Reactions       *string
}

// answered checks an answer in JSON: it is exactly what is wanted.
func (p *person) answered(path string, want any) {
	var got, wanted any
	p.read(path, &got)
	decode("what is wanted", toJSON(want), &wanted)
	same("GET "+path+" as "+p.name, got, wanted)
}

func (f *fixture) typing(p *person) any {
	var others []string
	for _, typist := range f.talkers[:typistCount] {
		if typist != p {
			others = append(others, typist.name)
		}
	}
	return others
}

func (f *fixture) hasOverride(p *person) bool { return slices.Index(f.talkers, p)%overrideEvery == 0 }

func (f *fixture) override(p *person) any {
	return map[string]any{"override": map[bool]any{true: "idle", false: nil}[f.hasOverride(p)]}
}

func (f *fixture) allOnline(*person) any { return f.online("active") }

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

func (f *fixture) checkOnline(observer string) {
	f.talkers[0].answered("/online_users", f.online(observer))
}

// known is what the seeded database says that a person is to be answered.
func known(path string) func(*fixture, *person) any {
	return func(f *fixture, p *person) any { return json.RawMessage(f.answers[path+" "+p.name]) }
}

func (f *fixture) checkIdlePoll(p *person) {
	answer := p.ask(p.pollRequest(), 204)
	same("an idle poll", string(answer.Body())+string(answer.Header.Peek("HX-Redirect")), "")
}

// checkPollSeesChange makes sure that the polls were not just always empty.
func (f *fixture) checkPollSeesChange() {
	writer := f.talkers[0]
	writer.post("/typing/"+talkChannel, "", 204)
	for _, p := range f.talkers[1:] {
		told := strings.Contains(string(p.ask(p.pollRequest(), 200).Body()), writer.name+" is typing")
		same(p.name+" is told who types", told, true)
	}
	f.stopTyping()
}

// checkTypingIsSeen types and stops while everyone else types: another person sees both at once.
func (f *fixture) checkTypingIsSeen(p *person) {
	for _, method := range []string{"POST", "DELETE"} {
		p.ask(request{method, "/typing/" + talkChannel, ""}, 204)
		var typing []string
		f.talkers[0].read("/typing/"+talkChannel, &typing)
		same("typing after "+method, slices.Contains(typing, p.name), method == "POST")
	}
}

// checkReportIsSeen reports one state and then another, and sees both through another person.
func (f *fixture) checkReportIsSeen(p *person) {
	for _, state := range []string{"hidden", "active"} {
		p.report(state)
		f.checkOnline(state)
	}
}

func (f *fixture) checkMarkRead(p *person) {
	p.post("/mark_read/"+talkChannel, "", 204)
	p.answered("/read_receipts/general", known("/read_receipts/general")(f, p))
}

// checkToggle reacts and takes it back: each answer says so, and holds nobody twice.
func (f *fixture) checkToggle(p *person) {
	for _, there := range []bool{true, false} {
		f.checkReactors(string(p.post("/react/1", form("reaction", thumbsUp), 200).Body()), there)
	}
}

func (f *fixture) checkReactors(text string, observer bool) {
	reactions := map[string][]string{}
	decode("reactions", text, &reactions)
	reactors := slices.Sorted(slices.Values(reactions[thumbsUp]))
	if len(slices.Compact(reactors)) != len(reactions[thumbsUp]) || len(reactions) > 1 {
		fail("reactions: %v", reactions)
	}
	same("the observer's reaction is among them", slices.Contains(reactors, f.observer.name), observer)
}

// checkReactions makes sure that the message shows the reactions there are.
func (f *fixture) checkReactions() {
	for _, p := range []*person{f.talkers[0], f.observer} {
		m, none := message{}, "{}"
		p.read("/message/1", &m)
		f.checkReactors(*cmp.Or(m.Reactions, &none), false)
	}
}

// checkSend sends a text of its own, to be looked for at the end.
func (f *fixture) checkSend(p *person) {
	text := fmt.Sprint("Check ", len(f.told))
	same("the answer to a message", string(p.post("/send/"+f.sendTo, form("text", text), 200).Body()), "ok")
	f.told = append(f.told, text)
}
