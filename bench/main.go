// Command bench measures the released program as people use it, over HTTP:
//
//	bench throughput   requests a second of each endpoint beside a bare handler
//	bench growth       how much more a request costs in a large database
//	bench live         how long a change takes to others, and what many open pages cost
//	bench search       searches among a million messages, and what their index takes, of sending too
//	bench files        messages beside uploads, and what gigabytes of files cost
//	bench soak         whether mixed traffic leaves anything behind
//
// Run one with -h for the flags. `make bench` and its likes start them.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"syscall"
	"time"
)

// commands measure and report. What was measured before an error is printed all the same.
var commands = map[string]func(context.Context, *run){"throughput": throughput, "growth": growth, "live": live, "search": searches, "files": files, "soak": soak, "bare": serveBare, "hub": serveHub}

// run is one start of a command: its flags, its folder for temporary files, what it has started and what it has found.
type run struct {
	report
	servers                          []*process
	lender                           *lender
	nodes                            []int
	binary, against, lending, folder string
	only                             *regexp.Regexp
	rounds, connections              int
	length, settle, lasting          time.Duration
	scale                            float64
}

// chosen are the rows of a table whose names -only finds. It fails when there are none.
func chosen[T any](r *run, rows []T, name func(T) string) (found []T) {
	var names []string
	for _, row := range rows {
		if names = append(names, name(row)); r.only.MatchString(name(row)) {
			found = append(found, row)
		}
	}
	if len(found) == 0 {
		fail("-only %q finds none of %q", r.only, names)
	}
	return found
}

func main() {
	// A reader of the output that goes away must not leave servers behind.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	defer stop()
	err := errors.New("name what to measure: throughput, growth, live, search, files or soak")
	if args := os.Args[1:]; len(args) > 0 && commands[args[0]] != nil {
		err = measure(ctx, args[0], args[1:])
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// measure runs a command; all commands know all flags.
func measure(ctx context.Context, command string, args []string) (err error) {
	r, flags := &run{only: regexp.MustCompile("")}, flag.NewFlagSet(command, flag.ContinueOnError)
	flags.StringVar(&r.binary, "binary", "build/minimost", "the program to measure")
	flags.StringVar(&r.against, "against", "", "throughput: measure this program beside it, in the same rounds")
	raw := flags.String("o", "", "write the raw figures to this file, as benchstat reads them")
	flags.Func("only", "measure the rows of the table whose names this regular expression finds", func(text string) (err error) {
		r.only, err = regexp.Compile(text)
		return err
	})
	flags.Func("nodes", "throughput, live: measure so many servers on a PostgreSQL beside it, as in 1,3", func(list string) error {
		return json.Unmarshal([]byte("["+list+"]"), &r.nodes)
	})
	flags.StringVar(&r.lending, "lend", "build/lend", "the program that runs a PostgreSQL")
	flags.IntVar(&r.rounds, "rounds", 5, "throughput, growth: how often the programs take turns")
	flags.DurationVar(&r.length, "length", 2*time.Second, "throughput, growth: length of a round")
	flags.IntVar(&r.connections, "connections", 32, "throughput, growth: connections of the load generator")
	flags.DurationVar(&r.settle, "settle", time.Minute, "until the memory is looked at, and how long idle sockets are held")
	flags.DurationVar(&r.lasting, "lasting", 20*time.Second, "live, files, soak: how long changes, polls, uploads or mixed traffic last")
	flags.Float64Var(&r.scale, "scale", 1, "growth, live, search, files: how large databases and crowds are, as a share of the usual")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || slices.Min(append([]int{r.rounds, r.connections}, r.nodes...)) < 1 || min(r.length, r.lasting) < 100*time.Millisecond || r.scale <= 0 {
		return errors.New("a flag is below what can be measured, or there are arguments besides the flags: see -h")
	}
	if r.folder, err = os.MkdirTemp("", "minimost-bench-"); err != nil {
		return err
	}
	r.describeMachine()
	err = try(func() { commands[command](ctx, r) })
	return errors.Join(err, r.stopServers(), r.lender.stop(), os.RemoveAll(r.folder), r.publish(os.Stdout, *raw))
}

// scaled is a share of the usual size, and at least as much as makes sense.
func (r *run) scaled(usual, least int) int { return max(int(float64(usual)*r.scale), least) }
