package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// asMeasured are settings of a PostgreSQL that tests run without: what is acknowledged survives a power cut.
var asMeasured = []string{"fsync=on", "full_page_writes=on", "autovacuum=on", "shared_buffers=256MB"}

// untilTold is within which time servers know of what was done at others, as a rule.
const untilTold = 500 * time.Millisecond

// lender is a PostgreSQL that is there for the run alone.
type lender struct {
	ask     io.WriteCloser
	answers *bufio.Reader
	cmd     *exec.Cmd
}

// lend starts it for whoever asks first.
func (r *run) lend() *lender {
	if r.lender == nil {
		l := &lender{cmd: exec.CommandContext(context.Background(), r.lending, asMeasured...)}
		l.ask = required(l.cmd.StdinPipe())
		l.answers = bufio.NewReader(required(l.cmd.StdoutPipe()))
		l.cmd.Stderr = os.Stderr
		require(l.cmd.Start())
		r.lender = l
	}
	return r.lender
}

// said is its answer to a line.
func (l *lender) said(line string) string {
	_, err := fmt.Fprintln(l.ask, line)
	answer, readErr := l.answers.ReadString('\n')
	require(errors.Join(err, readErr))
	return strings.TrimSpace(answer)
}

func (l *lender) processorTime() time.Duration {
	if l == nil {
		return 0
	}
	return time.Duration(required(strconv.ParseInt(l.said("processor"), 10, 64)))
}

func (l *lender) stop() error {
	if l == nil {
		return nil
	}
	return errors.Join(l.ask.Close(), l.cmd.Wait())
}

// system is what is measured: the program on a file, or so many servers of it on a PostgreSQL.
type system struct {
	name  string
	nodes int
}

// systems are those that the flags name.
func (r *run) systems() []system {
	list := []system{{"ours", 0}}
	for _, n := range r.nodes {
		list = append(list, system{fmt.Sprintf("PostgreSQL, %d", n), n})
	}
	return list
}

// moved has the program move what was seeded to a database of its own.
func (f *fixture) moved(ctx context.Context, r *run, binary string) {
	f.lender = r.lend()
	url := f.lender.said("")
	ran(ctx, binary, "move", f.database, url)
	f.database = url
}
