package cli

import (
	"io"
	"log/slog"
	"os"

	"github.com/mattn/go-isatty"
)

// newLogger writes lines for people to a terminal, and JSON to anything else.
// The level is one that the command line was checked for.
func newLogger(out io.Writer, level string) (*slog.Logger, error) {
	var o slog.HandlerOptions
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, faultf("--log-level: %v.", err)
	}
	o.Level = l
	if f, ok := out.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		return slog.New(slog.NewTextHandler(out, &o)), nil
	}
	return slog.New(slog.NewJSONHandler(out, &o)), nil
}
