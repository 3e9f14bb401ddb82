package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	wantedIdleMemory = 400 << 20
	// tellPatience is how long one message to everybody may take.
	tellPatience = time.Minute
)

// measureIdle holds many streams on which nothing happens, and then lets one
// message go to all of them.
func (l *liveRun) measureIdle(ctx context.Context) (text string, err error) {
	t := town{accounts: l.idle, messages: fewMessages, teams: 1, teamSize: teamSize, channels: 1}
	p, people, err := l.serve(ctx, "idle", t)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	ctx, closeStreams := context.WithCancel(ctx)
	defer closeStreams()
	c := newConversation(talkChannel, people)
	began := time.Now()
	l.sayf("opening %d pages", l.idle)
	if err := openAll(ctx, c.streams); err != nil {
		return "", err
	}
	opening := time.Since(began)
	before, err := usageNow(p)
	if err != nil {
		return "", err
	}
	if err := pause(ctx, l.settle); err != nil {
		return "", err
	}
	after, err := usageNow(p)
	if err != nil {
		return "", err
	}
	memory, highest, err := p.memory()
	if err != nil {
		return "", err
	}
	reached, err := c.tellAll(ctx)
	text = fmt.Sprintf("**%s idle streams** for %s, opened in %.0f s: resident memory %s %s (highest %s); %s. A message reached %s.\n",
		grouped(float64(l.idle)), l.settle, opening.Seconds(), mebibytes(memory), mark(memory < wantedIdleMemory), mebibytes(highest),
		after.since(before), reached)
	for _, st := range c.streams {
		if failure := st.failure(); failure != nil {
			return text, errors.Join(err, fmt.Errorf("the stream of %s: %w", st.name, failure))
		}
	}
	return text, err
}

// tellAll sends one message and says how long it took to everyone.
func (c *conversation) tellAll(ctx context.Context) (string, error) {
	by := c.streams[0]
	m := messageBy(by.person, c.channel, "Is everybody there?")
	m.kind, m.began = kindMessage, time.Now()
	var arrivals []*arrival
	for _, st := range c.streams[1:] {
		arrivals = append(arrivals, st.await(m))
	}
	if err := m.make(ctx); err != nil {
		return "", err
	}
	if err := awaitAll(ctx, arrivals, tellPatience); err != nil {
		return "", err
	}
	d := delays{}
	for _, a := range arrivals {
		d.add(a)
	}
	said := fmt.Sprintf("half of the others in %s and the last in %s", milliseconds(quantile(d.took, 0.5)), milliseconds(quantile(d.took, 1)))
	if d.lost > 0 {
		return said, fmt.Errorf("the message did not reach %d streams in %s", d.lost, tellPatience)
	}
	return said, nil
}
