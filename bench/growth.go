package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

const (
	// wantedGrowth is how much more a request may cost in the large town.
	wantedGrowth = 1.5
	// longerAnswer is from when on an answer counts as longer in itself.
	longerAnswer = 1.2
)

// The small end of each dimension.
const (
	fewMessages = 1_000
	fewChannels = 3
)

// dimension is one way for a town to grow.
type dimension struct {
	name         string
	small, large town
}

// growthOptions are the flags of bench growth.
type growthOptions struct {
	loadOptions
	messages, accounts, channels int
	dimension                    *regexp.Regexp
}

func parseGrowth(c console, args []string) (o growthOptions, err error) {
	flags := newFlags(c, "growth")
	check := o.add(flags, 3)
	flags.IntVar(&o.messages, "messages", 1_000_000, "messages of the large town")
	flags.IntVar(&o.accounts, "accounts", 10_000, "accounts of the large town")
	flags.IntVar(&o.channels, "channels", 300, "private channels of a person in the large town")
	dimension := flags.String("dimension", "", "measure what grows in these ways alone, a regular expression")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.messages < fewMessages || o.accounts < peopleCount || o.channels < fewChannels {
		return o, fmt.Errorf("a large town has at least %d messages, %d accounts and %d channels", fewMessages, peopleCount, fewChannels)
	}
	if o.dimension, err = regexp.Compile(*dimension); err != nil {
		return o, err
	}
	return o, check()
}

func (o growthOptions) dimensions() (chosen []dimension) {
	small := town{accounts: peopleCount, messages: fewMessages, teams: peopleCount / teamSize, teamSize: teamSize, channels: fewChannels}
	talkative, crowded, divided := small, small, small
	talkative.messages, crowded.accounts, divided.channels = o.messages, o.accounts, o.channels
	for _, d := range []dimension{{"messages", small, talkative}, {"accounts", small, crowded}, {"private channels", small, divided}} {
		if o.dimension.MatchString(d.name) {
			chosen = append(chosen, d)
		}
	}
	return chosen
}

// growth is a run of bench growth.
type growth struct {
	growthOptions
	console
	folder, binary string
	generator      *generator
}

func measureGrowth(ctx context.Context, c console, args []string) (err error) {
	o, err := parseGrowth(c, args)
	if err != nil {
		return err
	}
	chosen, err := o.chosen()
	if err != nil {
		return err
	}
	g := &growth{growthOptions: o, console: c}
	if g.folder, err = os.MkdirTemp(o.folder, "minimost-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(g.folder)) }()
	r := growthReport{options: o}
	if r.machine, err = look(g.folder); err != nil {
		return err
	}
	if g.generator, err = newGenerator(g.folder, o.threads, o.connections); err != nil {
		return err
	}
	if g.binary, err = buildProgram(ctx, g.folder); err != nil {
		return err
	}
	for _, d := range o.dimensions() {
		rows, err := g.compare(ctx, d, chosen)
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		r.dimensions, r.rows = append(r.dimensions, d), append(r.rows, rows)
	}
	return r.publish(c, o.out)
}

// compare measures each endpoint in the small town and in the large one.
func (g *growth) compare(ctx context.Context, d dimension, chosen []endpoint) (rows []growthRow, err error) {
	g.sayf("writing %s, and %s", d.small, d.large)
	small, err := g.settle(ctx, d.name+" small", d.small)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, small.stop()) }()
	large, err := g.settle(ctx, d.name+" large", d.large)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, large.stop()) }()
	for _, e := range chosen {
		g.sayf("%s", e.name)
		row, err := g.measure(ctx, e, small, large)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.name, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// residence is a program that serves a town.
type residence struct {
	side
	town town
	path string // the database
}

func (g *growth) settle(ctx context.Context, name string, t town) (r residence, err error) {
	folder := filepath.Join(g.folder, name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return r, err
	}
	r.town, r.path = t, databaseIn(folder)
	cookies, err := t.build(r.path)
	if err != nil {
		return r, err
	}
	if r.process, err = startProgram(ctx, g.binary, folder); err != nil {
		return r, err
	}
	r.scene = newScene(r.url, peopleCount)
	for i, p := range r.scene.people {
		p.cookie = cookies[i]
		if err := p.checkSession(ctx); err != nil {
			return r, errors.Join(err, r.stop())
		}
	}
	return r, nil
}

// checkSession makes sure that a session that was written is one.
func (p *person) checkSession(ctx context.Context) error {
	if _, err := p.must(ctx, http.StatusOK, http.MethodGet, "/settings", "", ""); err != nil {
		return fmt.Errorf("the session that beginSessions wrote is none: %w", err)
	}
	return nil
}

// noticeTime is how long the program may take to notice what another program
// has written, with room to spare.
const noticeTime = 300 * time.Millisecond

// comeOnline renews the lease of all but those that do it themselves, and
// returns when the program knows.
func (r residence) comeOnline(ctx context.Context) error {
	if r.town.accounts <= peopleCount {
		return nil
	}
	err := writeTo(r.path, `INSERT OR REPLACE INTO presence (user, last_seen, state)
		SELECT username, :now, 'active' FROM users WHERE rowid > :people`,
		map[string]any{":now": float64(time.Now().UnixMicro()) / 1e6, ":people": peopleCount})
	if err != nil {
		return err
	}
	return pause(ctx, noticeTime)
}

// growthRow is what was measured of one endpoint in both towns.
type growthRow struct {
	endpoint     endpoint
	small, large []tally
	bytes        [2]int // of one answer
	wrong        int
	reasons      []error
}

func (g *growth) measure(ctx context.Context, e endpoint, small, large residence) (row growthRow, err error) {
	if e.sends {
		// Where the history is.
		e.request = writing("/send/"+talkChannel, formType, form("text", "Hello from the benchmark."))
	}
	row.endpoint = e
	for i, r := range []residence{small, large} {
		stop, failed := r.accompany(ctx, e)
		if failed != nil {
			return row, failed
		}
		defer func() { err = errors.Join(err, stop()) }()
		if _, err := g.round(ctx, r, e, &row, warmSeconds, e.status); err != nil {
			return row, err
		}
		if row.bytes[i], err = answerLength(ctx, r.scene, e); err != nil {
			return row, err
		}
	}
	for range g.rounds {
		for _, r := range []struct {
			residence
			tallies *[]tally
		}{{small, &row.small}, {large, &row.large}} {
			t, err := g.round(ctx, r.residence, e, &row, g.seconds, 0)
			if err != nil {
				return row, err
			}
			*r.tallies = append(*r.tallies, t)
		}
	}
	return row, errors.Join(small.scene.stopTyping(ctx), large.scene.stopTyping(ctx))
}

func (g *growth) round(ctx context.Context, r residence, e endpoint, row *growthRow, seconds, status int) (tally, error) {
	if err := r.comeOnline(ctx); err != nil {
		return tally{}, err
	}
	if err := r.prepare(ctx, g.generator, e); err != nil {
		return tally{}, err
	}
	t, err := g.generator.send(ctx, r.url, seconds, status)
	if bad := t.err(); bad != nil {
		row.wrong += t.wrong()
		row.reasons = append(row.reasons, bad)
	}
	return t, err
}

// answerLength is how long the body of an endpoint's answer is.
func answerLength(ctx context.Context, s *scene, e endpoint) (int, error) {
	r := e.request(s, s.people[0])
	a, err := s.people[0].must(ctx, e.status, r.method, r.path, r.contentType, r.body)
	return len(a.body), err
}
