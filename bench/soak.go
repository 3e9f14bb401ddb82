package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/valyala/fasthttp"
)

const (
	actors           = 40              // people who act
	actionsPerSecond = 250             // of them together, at most
	watchers         = 30              // people who open and drop sockets beside them
	longestSocket    = 3 * time.Second // is held
	visitorName      = "visitor"       // logs in and out; the others' sessions were written
	metricsOption    = "--metrics-addr=127.0.0.1:0"
	restTime         = time.Minute // at least, until the program counts as at rest: memory comes back slowly
	collections      = 2           // of garbage as well: what one finds unused, the next has freed
	gcCount          = "go_gc_duration_seconds_count"
	fileBytes        = "minimost_database_bytes"
	rows             = "rows"
	bytesPerRow      = 600
	fewRows          = 1000 // say nothing of the bytes that each takes
)

// flat is what may differ between two looks at a program that keeps nothing it need not: caches with a bound still fill, and
// memory comes back in pieces. A bound of its own is absolute.
var flat = []struct {
	metric             string
	share, more, bound float64
	shrinks            bool // at rest
}{
	{"process_resident_memory_bytes", 0.20, 24 << 20, 0, true},
	{"go_memstats_heap_alloc_bytes", 0.20, 8 << 20, 0, true},
	{"go_goroutines", 0, 8, 0, true},
	{"process_open_fds", 0, 8, 0, true},
	{"minimost_sockets", 0, 0, 0.5, true},
	{"minimost_writer_queue_writes", 0, 0, 0.5, false},
	{"minimost_sessions", 0, 0, 0, false},
	{"minimost_database_wal_bytes", 0, 0, 32 << 20, false},
}

// inside is what the program's metrics say, by their names, and its rows.
type inside map[string]float64

// soak lets people do everything that people do, and compares what the program holds before and after.
func soak(ctx context.Context, r *run) {
	var mix []action // each as often as it is done
	for _, one := range chosen(r, actions(), func(a action) string { return a.name }) {
		mix = append(mix, slices.Repeat([]action{one}, one.often)...)
	}
	z := usualSize
	z.accounts = actors + watchers
	f := r.newFixture(ctx, r.binary, "soak", z, metricsOption)
	(&person{name: visitorName, client: f.observer.client}).enter("/signup")
	sayf("warming up for %s", r.lasting/3)
	warm := f.actAll(ctx, mix, r.lasting/3)
	before := r.lookInside(ctx, f)
	sayf("mixed traffic for %s", r.lasting)
	sent := f.actAll(ctx, mix, r.lasting)
	after := r.lookInside(ctx, f)
	r.record("Mix", "everything", "ours", sent.done, append(delays(sent.latencies, nil), figure{"req/s", sent.perSecond(), nil})...)
	r.table("Mix", "req/s", "p50-sec", "p99-sec", "max-sec")
	require(errors.Join(warm.reason, sent.reason, r.compareInside(before, after)))
}

// actAll lets everybody act for some time, and leaves no connection open.
func (f *fixture) actAll(ctx context.Context, mix []action, lasting time.Duration) tally {
	defer f.observer.client.CloseIdleConnections()
	sockets := make(chan tally)
	watch := load{workers: watchers, do: func(worker, _ int) { f.socket(f.people[actors+worker]) }}
	go func() { sockets <- watch.run(ctx, lasting) }()
	sent := f.send(ctx, load{workers: actors, every: time.Second * actors / actionsPerSecond, do: func(worker, _ int) {
		what := mix[rand.IntN(len(mix))]
		if err := try(func() { what.do(f, f.people[worker]) }); err != nil {
			fail("%s: %w", what.name, err)
		}
	}}, lasting)
	watched := <-sockets
	sent.add(tally{wrong: watched.wrong, reason: watched.reason})
	return sent
}

// lookInside waits until the program is at rest, and reads its metrics: the lowest of those that shrink meanwhile.
func (r *run) lookInside(ctx context.Context, f *fixture) (now inside) {
	enough := 0.0
	for began := time.Now(); now == nil || now[gcCount] < enough || time.Since(began) < restTime; pause(ctx, 100*time.Millisecond) {
		require(ctx.Err())
		_, text, err := fasthttp.GetTimeout(nil, f.metricsURL, askPatience)
		require(err)
		next := parseMetrics(string(text))
		enough = cmp.Or(enough, next[gcCount]+collections)
		for _, m := range flat {
			if least, known := now[m.metric]; known && m.shrinks {
				next[m.metric] = min(least, next[m.metric])
			}
		}
		now = next
	}
	// The program counts the rows of all tables, and looks the database over.
	for _, found := range rowsLine.FindAllStringSubmatch(ran(ctx, r.binary, "check", "--db="+f.database), -1) {
		now[rows] += required(strconv.ParseFloat(found[1], 64))
	}
	return now
}

var (
	metricLine = regexp.MustCompile(`(?m)^(\w+) (\S+)$`)
	rowsLine   = regexp.MustCompile(`(?m)^\s*(\d+)\s+\w+`)
)

// parseMetrics reads the metrics that have no labels.
func parseMetrics(text string) inside {
	values := inside{}
	for _, found := range metricLine.FindAllStringSubmatch(text, -1) {
		values[found[1]], _ = strconv.ParseFloat(found[2], 64)
	}
	for _, f := range flat {
		if _, known := values[f.metric]; !known {
			fail("the metrics lack %s", f.metric)
		}
	}
	return values
}

// compareInside is an error for what has grown without a reason.
func (r *run) compareInside(before, after inside) (grown error) {
	compare := func(what string, most float64) {
		r.record("Soak", what, "ours", 1, figure{"before", before[what], nil}, figure{"after", after[what], atMost(most)}, figure{"at-most", most, nil})
		if after[what] > most {
			grown = errors.Join(grown, fmt.Errorf("%s: %.0f before, %.0f after, allowed are %.0f", what, before[what], after[what], most))
		}
	}
	for _, f := range flat {
		compare(f.metric, cmp.Or(f.bound, before[f.metric]*(1+f.share)+f.more))
	}
	compare(fileBytes, before[fileBytes]+max(after[rows]-before[rows], fewRows)*bytesPerRow)
	r.table("Soak", "before", "after", "at-most")
	return grown
}

// action is one thing that a person does now and then.
type action struct {
	name  string
	often int
	do    func(*fixture, *person)
}

//go:embed soak.tsv
var soakTable string

// actions are what people do: the endpoints' requests, those of a table in a file, and what takes several.
func actions() []action {
	list := []action{{"poll a page", 25, func(_ *fixture, p *person) { p.poll() }},
		{"a private channel's life", 1, (*fixture).privateLife}, {"log in and out", 1, (*fixture).logInAndOut}}
	for _, e := range endpoints {
		if !e.poll {
			list = append(list, action{e.name, 4, func(f *fixture, p *person) { p.ask(e.requestFor(f, p), e.status) }})
		}
	}
	for _, line := range strings.Split(strings.Trim(soakTable, "\n"), "\n")[1:] {
		cells, statuses := append(strings.Split(line, "\t"), ""), []int(nil)
		decode("statuses", "["+cells[1]+"]", &statuses)
		list = append(list, action{cells[2] + " " + cells[3], required(strconv.Atoi(cells[0])), func(_ *fixture, p *person) {
			p.ask(request{cells[2], p.filled(cells[3]), p.filled(cells[4])}, statuses...)
		}})
	}
	return list
}

// filled is a text of the table with what differs each time in place of its names in braces.
func (p *person) filled(text string) string {
	if strings.Contains(text, "{newest}") {
		newest := []message{{}} // one of the newest, which may be another's or gone
		p.read("/messages/"+talkChannel+"?limit=20", &newest)
		text = strings.ReplaceAll(text, "{newest}", fmt.Sprint(newest[rand.IntN(len(newest))].ID))
	}
	return strings.NewReplacer("{chance}", fmt.Sprint(rand.Uint32()), "{me}", p.name).Replace(text)
}

func (f *fixture) privateLife(p *person) {
	friend, made := f.people[rand.IntN(len(f.people))], struct{ ID int }{}
	body := toJSON(map[string]any{"name": "Plans", "members": []string{friend.name}})
	decode("a channel that was made", string(p.post("/private_channels/create", body, 200).Body()), &made)
	path := fmt.Sprintf("/private_channels/%d/", made.ID)
	p.post(fmt.Sprint("/send/private:", made.ID), form("text", "in private"), 200)
	p.post(path+"rename", `{"name":"Other plans"}`, 200)
	p.post(path+[]string{"leave", "archive"}[rand.IntN(2)], "{}", 200)
	if friend != p {
		friend.post(path+"leave", "{}", 200, 403)
	}
}

func (f *fixture) logInAndOut(p *person) {
	visitor := &person{name: visitorName, client: p.client}
	visitor.enter("/login")
	visitor.ask(get("/users"), 200)
	visitor.post("/logout", "", 302, 303)
	visitor.ask(get("/users"), 302)
}

// socket opens a socket and drops it after a while. It is an error when it ends by itself.
func (f *fixture) socket(p *person) {
	ctx, drop := context.WithTimeout(context.Background(), rand.N(longestSocket))
	defer drop()
	c := &conversation{arrivals: newArrivals(), channel: talkChannel}
	err := try(func() { c.open(ctx, p) })
	if err == nil {
		<-ctx.Done()
		_, _, err = c.arrived()
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		require(err)
	}
}
