package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	wantedGrowth = 1.5 // times the cost in the small database
	longerAnswer = 1.2 // from when on an answer counts as longer in itself
	// noticeTime is how long the program may take to notice what another program has written, with room to spare.
	noticeTime = 300 * time.Millisecond
)

// growth compares a small database with a large one, for each way in which one can grow.
func growth(ctx context.Context, r *run) (failed error) {
	few := size{accounts: peopleCount, messages: 1000, teams: peopleCount / teamSize, teamSize: teamSize, channels: teamChannels}
	talkative, crowded, divided := few, few, few
	talkative.messages, crowded.accounts, divided.channels = r.messages, r.accounts, r.privates
	for _, way := range []struct {
		name string
		many size
	}{{"messages", talkative}, {"accounts", crowded}, {"private channels", divided}} {
		if way.many.messages >= few.messages && way.many.accounts >= few.accounts && way.many.channels >= few.channels {
			r.sayf("%s: %s → %s", way.name, few, way.many)
			failed = errors.Join(failed, r.growthOf(ctx, way.name, few, way.many), r.stopServers())
		}
	}
	return failed
}

func (r *run) growthOf(ctx context.Context, way string, few, many size) (wrong error) {
	var targets []*target
	for i, z := range []size{few, many} {
		name := way + []string{" few", " many"}[i]
		p, people, err := r.serveSeeded(ctx, name, z)
		if err != nil {
			return err
		}
		prepare := func(ctx context.Context) error { return comeOnline(ctx, filepath.Join(r.folder, name), z) }
		targets = append(targets, &target{process: p, name: name, fixture: newFixture(people[:peopleCount]), prepare: prepare})
	}
	r.printf("\n**%s**: %s → %s; %d rounds of %g s each in turn, %d connections\n\n| endpoint | few req/s | many req/s | cost | answer | few p99 | many p99 | wrong |\n"+
		"| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |\n", way, few, many, r.rounds, r.seconds, r.connections)
	for _, e := range r.chosenEndpoints() {
		// What is in a database that was written is not known by heart: statuses alone are checked.
		e.check = func(f *fixture, s *script, p *person) { s.ask(p, e.requestFor(f, p), e.status) }
		e.after = (*fixture).stopTyping
		if e.sends() {
			e.request.path = "/send/" + talkChannel // where the history is
		}
		if err := r.compare(ctx, "Growth", e, targets); err != nil {
			return errors.Join(wrong, err)
		}
		a, b := targets[0], targets[1]
		cost, short, long := a.share(b), a.answerLength(ctx, e), b.answerLength(ctx, e)
		answer := mark(cost <= wantedGrowth) + " | as long"
		if !e.writes && float64(long) > longerAnswer*float64(short) {
			answer = fmt.Sprintf("| %s → %s bytes", grouped(float64(short)), grouped(float64(long)))
		}
		r.printf("| `%s` | %s | %s | %.2f %s | %.2f ms | %.2f ms | %d |\n", e.name, grouped(a.of(tally.perSecond)), grouped(b.of(tally.perSecond)), cost,
			answer, a.of(p99)*1e3, b.of(p99)*1e3, a.wrong+b.wrong)
		wrong = errors.Join(wrong, a.failure(e), b.failure(e))
	}
	return wrong
}

// answerLength is how long the body of an endpoint's answer is.
func (t *target) answerLength(ctx context.Context, e endpoint) int {
	s := &script{Context: ctx}
	a := s.ask(t.fixture.people[0], e.requestFor(t.fixture, t.fixture.people[0]), e.status)
	t.note(s.err)
	return len(a.body)
}

// comeOnline renews the lease of all but those that do it themselves, and returns when the program knows.
func comeOnline(ctx context.Context, folder string, z size) error {
	if z.accounts <= peopleCount {
		return nil
	}
	err := write(folder, func(conn *sqlite.Conn) error {
		return sqlitex.ExecuteTransient(conn, "INSERT OR REPLACE INTO presence (user, last_seen, state) SELECT username, ?, 'active' FROM users WHERE rowid > ?",
			&sqlitex.ExecOptions{Args: []any{float64(time.Now().UnixMicro()) / 1e6, peopleCount}})
	})
	pause(ctx, noticeTime)
	return err
}
