// Package cli is the command line: one file a command, each of which puts the parts of the program together.
package cli

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

// Run is the program: it returns the exit status, 0 or 1. What goes wrong is
// one sentence on stderr. SIGINT and SIGTERM end the command in an orderly way.
func Run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, stdout, stderr)
}

// run is Run until ctx ends.
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

// errHelpShown ends a run that was asked for help only.
var errHelpShown = errors.New("help was shown")

// program is a command line that was understood.
type program struct {
	options
	stdout, stderr io.Writer
}

// parse reads the command line and returns the command it names, ready to run.
func parse(args []string, stdout, stderr io.Writer) (command func(context.Context) error, err error) {
	o, name, err := parseOptions(args, usualDefaults, stdout, stderr)
	if err == nil && o.Demo {
		o, name, err = parseOptions(args, demoDefaults, stdout, stderr)
	}
	if err == nil {
		err = o.validate()
	}
	if err != nil {
		return nil, err
	}
	p := program{options: o, stdout: stdout, stderr: stderr}
	if err := p.refuseOnPostgres(name); err != nil {
		return nil, err
	}
	commands := map[string]func(context.Context) error{
		"serve":                     p.serve,
		"backup <FILE>":             p.backup,
		"restore <FILE>":            p.restore,
		"check":                     p.check,
		"reset-password <USER>":     p.resetPassword,
		"admin <NAME>":              p.admin,
		"account deactivate <NAME>": p.deactivateAccount,
		"account reactivate <NAME>": p.reactivateAccount,
		"account remove <NAME>":     p.removeAccount,
		"health":                    p.health,
		"move <FILE> <URL>":         p.move,
		"import <DIR>":              p.importLegacy,
		"version":                   p.version,
	}
	return commands[name], nil
}
