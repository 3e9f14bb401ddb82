package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	wantedPollP99 = 50 * time.Millisecond
	heartbeatOf   = 30 // polls of a page come to one heartbeat
	warmPolls     = 3 * time.Second
)

// pages are those of many people, who poll: a source of requests, of which each person has their own connection.
type pages struct {
	people  []*person
	cursors []string
	polls   []int
	changed int // polls that brought something
}

func (p *pages) next(i int) []byte {
	if p.polls[i]++; p.polls[i]%heartbeatOf == 0 {
		return post("/presence", `{"state":"active","tab":"`+benchTab+`"}`).wire(p.people[i])
	}
	return get("/ui/live/" + talkChannel + "?since=" + p.cursors[i]).wire(p.people[i])
}

// check lets a page go on from the cursor that an answer brings.
func (p *pages) check(i, status int, head, body []byte) error {
	if cursor := headerIn(head, "Live-Since"); cursor != "" {
		p.cursors[i] = cursor
	}
	if status == 200 {
		p.changed++
	} else if status != 204 {
		return fmt.Errorf("%s polls and is answered %d: %.200q", p.people[i].name, status, body)
	}
	return nil
}

// polls is many people whose pages poll once a second instead of having a stream.
func (r *run) polls(ctx context.Context) (err error) {
	p, people, err := r.serveSeeded(ctx, "poll", size{accounts: r.pollers, messages: 1000, teams: 1, teamSize: teamSize, channels: 1})
	if err != nil {
		return err
	}
	var numbers []int
	all := &pages{people: people, cursors: make([]string, len(people)), polls: make([]int, len(people))}
	for i := range people {
		numbers, all.polls[i] = append(numbers, i), i
	}
	err = each(ctx, numbers, func(s *script, i int) {
		s.report(people[i], "active")
		all.cursors[i] = s.openPage(people[i], talkChannel)
	})
	// A page that was opened while others came online is behind, and catches up.
	err = errors.Join(err, each(ctx, numbers, func(s *script, i int) {
		a := s.get(people[i], "/ui/live/"+talkChannel+"?since="+all.cursors[i], 200, 204)
		all.cursors[i] = cmp.Or(a.header.Get("Live-Since"), all.cursors[i])
	}))
	if err != nil {
		return err
	}
	g, err := newGenerator(all, p.url, len(people))
	if err != nil {
		return err
	}
	defer g.close()
	g.every = time.Second
	if err := g.run(ctx, warmPolls); err != nil {
		return err
	}
	warm, before := g.tally, p.usageNow()
	g.tally, g.sent, all.changed = tally{}, 0, 0
	failed := g.run(ctx, r.lasting)
	used := p.since(before)
	memory, _ := p.memory()
	p50, p99, longest := quantile(g.latencies, 0.5), quantile(g.latencies, 0.99), quantile(g.latencies, 1)
	r.printf("\n**%s people polling once a second** for %s, one in %d a heartbeat: %s requests/s, p50 %s, p99 %s %s, longest %s; %d brought a change; "+
		"resident memory %s; %s\n", grouped(float64(len(people))), r.lasting, heartbeatOf, grouped(g.perSecond()), milliseconds(p50), milliseconds(p99),
		mark(p99 < wantedPollP99), milliseconds(longest), all.changed, mebibytes(memory), used)
	r.record("Poll", g.answers, figures{"req/s": g.perSecond(), "p50-sec": p50.Seconds(), "p99-sec": p99.Seconds(), "longest-sec": longest.Seconds(),
		"rss-B": memory})
	if wrong := warm.wrong + g.wrong; wrong > 0 {
		failed = errors.Join(failed, fmt.Errorf("%d wrong answers: %w", wrong, errors.Join(warm.reason, g.reason)))
	}
	return failed
}
