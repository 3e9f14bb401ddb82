package cli

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
