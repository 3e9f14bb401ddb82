package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"time"
)

// throughputOptions are the flags of bench throughput.
type throughputOptions struct {
	rounds, seconds      int
	connections, threads int
	only                 *regexp.Regexp
	settle               time.Duration
	folder, out          string
}

func parseThroughput(c console, args []string) (o throughputOptions, err error) {
	flags := newFlags(c, "throughput")
	flags.IntVar(&o.rounds, "rounds", 5, "how often each endpoint and the bare handler take turns")
	flags.IntVar(&o.seconds, "seconds", 2, "length of a round")
	flags.IntVar(&o.connections, "connections", 32, "connections of the load generator")
	flags.IntVar(&o.threads, "threads", 2, "threads of the load generator")
	flags.DurationVar(&o.settle, "settle", time.Minute, "how long after the run the memory is looked at")
	flags.StringVar(&o.folder, "folder", "", "where the database is made (default: a folder for temporary files)")
	flags.StringVar(&o.out, "o", "", "write the result to this file as well")
	only := flags.String("only", "", "measure the endpoints whose name this regular expression finds")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.rounds < 1 || o.seconds < 1 || o.connections < 1 || o.threads < 1 || flags.NArg() > 0 {
		return o, errors.New("rounds, seconds, connections and threads are at least 1; there are no other arguments")
	}
	o.only, err = regexp.Compile(*only)
	return o, err
}

// bench is a run of bench throughput.
type bench struct {
	throughputOptions
	console
	scene     *scene
	generator *generator
	bare      *process
	program   *process
	onTheWay  int // sends that may be stored without having been acknowledged
}

func measureThroughput(ctx context.Context, c console, args []string) (err error) {
	o, err := parseThroughput(c, args)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp(o.folder, "minimost-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	b := &bench{throughputOptions: o, console: c}
	r := report{options: o}
	if r.machine, err = look(folder); err != nil {
		return err
	}
	if err := b.start(ctx, folder); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.bare.stop(), b.program.stop()) }()
	for _, e := range endpoints() {
		if !o.only.MatchString(e.name) {
			continue
		}
		c.sayf("%s", e.name)
		row, err := b.measure(ctx, e)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		r.rows = append(r.rows, row)
	}
	if len(r.rows) == 0 {
		return errors.New("-only finds no endpoint")
	}
	r.stored = b.scene.checkStored(databaseIn(folder), b.onTheWay)
	c.sayf("waiting %s to look at the memory", o.settle)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(o.settle):
	}
	if r.memory, r.highest, err = b.program.memory(); err != nil {
		return err
	}
	return r.publish(c, o.out)
}

func (b *bench) start(ctx context.Context, folder string) (err error) {
	if b.generator, err = newGenerator(folder, b.threads, b.connections); err != nil {
		return err
	}
	b.sayf("building the program")
	binary, err := buildProgram(ctx, folder)
	if err != nil {
		return err
	}
	if b.bare, err = startBareHandler(ctx); err != nil {
		return err
	}
	if b.program, err = startProgram(ctx, binary, folder); err != nil {
		return errors.Join(err, b.bare.stop())
	}
	b.sayf("logging %d people in", peopleCount)
	if b.scene, err = setScene(ctx, b.program.url); err != nil {
		return errors.Join(err, b.bare.stop(), b.program.stop())
	}
	return nil
}

// warmSeconds is the length of the pass before the rounds, in which each
// answer's status is looked at.
const warmSeconds = 1

// measure compares an endpoint with the bare handler, in rounds that alternate.
func (b *bench) measure(ctx context.Context, e endpoint) (row row, err error) {
	row.endpoint = e
	if e.typing {
		stop, err := b.scene.keepTyping(ctx)
		if err != nil {
			return row, err
		}
		defer func() { err = errors.Join(err, stop()) }()
	}
	if err := b.round(ctx, e, &row, warmSeconds, e.status); err != nil {
		return row, err
	}
	row.ours = nil
	for range b.rounds {
		bare, err := b.generator.send(ctx, b.bare.url, b.seconds, 0)
		if err != nil {
			return row, err
		}
		if bare.err() != nil {
			return row, fmt.Errorf("the bare handler: %w", bare.err())
		}
		row.bare = append(row.bare, bare)
		if err := b.round(ctx, e, &row, b.seconds, 0); err != nil {
			return row, err
		}
	}
	return row, b.finish(ctx, e, &row)
}

// round sends one round's load to the program and checks its answers meanwhile.
func (b *bench) round(ctx context.Context, e endpoint, row *row, seconds, status int) error {
	if err := b.scene.heartbeat(ctx); err != nil {
		return err
	}
	if e.before != nil {
		if err := e.before(b.scene, ctx); err != nil {
			return err
		}
	}
	if err := b.generator.load(e.requests(b.scene)); err != nil {
		return err
	}
	checks := watch(ctx, func(ctx context.Context, n int) error { return e.check(b.scene, ctx, e.asker(b.scene, n)) })
	ours, err := b.generator.send(ctx, b.program.url, seconds, status)
	row.checks = row.checks.plus(checks())
	if err != nil {
		return err
	}
	if bad := ours.err(); bad != nil {
		row.checks = row.checks.plus(verdict{wrong: ours.wrong(), reasons: []error{bad}})
	}
	row.ours = append(row.ours, ours)
	if e.request(b.scene, b.scene.observer).path == "/send/"+loadChannel {
		b.scene.acknowledged += ours.acknowledged()
		b.onTheWay += b.connections
	}
	return nil
}

// finish looks at what the rounds have left.
func (b *bench) finish(ctx context.Context, e endpoint, row *row) error {
	if e.after == nil {
		return nil
	}
	if err := e.after(b.scene, ctx); err != nil {
		if ctx.Err() != nil {
			return err
		}
		row.checks = row.checks.plus(verdict{asked: 1, wrong: 1, reasons: []error{err}})
	}
	return nil
}
