package main

import (
	"encoding/json"
	"log/slog"
	"os"
	"strings"
	"testing"
)

func TestLogIsTextOnATerminalAndJSONElsewhere(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()
	logger, err := newLogger(terminal, "info")
	if err != nil {
		t.Fatal(err)
	}
	if _, text := logger.Handler().(*slog.TextHandler); !text {
		t.Errorf("on a terminal: %T", logger.Handler())
	}
	var out strings.Builder
	if logger, err = newLogger(&out, "warn"); err != nil {
		t.Fatal(err)
	}
	logger.Info("too quiet")
	logger.Warn("loud enough")
	var line struct{ Level, Msg string }
	if err := json.Unmarshal([]byte(out.String()), &line); err != nil || line.Msg != "loud enough" || line.Level != "WARN" {
		t.Errorf("%v: %q", err, out.String())
	}
}

func TestServerLogsARequestALineOnDemand(t *testing.T) {
	for level, want := range map[string]int{"debug": 2, "info": 0} {
		p := launch(t, t.TempDir(), "--log-level="+level)
		b := p.person("nobody")
		b.must(200, b.get("/livez?token=s3cret"))
		b.must(404, b.get("/reset/s3cret"))
		p.stop()
		lines := 0
		for line := range strings.Lines(p.stderr.String()) {
			var entry struct{ Msg, Route string }
			if err := json.Unmarshal([]byte(line), &entry); err != nil {
				t.Errorf("%v: %s", err, line)
			}
			if entry.Msg == "request" {
				lines++
			}
		}
		if lines != want || strings.Contains(p.stderr.String(), "s3cret") {
			t.Errorf("%s: logged %s", level, p.stderr)
		}
	}
}
