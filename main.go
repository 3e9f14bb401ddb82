// Command minimost serves a team chat from one SQLite file.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program: it returns the exit status, 0 or 1. What goes wrong is
// one sentence on stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	command, err := parse(args, stdout, stderr)
	if err == nil {
		err = command(ctx)
	}
	if err != nil && !errors.Is(err, errHelpShown) {
		fmt.Fprintln(stderr, "minimost:", strings.ReplaceAll(err.Error(), "\n", " "))
		return 1
	}
	return 0
}
