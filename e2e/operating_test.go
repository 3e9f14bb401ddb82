package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// elsewhere are the programs of the guide that a test cannot run, and why.
var elsewhere = map[string]string{
	"systemctl":  "it is the machine's service manager",
	"journalctl": "it reads the machine's journal",
	"litestream": "it needs object storage",
}

// guideCommands are the commands in the blocks of docs/operating.md, in their order,
// lines that go on put together.
func guideCommands(t *testing.T) (commands []string) {
	t.Helper()
	guide, err := os.ReadFile("../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```").FindAllStringSubmatch(string(guide), -1) {
		for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", " ")) {
			if line = strings.TrimSpace(line); line != "" {
				commands = append(commands, line)
			}
		}
	}
	return commands
}

// TestTheGuidesCommandsRunAsTheyStand runs each command of docs/operating.md beside a
// server in use, but for the folders, which are the test's: systemd-run's command without
// it, where there is no systemd.
func TestTheGuidesCommandsRunAsTheyStand(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path, err := binary()
	must(t, err)
	must(t, os.Mkdir(filepath.Join(folder, "backups"), 0o700))
	server := launch(t, folder)
	alice := server.signUp("alice")
	alice.must(200, alice.form("/send/general", "text", "before the backup"))
	ran := 0
	for _, line := range guideCommands(t) {
		program := strings.Fields(line)[0]
		if elsewhere[program] != "" {
			continue
		}
		if program == "systemd-run" {
			_, line, _ = strings.Cut(line, " minimost ")
			line = "minimost " + line
		}
		line = strings.NewReplacer("/var/lib/minimost/", folder+"/", "/backups/", folder+"/backups/").Replace(line)
		if !strings.HasPrefix(line, "minimost ") {
			t.Errorf("nobody knows how to try %q: add it to elsewhere", line)
			continue
		}
		run := exec.CommandContext(t.Context(), "sh", "-euc", line)
		run.Dir = folder
		run.Env = append(os.Environ(), "PATH="+filepath.Dir(path)+":"+os.Getenv("PATH"), "MINIMOST_DB="+filepath.Join(folder, "presence.db"))
		if said, err := run.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", line, err, said)
		}
		ran++
	}
	if ran < 3 {
		t.Errorf("only %d commands of the guide were found", ran)
	}
	alice.must(200, alice.get("/administration/people")) // by then she is administrator

	// "Stop the server, minimost restore FILE --db=…, start."
	alice.must(200, alice.form("/send/general", "text", "after the backup"))
	if status := server.stop(); status != 0 {
		t.Errorf("the stop: %d", status)
	}
	if end := execute(t, folder, "restore", "copy.db", "--db=presence.db"); end.status != 0 {
		t.Fatalf("the restore: %+v", end)
	}
	again := launch(t, folder)
	alice.moveTo(again)
	all := alice.must(200, alice.get("/messages/general")).body
	if !strings.Contains(all, "before the backup") || strings.Contains(all, "after the backup") {
		t.Errorf("after the restore there is %s", all)
	}
}

// TestTheGuideNamesCommandsThatThereAre: what stands in its sentences is a command of the
// program, with flags that it has.
func TestTheGuideNamesCommandsThatThereAre(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../docs/operating.md")
	must(t, err)
	help := make(map[string]string)
	found := regexp.MustCompile("`minimost ([a-z][a-z-]*)([^`]*)`").FindAllStringSubmatch(string(guide), -1)
	if len(found) < 5 {
		t.Fatalf("found %d commands", len(found))
	}
	for _, f := range found {
		if help[f[1]] == "" {
			end := execute(t, t.TempDir(), f[1], "--help")
			if end.status != 0 {
				t.Errorf("minimost %s is no command: %s", f[1], end.stderr)
				continue
			}
			help[f[1]] = end.stdout + end.stderr
		}
		for _, option := range regexp.MustCompile(`--[a-z-]+`).FindAllString(f[2], -1) {
			if !strings.Contains(help[f[1]], option) {
				t.Errorf("minimost %s has no %s", f[1], option)
			}
		}
	}
}
