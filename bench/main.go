// Command bench measures the released program as people use it, over HTTP:
//
//	bench throughput   requests a second of each endpoint beside a bare handler
//	bench growth       how much more a request costs in a large database
//	bench live         how long a change takes to others, and what many open pages cost
//	bench soak         whether mixed traffic leaves anything behind
//
// Run one with -h for the flags. `make bench` and its likes start them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

// commands measure and write to the run's output. What was measured before an error is printed all the same.
var commands = map[string]func(context.Context, *run) error{"throughput": throughput, "growth": growth, "live": live, "soak": soak}

// run is one start of a command: its flags, its folder for temporary files, what it has started and what it has found.
type run struct {
	output
	servers                             []*process
	binary, against, folder, raw        string
	only                                *regexp.Regexp
	rounds, connections                 int
	seconds, rate, oneRate              float64
	settle, lasting                     time.Duration
	messages, accounts, privates        int
	streams, channels, idle, pollers    int
	public                              bool
	people, streamers, actionsPerSecond int
}

// parse reads the flags; all commands know all of them.
func (r *run) parse(command string, args []string) (err error) {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	lasting, settle := 20*time.Second, time.Minute
	if command == "soak" {
		lasting = 5 * time.Minute
	}
	flags.StringVar(&r.binary, "binary", "", "measure this program (default: build the one of this checkout)")
	flags.StringVar(&r.against, "against", "", "throughput: measure this program beside it, in the same rounds")
	flags.StringVar(&r.folder, "folder", "", "where databases are made (default: a folder for temporary files)")
	flags.StringVar(&r.raw, "o", "", "write the raw figures to this file, as benchstat reads them")
	only := flags.String("only", "", "measure what this regular expression finds: endpoints, or the parts fanout, one, idle and poll of live")
	flags.IntVar(&r.rounds, "rounds", 5, "throughput, growth: how often the programs take turns")
	flags.Float64Var(&r.seconds, "seconds", 2, "throughput, growth: length of a round")
	flags.IntVar(&r.connections, "connections", 32, "throughput, growth: connections of the load generator")
	flags.DurationVar(&r.settle, "settle", settle, "throughput: when the memory is looked at; live: how long idle streams are held")
	flags.DurationVar(&r.lasting, "lasting", lasting, "live, soak: how long changes, polls or mixed traffic last")
	flags.IntVar(&r.messages, "messages", 1_000_000, "growth: messages of the large database; 0 leaves this way to grow out, as with the next two")
	flags.IntVar(&r.accounts, "accounts", 10_000, "growth: accounts of the large database")
	flags.IntVar(&r.privates, "private", 300, "growth: private channels of a person in the large database")
	flags.IntVar(&r.streams, "streams", 1000, "live: event streams, spread over the channels and then all in one")
	flags.IntVar(&r.channels, "channels", 50, "live: channels they are spread over")
	flags.BoolVar(&r.public, "public", false, "live: spread them over public channels instead of private ones")
	flags.Float64Var(&r.rate, "rate", 200, "live: changes a second, spread over the channels")
	flags.Float64Var(&r.oneRate, "one-rate", 5, "live: changes a second in the one channel")
	flags.IntVar(&r.idle, "idle", 10_000, "live: idle event streams")
	flags.IntVar(&r.pollers, "pollers", 10_000, "live: people who poll once a second")
	flags.IntVar(&r.people, "people", 40, "soak: people who take part")
	flags.IntVar(&r.actionsPerSecond, "actions", 250, "soak: actions a second at most")
	flags.IntVar(&r.streamers, "streamers", 30, "soak: event streams that are opened and dropped at once")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || min(r.rounds, r.connections, r.channels, r.pollers, r.actionsPerSecond, r.streamers) < 1 || r.seconds < 0.1 ||
		min(r.rate, r.oneRate) <= 0 || r.streams < 2*r.channels || r.idle < 2 || r.people < 2*teamSize {
		return errors.New("a flag is below what can be measured, or there are arguments besides the flags: see -h")
	}
	r.only, err = regexp.Compile(*only)
	return err
}

func main() {
	// A reader of the output that goes away must not leave servers behind.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	defer stop()
	if err := measure(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

func measure(ctx context.Context, args []string) (err error) {
	if len(args) == 1 && args[0] == "bare" {
		return serveBare(ctx)
	}
	r := &run{}
	if len(args) == 0 || commands[args[0]] == nil {
		return errors.New("name what to measure: throughput, growth, live or soak")
	}
	if err := r.parse(args[0], args[1:]); err != nil {
		return err
	}
	if r.folder, err = os.MkdirTemp(r.folder, "minimost-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.stopServers(), os.RemoveAll(r.folder), r.publish(os.Stdout, r.raw)) }()
	if r.binary == "" {
		r.binary = filepath.Join(r.folder, "minimost")
		if err := buildProgram(ctx, r.binary); err != nil {
			return err
		}
	}
	if err := r.describeMachine(r.folder); err != nil {
		return err
	}
	return commands[args[0]](ctx, r)
}
