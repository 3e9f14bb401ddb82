// Command bench measures the released program as people use it, over HTTP:
//
//	bench throughput   requests a second of each endpoint beside a bare handler
//	bench growth       how much more a request costs in a large database
//	bench live         how long a change takes to others, and what many open pages cost
//	bench soak         whether mixed traffic leaves anything behind
//
// Each command explains its flags with -h. `make bench` and its likes run them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

// console is where a command writes: results to out, what it is doing to log.
type console struct{ out, log io.Writer }

func (c console) sayf(format string, args ...any) { fmt.Fprintf(c.log, format+"\n", args...) }

var commands = map[string]func(context.Context, console, []string) error{
	"bare":       serveBare,
	"throughput": measureThroughput,
	"growth":     measureGrowth,
	"live":       measureLive,
	"soak":       soak,
}

// errWrong ends a run in which something was answered wrongly.
var errWrong = errors.New("wrong answers, see above")

func main() {
	// A reader of the output that goes away must not leave servers behind.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	defer stop()
	err := run(ctx, console{os.Stdout, os.Stderr}, os.Args[1:])
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, c console, args []string) error {
	if len(args) == 0 || commands[args[0]] == nil {
		names := slices.Sorted(maps.Keys(commands))
		return fmt.Errorf("name what to do: %s", strings.Join(names, ", "))
	}
	return commands[args[0]](ctx, c, args[1:])
}

// newFlags are the flags of a command.
func newFlags(c console, name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(c.log)
	return flags
}
