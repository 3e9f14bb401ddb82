package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// liveOptions are the flags of bench live.
type liveOptions struct {
	streams, channels int
	rate, oneRate     float64
	lasting           time.Duration
	idle, pollers     int
	settle            time.Duration
	public            bool
	only              *regexp.Regexp // parts
	folder, out       string
}

func parseLive(c console, args []string) (o liveOptions, err error) {
	flags := newFlags(c, "live")
	flags.IntVar(&o.streams, "streams", 1000, "open event streams, spread over the channels and then all in one")
	flags.IntVar(&o.channels, "channels", 50, "channels they are spread over")
	flags.Float64Var(&o.rate, "rate", 200, "changes a second, spread over the channels")
	flags.Float64Var(&o.oneRate, "one-rate", 5, "changes a second in the one channel")
	flags.DurationVar(&o.lasting, "lasting", 20*time.Second, "how long each part makes changes or polls")
	flags.IntVar(&o.idle, "idle", 10_000, "idle event streams")
	flags.IntVar(&o.pollers, "pollers", 10_000, "people who poll once a second")
	flags.DurationVar(&o.settle, "settle", 30*time.Second, "how long the idle streams are held")
	flags.BoolVar(&o.public, "public", false, "spread the streams over public channels instead of private ones")
	flags.StringVar(&o.folder, "folder", "", "where databases are made (default: a folder for temporary files)")
	flags.StringVar(&o.out, "o", "", "write the result to this file as well")
	only := flags.String("only", "", "measure the parts whose name this regular expression finds: spread, one, idle, poll")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.channels < 1 || o.streams < 2*o.channels || o.idle < 2 || o.pollers < 1 || o.rate <= 0 || o.oneRate <= 0 || flags.NArg() > 0 {
		return o, errors.New("there are at least two streams a channel, two idle ones and one poller, and the rates are above 0")
	}
	o.only, err = regexp.Compile(*only)
	return o, err
}

// liveRun is a run of bench live.
type liveRun struct {
	liveOptions
	console
	folder, binary string
}

func measureLive(ctx context.Context, c console, args []string) (err error) {
	o, err := parseLive(c, args)
	if err != nil {
		return err
	}
	if err := needFiles(max(o.streams, o.idle, o.pollers)); err != nil {
		return err
	}
	l := &liveRun{liveOptions: o, console: c}
	if l.folder, err = os.MkdirTemp(o.folder, "minimost-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(l.folder)) }()
	m, err := look(l.folder)
	if err != nil {
		return err
	}
	if l.binary, err = buildProgram(ctx, l.folder); err != nil {
		return err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n", m)
	failed := l.parts(ctx, &out)
	fmt.Fprint(c.out, out.String())
	if o.out != "" {
		failed = errors.Join(failed, os.WriteFile(o.out, []byte(out.String()), 0o644))
	}
	return failed
}

// parts measures what was chosen. Its error joins what went wrong in any part;
// the others are measured all the same.
func (l *liveRun) parts(ctx context.Context, out *strings.Builder) (failed error) {
	for _, part := range []struct {
		name    string
		measure func(context.Context) (string, error)
	}{{"spread", l.measureSpread}, {"one", l.measureOne}, {"idle", l.measureIdle}, {"poll", l.measurePolls}} {
		if !l.only.MatchString(part.name) || ctx.Err() != nil {
			continue
		}
		l.sayf("%s", part.name)
		text, err := part.measure(ctx)
		if err != nil {
			err = fmt.Errorf("%s: %w", part.name, err)
			text += "\n" + err.Error() + "\n"
		}
		failed = errors.Join(failed, err)
		out.WriteString("\n" + text)
	}
	return failed
}

// serve starts the program on a new town, and returns everyone in it.
func (l *liveRun) serve(ctx context.Context, name string, t town, args ...string) (*process, []*person, error) {
	folder := filepath.Join(l.folder, name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, nil, err
	}
	cookies, err := t.build(databaseIn(folder))
	if err != nil {
		return nil, nil, err
	}
	p, err := startProgram(ctx, l.binary, folder, args...)
	if err != nil {
		return nil, nil, err
	}
	people, client := make([]*person, len(cookies)), newClient(4*atOnce)
	for i, cookie := range cookies {
		people[i] = &person{name: personName(i), cookie: cookie, base: p.url, client: client}
	}
	if err := people[0].checkSession(ctx); err != nil {
		return nil, nil, errors.Join(err, p.stop())
	}
	return p, people, nil
}

// measureSpread is many channels with a few streams each.
func (l *liveRun) measureSpread(ctx context.Context) (text string, err error) {
	size := l.streams / l.channels
	t := town{accounts: l.streams, messages: fewMessages, teams: l.channels, teamSize: size, channels: 1}
	names, args := make([]string, l.channels), []string(nil)
	for i := range names {
		names[i] = fmt.Sprint("private:", i+1)
	}
	if l.public {
		t.teams, t.channels = 1, 1
		for i := range names {
			names[i] = fmt.Sprint("room", i+1)
		}
		args = []string{"--channels=" + strings.Join(names, ",")}
	}
	p, people, err := l.serve(ctx, "spread", t, args...)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	s := &spread{perSecond: l.rate, lasting: l.lasting}
	for i, name := range names {
		s.conversations = append(s.conversations, newConversation(name, people[i*size:(i+1)*size]))
	}
	return l.measure(ctx, p, s)
}

// measureOne is one channel with many streams.
func (l *liveRun) measureOne(ctx context.Context) (text string, err error) {
	t := town{accounts: l.streams, messages: fewMessages, teams: 1, teamSize: teamSize, channels: 1}
	p, people, err := l.serve(ctx, "one", t)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	return l.measure(ctx, p, &spread{
		perSecond: l.oneRate, lasting: l.lasting,
		conversations: []*conversation{newConversation(talkChannel, people)},
	})
}

func newConversation(channel string, people []*person) *conversation {
	c := &conversation{channel: channel}
	for _, p := range people {
		c.streams = append(c.streams, &stream{person: p, channel: channel})
	}
	return c
}

func (l *liveRun) measure(ctx context.Context, p *process, s *spread) (string, error) {
	list, used, err := s.run(ctx, p)
	if err != nil {
		return "", err
	}
	memory, _, err := p.memory()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "**%s**, %g changes a second for %s; resident memory %s; %s\n\n", s, s.perSecond, s.lasting, mebibytes(memory), used)
	out.WriteString(delayTable(list))
	for _, d := range list {
		if d.lost > 0 {
			err = errors.Join(err, fmt.Errorf("%s: %d times a stream did not show the change", d.kind, d.lost))
		}
	}
	return out.String(), err
}

func (s *spread) String() string {
	if len(s.conversations) == 1 {
		return fmt.Sprintf("One channel of %s streams", grouped(float64(len(s.streams()))))
	}
	return fmt.Sprintf("%d channels of %d streams", len(s.conversations), len(s.conversations[0].streams))
}

// wantedDelay is how long a change may take to the others, in the 99th of a
// hundred cases.
const wantedDelay = 25 * time.Millisecond

func delayTable(list []delays) string {
	var out strings.Builder
	out.WriteString("| change | arrivals | p50 | p99 | longest | lost |\n| --- | ---: | ---: | ---: | ---: | ---: |\n")
	all := delays{kind: "all"}
	for _, d := range list {
		all.took, all.lost = append(all.took, d.took...), all.lost+d.lost
	}
	for _, d := range append(list, all) {
		p99 := quantile(d.took, 0.99)
		fmt.Fprintf(&out, "| %s | %s | %s | %s %s | %s | %d |\n", d.kind, grouped(float64(len(d.took))), milliseconds(quantile(d.took, 0.5)),
			milliseconds(p99), mark(p99 < wantedDelay), milliseconds(quantile(d.took, 1)), d.lost)
	}
	return out.String()
}
