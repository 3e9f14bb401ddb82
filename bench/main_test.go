package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain is the bare handler or the hub when a run starts it.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && (os.Args[1] == "bare" || os.Args[1] == "hub") {
		main()
		return
	}
	os.Exit(runTests(m))
}

// binaryFolder is where the program is built.
var binaryFolder string

func runTests(m *testing.M) int {
	var err error
	if binaryFolder, err = os.MkdirTemp("", "minimost-bench-"); err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(binaryFolder) }()
	return m.Run()
}

func TestCommandsMeasureAndFindAllAnswersRight(t *testing.T) {
	binary, raw := built(t), filepath.Join(t.TempDir(), "raw")
	lending := filepath.Join(binaryFolder, "lend")
	if said, err := exec.CommandContext(t.Context(), "go", "build", "-C", "..", "-o", lending, "./postgres/cluster/lend").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for command, c := range map[string]struct {
		flags string
		wants []string // in the raw figures
	}{
		"throughput": {"-only typing|random -rounds 1 -length 100ms -settle 0s -nodes 2 -against " + binary, []string{
			"row=GET_typing_general/side=PostgreSQL,_2 ", " db-µs",
			"row=GET_typing_general/side=bare ", "row=GET_typing_general/side=ours ", "side=against ", " share", " ours/against", "row=POST_send_random/side=fsync ", " rss-B"}},
		"growth": {"-only messages -scale 0.002 -rounds 1 -length 100ms -settle 0s", []string{
			"Growth/by=messages/row=POST_send_random/side=few ", "side=many ", " cost"}},
		"live": {"-scale 0.02 -lasting 300ms -settle 100ms", []string{
			"row=spread/side=hub ", "row=spread/side=ours ", "row=one/side=ours_held ", "row=town/side=ours_typing ", "row=idle/side=ours ", "row=poll/side=ours "}},
		"live, of two servers": {"-only one|poll -scale 0.02 -lasting 300ms -settle 100ms -nodes 2", []string{
			"row=one/side=PostgreSQL,_2 ", "row=poll/side=PostgreSQL,_2 "}},
		"files": {"-scale 0.001 -lasting 300ms", []string{
			"Files/row=POST_send/side=alone ", "row=POST_send/side=beside_uploads ", "row=POST_files/side=beside_uploads ", "row=start/side=0.0_GiB ", "row=backup/", "row=check/"}},
	} {
		t.Run(command, func(t *testing.T) {
			must(t, measure(t.Context(), strings.Split(command, ",")[0], append(strings.Fields(c.flags), "-binary", binary, "-lend", lending, "-o", raw)))
			text, err := os.ReadFile(raw)
			must(t, err)
			for _, want := range c.wants {
				if !strings.Contains(string(text), want) {
					t.Errorf("%q is not in:\n%s", want, text)
				}
			}
		})
	}
}
