package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	longestStream = 3 * time.Second // is held
	visitorName   = "visitor"       // who logs in and out; the others' sessions were written
)

// actor is one who acts by chance.
type actor struct {
	*script
	*person
	*rand.Rand
	*fixture
}

// action is one thing that a person does now and then.
type action struct {
	name  string
	often int
	do    func(*actor)
}

// act lets the actor do something, and returns what was wrong about it.
func (a *actor) act(what action) error {
	a.script = &script{}
	if what.do(a); a.err != nil {
		return fmt.Errorf("%s: %w", what.name, a.err)
	}
	return nil
}

//go:embed soak.tsv
var soakTable string

// actions are what people do: the endpoints' requests, those of a table in a file, and what takes several.
func actions() []action {
	list := []action{{"poll a page", 25, (*actor).pollPage}, {"a private channel's life", 1, (*actor).privateLife}, {"log in and out", 1, (*actor).logInAndOut}}
	for _, e := range endpoints {
		if !e.poll {
			list = append(list, action{e.name, 4, func(a *actor) { a.ask(a.person, e.requestFor(a.fixture, a.person), e.status) }})
		}
	}
	for _, line := range strings.Split(strings.Trim(soakTable, "\n"), "\n")[1:] {
		cells, statuses := append(strings.Split(line, "\t"), ""), []int(nil)
		often, _ := strconv.Atoi(cells[0])
		for _, status := range strings.Split(cells[1], ",") {
			number, _ := strconv.Atoi(status)
			statuses = append(statuses, number)
		}
		list = append(list, action{cells[2] + " " + cells[3], often, func(a *actor) {
			a.ask(a.person, request{cells[2], a.filled(cells[3]), a.filled(cells[4])}, statuses...)
		}})
	}
	return list
}

// filled is a text of the table with what differs each time in place of its names in braces.
func (a *actor) filled(text string) string {
	if strings.Contains(text, "{newest}") {
		newest := []message{{}} // one of the newest, which may be another's or gone
		a.read(a.person, "/messages/"+talkChannel+"?limit=20", &newest)
		text = strings.ReplaceAll(text, "{newest}", fmt.Sprint(newest[a.IntN(len(newest))].ID))
	}
	return strings.NewReplacer("{chance}", fmt.Sprint(a.Uint32()), "{me}", a.name).Replace(text)
}

func (a *actor) pollPage() {
	if a.cursor == "" {
		a.openPage(a.person, talkChannel)
	}
	a.poll(a.person)
}

// privateLife is a private channel from its making to its end.
func (a *actor) privateLife() {
	friend, made := a.people[a.IntN(len(a.people))], struct{ ID int }{}
	body := toJSON(map[string]any{"name": "Plans", "members": []string{friend.name}})
	a.decode("a channel that was made", string(a.post(a.person, "/private_channels/create", body, 200).Body()), &made)
	path := fmt.Sprintf("/private_channels/%d/", made.ID)
	a.post(a.person, fmt.Sprint("/send/private:", made.ID), form("text", "in private"), 200)
	a.post(a.person, path+"rename", `{"name":"Other plans"}`, 200)
	a.post(a.person, path+[]string{"leave", "archive"}[a.IntN(2)], "{}", 200)
	if friend != a.person {
		a.post(friend, path+"leave", "{}", 200, 403)
	}
}

func (a *actor) logInAndOut() {
	visitor := &person{name: visitorName, client: a.client}
	a.enter(visitor, "/login")
	a.get(visitor, "/users", 200)
	a.post(visitor, "/logout", "", 302, 303)
	a.get(visitor, "/users", 302)
}

// stream opens an event stream and drops it after a while. It is an error when it ends by itself.
func (a *actor) stream() {
	ctx, drop := context.WithTimeout(context.Background(), time.Duration(a.Int64N(int64(longestStream))))
	defer drop()
	c := &conversation{channel: talkChannel}
	if c.open(ctx, a.script, a.person); a.err == nil {
		<-ctx.Done()
		_, _, a.err = c.arrived("")
	}
	if errors.Is(a.err, context.DeadlineExceeded) {
		a.err = nil
	}
}

// drawn are the actions, each as often as it is done.
func drawn(mix []action) (list []action) {
	for _, one := range mix {
		list = append(list, slices.Repeat([]action{one}, one.often)...)
	}
	return list
}
