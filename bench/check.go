package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

const thumbsUp = "👍"

// same compares an answer with what must be there.
func same[T any](asked string, got, want T) error {
	if reflect.DeepEqual(got, want) {
		return nil
	}
	return fmt.Errorf("%s: %.300q, want %.300q", asked, fmt.Sprint(got), fmt.Sprint(want))
}

// expect asks for JSON and compares it with want.
func expect[T any](ctx context.Context, p *person, path string, want T) error {
	var got T
	if err := p.read(ctx, path, &got); err != nil {
		return err
	}
	return same("GET "+path+" as "+p.name, got, want)
}

func (s *scene) checkTypists(ctx context.Context, p *person) error {
	want := []string{}
	for _, typist := range s.typists {
		if typist != p {
			want = append(want, typist.name)
		}
	}
	return expect(ctx, p, "/typing/"+talkChannel, want)
}

func (s *scene) checkIdlePoll(ctx context.Context, p *person) error {
	a, err := p.must(ctx, http.StatusNoContent, http.MethodGet, s.livePath(p), "", "")
	if err != nil {
		return err
	}
	return same(a.asked, a.body+a.header.Get("HX-Redirect"), "")
}

// checkPollSeesChange makes sure that the polls were not just always empty.
func (s *scene) checkPollSeesChange(ctx context.Context) error {
	writer := s.typists[0]
	if err := writer.post(ctx, http.StatusNoContent, "/typing/"+talkChannel, "", ""); err != nil {
		return err
	}
	for _, p := range s.people[1:] {
		a, err := p.must(ctx, http.StatusOK, http.MethodGet, s.livePath(p), "", "")
		if err != nil {
			return err
		}
		if !strings.Contains(a.body, writer.name+" is typing") {
			return fmt.Errorf("%s: %s is not said to type", a.asked, writer.name)
		}
	}
	return s.stopTyping(ctx)
}

func (s *scene) checkOverride(ctx context.Context, p *person) error {
	want := map[string]*string{"override": nil}
	if chosen, ok := s.overrides[p.name]; ok {
		want["override"] = &chosen
	}
	return expect(ctx, p, "/presence/override", want)
}

// online is how everybody appears, the observer as given.
func (s *scene) online(observer string) map[string]string {
	states := map[string]string{}
	for _, p := range s.people {
		states[p.name] = "active"
	}
	states[s.observer.name] = observer
	maps.Copy(states, s.overrides)
	return states
}

func (s *scene) checkOnline(ctx context.Context, p *person) error {
	return expect(ctx, p, "/online_users", s.online("active"))
}

func (s *scene) checkEveryoneOnline(ctx context.Context) error {
	return s.checkOnline(ctx, s.people[0])
}

func (s *scene) checkMarks(ctx context.Context, p *person) error {
	return expect(ctx, p, "/read_receipts/"+talkChannel, s.marks)
}

func (s *scene) checkChannels(ctx context.Context, p *person) error {
	var got []privateChannel
	if err := p.read(ctx, "/private_channels", &got); err != nil {
		return err
	}
	for _, channel := range got {
		slices.Sort(channel.Members)
	}
	return same("GET /private_channels as "+p.name, got, s.channels[p.name])
}

// checkTypingIsSeen types and stops while everyone else types: another person
// sees both at once.
func (s *scene) checkTypingIsSeen(ctx context.Context, p *person) error {
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		if _, err := p.must(ctx, http.StatusNoContent, method, "/typing/"+talkChannel, "", ""); err != nil {
			return err
		}
		var names []string
		if err := s.people[0].read(ctx, "/typing/"+talkChannel, &names); err != nil {
			return err
		}
		if err := same("typing after "+method, slices.Contains(names, p.name), method == http.MethodPost); err != nil {
			return err
		}
	}
	return nil
}

// checkReportIsSeen reports one state and then another, and sees both through
// another person.
func (s *scene) checkReportIsSeen(ctx context.Context, p *person) error {
	for _, state := range []string{"hidden", "active"} {
		if err := p.report(ctx, state); err != nil {
			return err
		}
		if err := expect(ctx, s.people[0], "/online_users", s.online(state)); err != nil {
			return err
		}
	}
	return nil
}

func (s *scene) checkNothingNew(ctx context.Context, p *person) error {
	if err := p.post(ctx, http.StatusNoContent, "/mark_read/"+talkChannel, formType, ""); err != nil {
		return err
	}
	return s.checkMarks(ctx, p)
}

// checkToggle reacts and takes it back: each answer says so, and holds nobody
// twice.
func (s *scene) checkToggle(ctx context.Context, p *person) error {
	for _, there := range []bool{true, false} {
		a, err := p.must(ctx, http.StatusOK, http.MethodPost, "/react/1", formType, form("reaction", thumbsUp))
		if err != nil {
			return err
		}
		var reactions map[string][]string
		if err := a.decode(&reactions); err != nil {
			return err
		}
		if err := s.checkReactors(a.asked, reactions, there); err != nil {
			return err
		}
	}
	return nil
}

func (s *scene) checkReactors(asked string, reactions map[string][]string, observer bool) error {
	names := slices.Sorted(slices.Values(reactions[thumbsUp]))
	if len(slices.Compact(names)) != len(reactions[thumbsUp]) || len(reactions) > 1 {
		return fmt.Errorf("%s: %v", asked, reactions)
	}
	return same(asked+": the asker's own reaction", slices.Contains(names, s.observer.name), observer)
}

// checkReactions makes sure that the message shows the reactions there are.
func (s *scene) checkReactions(ctx context.Context) error {
	for _, p := range []*person{s.people[0], s.observer} {
		var m message
		if err := p.read(ctx, "/message/1", &m); err != nil {
			return err
		}
		reactions := map[string][]string{}
		if m.Reactions != nil {
			if err := json.Unmarshal([]byte(*m.Reactions), &reactions); err != nil {
				return err
			}
		}
		if err := s.checkReactors("GET /message/1 as "+p.name, reactions, false); err != nil {
			return err
		}
	}
	return nil
}

// checkSend sends a text of its own, to be looked for at the end.
func (s *scene) checkSend(ctx context.Context, p *person) error {
	text := fmt.Sprint("Check ", len(s.told))
	a, err := p.must(ctx, http.StatusOK, http.MethodPost, "/send/"+loadChannel, formType, form("text", text))
	if err == nil {
		err = same(a.asked, a.body, "ok")
	}
	if err != nil {
		return err
	}
	s.told = append(s.told, text)
	s.acknowledged++
	return nil
}

func (s *scene) checkNewest(ctx context.Context, p *person) error {
	return expect(ctx, p, fmt.Sprintf("/messages/%s?after=0&limit=%d", talkChannel, pageSize), s.newest)
}
