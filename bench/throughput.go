package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// throughputOptions are the flags of bench throughput.
type throughputOptions struct {
	loadOptions
	settle time.Duration
}

func parseThroughput(c console, args []string) (o throughputOptions, err error) {
	flags := newFlags(c, "throughput")
	check := o.add(flags, 5)
	flags.DurationVar(&o.settle, "settle", time.Minute, "how long after the run the memory is looked at")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	return o, check()
}

// bench is a run of bench throughput.
type bench struct {
	throughputOptions
	console
	folder    string
	generator *generator
	bare      *process
	program   side
	onTheWay  int // sends that may be stored without having been acknowledged
}

func measureThroughput(ctx context.Context, c console, args []string) (err error) {
	o, err := parseThroughput(c, args)
	if err != nil {
		return err
	}
	chosen, err := o.chosen()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp(o.folder, "minimost-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	r := report{options: o}
	if r.machine, err = look(folder); err != nil {
		return err
	}
	b := &bench{throughputOptions: o, console: c, folder: folder}
	if err := b.start(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.bare.stop(), b.program.stop()) }()
	if r.rows, err = b.measureAll(ctx, chosen); err != nil {
		return err
	}
	r.stored = b.program.scene.checkStored(databaseIn(folder), b.onTheWay)
	c.sayf("waiting %s to look at the memory", o.settle)
	if err := pause(ctx, o.settle); err != nil {
		return err
	}
	if r.memory, r.highest, err = b.program.memory(); err != nil {
		return err
	}
	return r.publish(c, o.out)
}

func (b *bench) start(ctx context.Context) (err error) {
	if b.generator, err = newGenerator(b.folder, b.threads, b.connections); err != nil {
		return err
	}
	b.sayf("building the program")
	binary, err := buildProgram(ctx, b.folder)
	if err != nil {
		return err
	}
	if b.bare, err = startBareHandler(ctx); err != nil {
		return err
	}
	if b.program.process, err = startProgram(ctx, binary, b.folder); err != nil {
		return errors.Join(err, b.bare.stop())
	}
	b.sayf("logging %d people in", peopleCount)
	if b.program.scene, err = setScene(ctx, b.program.url, peopleCount); err != nil {
		return errors.Join(err, b.bare.stop(), b.program.stop())
	}
	return nil
}

func (b *bench) measureAll(ctx context.Context, chosen []endpoint) (rows []row, err error) {
	for _, e := range chosen {
		b.sayf("%s", e.name)
		row, err := b.measure(ctx, e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.name, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// measure compares an endpoint with the bare handler, in rounds that alternate.
func (b *bench) measure(ctx context.Context, e endpoint) (row row, err error) {
	row.endpoint = e
	stop, err := b.program.accompany(ctx, e)
	if err != nil {
		return row, err
	}
	defer func() { err = errors.Join(err, stop()) }()
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
	if e.durable {
		if row.fsyncs, err = timeFsync(b.folder, fsyncsTimed); err != nil {
			return row, err
		}
	}
	return row, b.finish(ctx, e, &row)
}

// round sends one round's load to the program and checks its answers meanwhile.
func (b *bench) round(ctx context.Context, e endpoint, row *row, seconds, status int) error {
	scene := b.program.scene
	if err := b.program.prepare(ctx, b.generator, e); err != nil {
		return err
	}
	found := watch(ctx, func(ctx context.Context, n int) error { return e.check(scene, ctx, e.asker(scene, n)) })
	ours, err := b.generator.send(ctx, b.program.url, seconds, status)
	row.checks = row.checks.plus(found())
	if err != nil {
		return err
	}
	if bad := ours.err(); bad != nil {
		row.checks = row.checks.plus(verdict{wrong: ours.wrong(), reasons: []error{bad}})
	}
	row.ours = append(row.ours, ours)
	if e.sends {
		scene.acknowledged += ours.acknowledged()
		b.onTheWay += b.connections
	}
	return nil
}

// finish looks at what the rounds have left.
func (b *bench) finish(ctx context.Context, e endpoint, row *row) error {
	if e.after == nil {
		return nil
	}
	if err := e.after(b.program.scene, ctx); err != nil {
		if ctx.Err() != nil {
			return err
		}
		row.checks = row.checks.plus(verdict{asked: 1, wrong: 1, reasons: []error{err}})
	}
	return nil
}

// pause waits, unless ctx ends before.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
