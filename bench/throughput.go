package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// throughput compares each endpoint with the bare handler, and with another program where one is named.
func throughput(ctx context.Context, r *run) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	bare, err := r.start(ctx, self, "bare")
	if err != nil {
		return err
	}
	targets := []*target{{process: bare, name: "bare"}}
	for _, program := range [][2]string{{"ours", r.binary}, {"against", r.against}} {
		if program[1] == "" {
			continue
		}
		t := &target{name: program[0], folder: filepath.Join(r.folder, program[0])}
		if t.process, err = r.serve(ctx, program[1], t.folder); err != nil {
			return err
		}
		t.fixture = newFixture(newPeople(peopleCount, t.url, peopleCount))
		if err := t.fixture.fill(ctx); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		targets = append(targets, t)
	}
	return errors.Join(r.shares(ctx, targets), r.aftermath(ctx, targets[1:]))
}

// shares measures the endpoints and prints a line for each and every program.
func (r *run) shares(ctx context.Context, targets []*target) (wrong error) {
	r.printf("\n%d people, %d messages, %d private channels each; %d rounds of %g s, %d connections. Figures are medians of the rounds.\n\n",
		peopleCount, messageCount, teamChannels, r.rounds, r.seconds, r.connections)
	r.printf("| endpoint | program | bare req/s | req/s | share | wanted | p50 | p99 | CPU, bare | CPU | generator | checked | wrong |\n" +
		"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	bare, notes := targets[0], ""
	for _, e := range r.chosenEndpoints() {
		if err := r.compare(ctx, "Throughput", e, targets); err != nil {
			return errors.Join(wrong, err)
		}
		wrong = errors.Join(wrong, bare.failure(e))
		for _, t := range targets[1:] {
			share, slowest := t.share(bare), t.of(p99)
			r.printf("| `%s` | %s | %s | %s | %.2f %s | %.2f | %.2f ms | %.2f ms %s | %.1f µs | %.1f µs | %.2f | %d | %d |\n", e.name, t.name,
				grouped(bare.of(tally.perSecond)), grouped(t.of(tally.perSecond)), share, mark(share >= e.wanted), e.wanted, t.of(p50)*1e3,
				slowest*1e3, mark(slowest < wantedP99), bare.of(programCPU)*1e6, t.of(programCPU)*1e6, t.of(generatorCPU), t.checked, t.wrong)
			wrong = errors.Join(wrong, t.failure(e))
		}
		if len(targets) > 2 {
			notes += fmt.Sprintf("`%s`: ours / against %.3f\n\n", e.name, targets[1].share(targets[2]))
		}
		if e.durable {
			fsync, err := timeFsync(r.folder)
			wrong = errors.Join(wrong, err)
			notes += fmt.Sprintf("`%s`: write and fsync just after: %s\n\n", e.name, fsync)
		}
	}
	r.printf("\n%s", notes)
	return wrong
}

// aftermath looks at the memory when nothing has happened for a while, starts the programs anew and verifies what they stored.
func (r *run) aftermath(ctx context.Context, targets []*target) error {
	r.sayf("waiting %s to look at the memory", r.settle)
	pause(ctx, r.settle)
	for _, t := range targets {
		now, highest := t.memory()
		r.printf("%s: resident memory %s after the run: %s (%s below %s; highest %s).\n", t.name, r.settle, mebibytes(now), mark(now < wantedMemory),
			mebibytes(wantedMemory), mebibytes(highest))
		r.record("Memory", 1, figures{"rss-B": now, "highest-rss-B": highest}, "side", t.name)
	}
	if err := r.stopServers(); err != nil {
		return err
	}
	for _, t := range targets {
		again, err := r.serve(ctx, t.cmd.Path, t.folder)
		if err != nil {
			return err
		}
		for _, p := range t.fixture.people {
			p.base = again.url
		}
		if err := t.fixture.verify(ctx); err != nil {
			return fmt.Errorf("%s, started again: %w", t.name, err)
		}
	}
	return nil
}
