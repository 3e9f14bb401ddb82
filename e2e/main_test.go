package e2e

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "minimost/cli" // so that go test knows when a result that it remembers is out of date
)

var binaryFolder string

// binary is the program as it is released, built once, by whoever runs the tests or here. It lies in a folder
// that can be opened to others.
var binary = sync.OnceValues(func() (path string, err error) {
	if binaryFolder, err = os.MkdirTemp("", "minimost-test-"); err != nil {
		return "", err
	}
	path = filepath.Join(binaryFolder, "minimost")
	if built := os.Getenv("BUILT_MINIMOST"); built != "" && os.Link(built, path) == nil {
		return path, nil
	}
	build := exec.CommandContext(context.Background(), "go", "build", "-o", path, "minimost")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return path, nil
})

// testsAtOnce is how many tests run at a time unless -parallel says otherwise: most
// of their time they wait for a process.
const testsAtOnce = "6"

func TestMain(m *testing.M) {
	defaults := map[string]string{"test.parallel": testsAtOnce}
	flag.Parse()
	flag.Visit(func(f *flag.Flag) { delete(defaults, f.Name) })
	for name, value := range defaults {
		_ = flag.Set(name, value)
	}
	status := m.Run()
	if binaryFolder != "" {
		_ = os.RemoveAll(binaryFolder)
	}
	os.Exit(status)
}

// command prepares a run of the binary in folder, with MINIMOST_… variables.
func command(t *testing.T, folder string, variables []string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir = folder
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "MINIMOST_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, variables...)
	return cmd
}

// ending is how a run ended.
type ending struct {
	status         int
	stdout, stderr string
}

func execute(t *testing.T, folder string, args ...string) ending {
	t.Helper()
	cmd := command(t, folder, nil, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return ending{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}
