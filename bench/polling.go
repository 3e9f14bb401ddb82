package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

const (
	wantedPollP99 = 50 * time.Millisecond
	// heartbeatOf is how many polls of a page come to one heartbeat.
	heartbeatOf = 30
	// liveSince is the header that brings the next cursor.
	liveSince = "Live-Since"
)

// poller is one person's page that asks once a second.
type poller struct {
	*person
	cursor atomic.Pointer[string]
	asked  int
}

// pollers are the pages of many people, each with a connection of its own.
type pollers struct {
	people []*poller
	next   int
	server string // host and port
	base   http.RoundTripper
}

// newPollers opens everyone's page.
func newPollers(ctx context.Context, people []*person, server string) (*pollers, error) {
	p := &pollers{server: server}
	transport := manyConnections(true)
	dial := transport.DialContext
	// Each person is a host of their own to the transport, which keeps one
	// connection to each.
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) { return dial(ctx, network, server) }
	transport.MaxIdleConns = 0
	p.base = transport
	for i, one := range people {
		p.people = append(p.people, &poller{person: one, asked: i})
	}
	if err := eachOf(ctx, people, func(ctx context.Context, one *person) error { return one.report(ctx, "active") }); err != nil {
		return nil, err
	}
	stop := keepOnline(ctx, people)
	err := eachOf(ctx, p.people, func(ctx context.Context, one *poller) error {
		cursor, err := one.openPage(ctx, talkChannel)
		one.cursor.Store(&cursor)
		return err
	})
	if err := errors.Join(err, stop()); err != nil {
		return nil, err
	}
	return p, eachOf(ctx, p.people, func(ctx context.Context, one *poller) error { return one.catchUp(ctx) })
}

// catchUp polls once by itself. A page that took long to open is behind.
func (one *poller) catchUp(ctx context.Context) error {
	a, err := one.ask(ctx, http.MethodGet, one.livePath(), "", "")
	if err != nil {
		return err
	}
	if cursor := a.header.Get(liveSince); cursor != "" {
		one.cursor.Store(&cursor)
	}
	if a.status == http.StatusOK {
		return nil
	}
	return a.want(http.StatusNoContent)
}

func (one *poller) livePath() string {
	return "/ui/live/" + talkChannel + "?since=" + *one.cursor.Load()
}

// target is the next person's request: a poll, or a heartbeat in its turn.
func (p *pollers) target(t *vegeta.Target) error {
	i := p.next % len(p.people)
	one := p.people[i]
	p.next++
	one.asked++
	host := "http://" + strconv.Itoa(i) + ".test"
	t.Header = http.Header{"Cookie": {one.cookie}, "Host": {p.server}}
	if one.asked%heartbeatOf == 0 {
		t.Method, t.URL = http.MethodPost, host+"/presence"
		t.Body = []byte(`{"state":"active","tab":"` + benchTab + `"}`)
		t.Header.Set("Content-Type", jsonType)
		return nil
	}
	t.Method, t.URL, t.Body = http.MethodGet, host+one.livePath(), nil
	return nil
}

// RoundTrip lets a page go on from the cursor that an answer brings.
func (p *pollers) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := p.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if cursor := res.Header.Get(liveSince); cursor != "" {
		number, _, _ := strings.Cut(req.URL.Hostname(), ".")
		i, err := strconv.Atoi(number)
		if err != nil {
			return nil, err
		}
		p.people[i].cursor.Store(&cursor)
	}
	return res, nil
}

// poll lets everyone ask once a second.
func (p *pollers) poll(ctx context.Context, lasting time.Duration) *vegeta.Metrics {
	attacker := vegeta.NewAttacker(vegeta.Client(&http.Client{
		Transport: p, Timeout: askPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}), vegeta.MaxBody(0), vegeta.MaxWorkers(uint64(len(p.people))))
	stop := context.AfterFunc(ctx, func() { attacker.Stop() })
	defer stop()
	m := &vegeta.Metrics{}
	for result := range attacker.Attack(p.target, vegeta.Rate{Freq: len(p.people), Per: time.Second}, lasting, "polls") {
		m.Add(result)
	}
	m.Close()
	return m
}

// warmPolls is how long everyone polls before it is measured: connections are
// opened gradually then.
const warmPolls = 3 * time.Second

// measurePolls is many people whose pages poll instead of having a stream.
func (l *liveRun) measurePolls(ctx context.Context) (text string, err error) {
	t := town{accounts: l.pollers, messages: fewMessages, teams: 1, teamSize: teamSize, channels: 1}
	p, people, err := l.serve(ctx, "poll", t)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	began := time.Now()
	l.sayf("opening %d pages", l.pollers)
	pages, err := newPollers(ctx, people, strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		return "", err
	}
	opening := time.Since(began)
	warm := pages.poll(ctx, warmPolls)
	before, err := usageNow(p)
	if err != nil {
		return "", err
	}
	m := pages.poll(ctx, l.lasting)
	after, err := usageNow(p)
	if err != nil {
		return "", err
	}
	memory, _, err := p.memory()
	if err != nil {
		return "", err
	}
	text = fmt.Sprintf("**%s people polling once a second** for %s, one in %d a heartbeat, pages opened in %.0f s: %s requests/s, p50 %s, "+
		"p99 %s %s, longest %s; answers %s; resident memory %s; %s\n", grouped(float64(l.pollers)), l.lasting, heartbeatOf, opening.Seconds(),
		grouped(m.Rate), milliseconds(m.Latencies.P50), milliseconds(m.Latencies.P99), mark(m.Latencies.P99 < wantedPollP99),
		milliseconds(m.Latencies.Max), codes(m.StatusCodes), mebibytes(memory), after.since(before))
	return text, errors.Join(pollErrors(warm), pollErrors(m), ctx.Err())
}

// pollErrors is what was not answered as a poll or a heartbeat is.
func pollErrors(m *vegeta.Metrics) error {
	for code, n := range m.StatusCodes {
		if code != "200" && code != "204" {
			return fmt.Errorf("%d answers with status %s: %s", n, code, strings.Join(m.Errors[:min(3, len(m.Errors))], "; "))
		}
	}
	if len(m.Errors) > 0 {
		return errors.New(strings.Join(m.Errors[:min(3, len(m.Errors))], "; "))
	}
	return nil
}

func codes(counts map[string]int) string {
	var list []string
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, fmt.Sprintf("%s × %s", grouped(float64(counts[code])), code))
	}
	return strings.Join(list, ", ")
}
