package e2e

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestServerLogsARequestALineOnDemand(t *testing.T) {
	t.Parallel()
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
