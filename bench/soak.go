package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
)

// soakOptions are the flags of bench soak.
type soakOptions struct {
	lasting, warming time.Duration
	people, rate     int
	streams          int
	folder, out      string
}

func parseSoak(c console, args []string) (o soakOptions, err error) {
	flags := newFlags(c, "soak")
	flags.DurationVar(&o.lasting, "lasting", 5*time.Minute, "how long the mixed traffic goes on between the two looks")
	flags.DurationVar(&o.warming, "warming", 0, "how long it goes on before the first look (default: a third of -lasting)")
	flags.IntVar(&o.people, "people", 40, "people who take part")
	flags.IntVar(&o.rate, "rate", 250, "actions a second at most")
	flags.IntVar(&o.streams, "streams", 30, "event streams that are opened and dropped at once")
	flags.StringVar(&o.folder, "folder", "", "where the database is made (default: a folder for temporary files)")
	flags.StringVar(&o.out, "o", "", "write the result to this file as well")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.warming == 0 {
		o.warming = o.lasting / 3
	}
	if o.lasting < time.Second || o.people < 2*teamSize || o.rate < 1 || o.streams < 1 || flags.NArg() > 0 {
		return o, fmt.Errorf("it lasts a second or more, with at least %d people, one action a second and one stream", 2*teamSize)
	}
	return o, nil
}

// soak lets people do everything that people do, and compares what the program
// holds before and after.
func soak(ctx context.Context, c console, args []string) (err error) {
	o, err := parseSoak(c, args)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp(o.folder, "minimost-soak-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	binary, err := buildProgram(ctx, folder)
	if err != nil {
		return err
	}
	p, err := startProgram(ctx, binary, folder, "--metrics-addr=127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	mix, err := newMixture(ctx, p.url, o)
	if err != nil {
		return err
	}
	c.sayf("warming up for %s", o.warming)
	if err := mix.run(ctx, o.warming); err != nil {
		return err
	}
	before, err := lookInside(ctx, p, binary, folder)
	if err != nil {
		return err
	}
	warm := mix.count()
	c.sayf("mixed traffic for %s", o.lasting)
	if err := mix.run(ctx, o.lasting); err != nil {
		return err
	}
	after, err := lookInside(ctx, p, binary, folder)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%d people did %s things in %s, after %s things to warm up.\n\n%s\n%s", o.people,
		grouped(float64(mix.count()-warm)), o.lasting, grouped(float64(warm)), mix.table(), flatTable(before, after))
	fmt.Fprint(c.out, text)
	if o.out != "" {
		err = os.WriteFile(o.out, []byte(text), 0o644)
	}
	return errors.Join(err, mix.failures(), notFlat(before, after))
}

// mixture is what people do at once.
type mixture struct {
	soakOptions
	people []*person
	pace   *time.Ticker

	mu    sync.Mutex
	done  map[string]int
	wrong []error
}

// wrongShown bounds how many wrong answers are named.
const wrongShown = 10

func newMixture(ctx context.Context, url string, o soakOptions) (*mixture, error) {
	m := &mixture{soakOptions: o, done: map[string]int{}}
	client := newClient(2 * workers)
	for i := range o.people {
		p := &person{name: personName(i), base: url, client: client}
		if err := p.signUp(ctx); err != nil {
			return nil, err
		}
		m.people = append(m.people, p)
	}
	return m, nil
}

// workers is how many act at once besides those with streams.
const workers = 12

// run lets everybody act for some time, and leaves no connection open.
func (m *mixture) run(ctx context.Context, lasting time.Duration) error {
	acting, stop := context.WithTimeout(ctx, lasting)
	defer stop()
	m.pace = time.NewTicker(time.Second / time.Duration(m.rate))
	defer m.pace.Stop()
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() { m.act(acting, i) })
	}
	for i := range m.streams {
		all.Go(func() { m.watch(acting, i) })
	}
	all.Wait()
	m.people[0].client.CloseIdleConnections()
	return ctx.Err()
}

// note counts an action, and keeps what was wrong about it.
func (m *mixture) note(ctx context.Context, what string, err error) {
	if ctx.Err() != nil {
		return // it was cut off by the end
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done[what]++
	if err != nil && len(m.wrong) < wrongShown {
		m.wrong = append(m.wrong, fmt.Errorf("%s: %w", what, err))
	}
}

func (m *mixture) count() (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, times := range m.done {
		n += times
	}
	return n
}

func (m *mixture) failures() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return errors.Join(m.wrong...)
}

// table lists what was done.
func (m *mixture) table() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out strings.Builder
	out.WriteString("| what people did | times |\n| --- | ---: |\n")
	for _, a := range append(actions(), action{name: streamAction}) {
		fmt.Fprintf(&out, "| %s | %s |\n", a.name, grouped(float64(m.done[a.name])))
	}
	return out.String()
}
