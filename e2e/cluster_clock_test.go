//go:build cluster

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// skewedBinary is the program on a machine whose clock is wrong by as many seconds as SKEW says: its time package is another.
func skewedBinary(t *testing.T) string {
	t.Helper()
	const asked, variable = "sec, nsec, mono := runtimeNow()", "SKEW"
	original := filepath.Join(runtime.GOROOT(), "src", "time", "time.go") //nolint:staticcheck // of the Go that runs this
	text, err := os.ReadFile(original)
	must(t, err)
	if !strings.Contains(string(text), asked) {
		t.Fatalf("%s asks for the time in another way", original)
	}
	changed := strings.Replace(string(text), asked, asked+"; sec += skew", 1) + `
var skew = func() (by int64) {
	text, _ := syscall.Getenv("` + variable + `")
	digits, behind := text, false
	if len(text) > 0 && text[0] == '-' {
		digits, behind = text[1:], true
	}
	for i := range len(digits) {
		by = 10*by + int64(digits[i]-'0')
	}
	if behind {
		return -by
	}
	return by
}()
`
	changed = strings.Replace(changed, "import (", "import (\n\t\"syscall\"", 1)
	folder := t.TempDir()
	replaced, overlay, program := filepath.Join(folder, "time.go"), filepath.Join(folder, "overlay.json"), filepath.Join(folder, "minimost")
	must(t, os.WriteFile(replaced, []byte(changed), 0o600))
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{original: replaced}})
	must(t, err)
	must(t, os.WriteFile(overlay, list, 0o600))
	build := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlay, "-o", program, "minimost")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// TestClusterGoesByOneClockWhateverThoseOfItsMachinesShow: five minutes ahead, five behind, and right.
func TestClusterGoesByOneClockWhateverThoseOfItsMachinesShow(t *testing.T) {
	c, name := startCluster(t)
	program := skewedBinary(t)
	var nodes []*process
	for _, skew := range []int{300, -300, 0} {
		nodes = append(nodes, launchAs(t, t.TempDir(), []string{fmt.Sprintf("SKEW=%d", skew)}, func(cmd *exec.Cmd) { cmd.Path = program },
			"serve", "--addr=127.0.0.1:0", "--rate-limits=false", "--db="+shared(name, c.Dir())))
	}
	alice, bob, carol := nodes[0].signUp("alice"), nodes[1].signUp("bob"), nodes[2].signUp("carol")
	date, err := time.Parse(time.RFC1123, alice.get("/livez").header.Get("Date"))
	if must(t, err); time.Until(date) < 4*time.Minute {
		t.Fatalf("the first server's clock shows %s", date)
	}
	var open stillOpen
	var seen []*dots
	for _, someone := range []*person{alice, bob} {
		tab := *someone
		open.keep(&balancer{person: &tab})
	}
	eventually(t, "their pages are open", func() bool { return open.all(2) })
	for i, someone := range []*person{alice, bob} {
		other := *carol
		seen = append(seen, watchDots(&balancer{person: &other, nodes: nodes[i : i+1]}, someone.name))
	}
	began := time.Now()
	const messages = 30
	for i := range messages {
		b := []*person{alice, bob, carol}[i%3]
		b.moveTo(nodes[(i/3)%3])
		b.must(200, b.form("/send/general", "text", fmt.Sprint("message ", i)))
		b.moveTo(nodes[(i/3+1)%3])
		b.must(204, b.json("/typing/general", ""))
		someone := []*person{bob, carol, alice}[i%3]
		if i >= 3 && !strings.Contains(someone.must(200, someone.get("/messages/general")).body, fmt.Sprintf(`"message %d"`, i-3)) {
			t.Errorf("message %d does not show on another server", i-3)
		}
	}
	last := chatMessage{}
	history := (&witness{person: carol}).history()
	for i := len(history) - messages; i < len(history); i++ {
		m := history[i]
		at := time.UnixMicro(int64(m.seconds() * 1e6))
		if want := fmt.Sprint("message ", i-len(history)+messages); m.Content != want || m.seconds() <= last.seconds() {
			t.Errorf("%q stands where %q was sent", m.Content, want)
		}
		if at.Before(began.Add(-time.Second)) || at.After(time.Now().Add(time.Second)) {
			t.Errorf("%q was sent at %s, between %s and now", m.Content, at, began)
		}
		last = m
	}
	for _, d := range seen {
		d.ends(t)
	}
	open.quit.Store(true)
}
