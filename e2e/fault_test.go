package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// databaseSentence is what people are told while the database cannot be used.
const databaseSentence = "The chat cannot reach its database right now. Try again in a moment."

// unlimited lets the people of a test do in seconds what others do in an hour.
const unlimited = "--rate-limits=false"

// unprivileged is an account without rights, as a number that every Linux
// knows: the file modes that root ignores count for it.
const unprivileged = 65534

// asNobody starts the server without root's rights, in a folder that is its own.
func asNobody(t *testing.T, folder string) func(*exec.Cmd) {
	t.Helper()
	if os.Geteuid() != 0 {
		return func(*exec.Cmd) {}
	}
	for _, path := range ways(t, folder) {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	own(t, folder)
	return func(cmd *exec.Cmd) {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: unprivileged, Gid: unprivileged}}
	}
}

// ways are the folders that others have to enter to start the program in folder.
func ways(t *testing.T, folder string) []string {
	t.Helper()
	if _, err := binary(); err != nil {
		t.Fatal(err)
	}
	return []string{binaryFolder, filepath.Dir(folder), folder}
}

// own gives a folder and what is in it to the account without rights.
func own(t *testing.T, folder string) {
	t.Helper()
	err := filepath.Walk(folder, func(path string, _ os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, unprivileged, unprivileged)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// refusals are every kind of write, each of which has to be answered with 503
// and the sentence while nothing can be written. The silent routes do not call
// it a refusal either.
func (b *person) refusals() {
	b.t.Helper()
	for _, w := range b.everyWrite("refused") {
		if r := w(); r.err != nil || r.status != http.StatusServiceUnavailable || !strings.Contains(r.body, databaseSentence) {
			b.t.Errorf("%s as %s: %d %q, %v", r.asked, b.name, r.status, r.body, r.err)
		}
	}
}

// successes are the same writes when there is nothing in the way.
func (b *person) successes(text string) {
	b.t.Helper()
	for _, w := range b.everyWrite(text) {
		if r := w(); r.err != nil || r.status >= 400 {
			b.t.Errorf("%s as %s: %d %q, %v", r.asked, b.name, r.status, r.body, r.err)
		}
	}
}

// everyWrite is one request of each kind that changes something. The person has
// the message 1, of which the text may change, and is in the private channel 1.
func (b *person) everyWrite(text string) []func() reply {
	return []func() reply{
		func() reply { return b.form("/send/general", "text", text) },
		func() reply { return b.form("/ui/send/general", "text", text) },
		func() reply { return b.form("/edit/1", "text", text) },
		func() reply { return b.form("/react/1", "reaction", "👍") },
		func() reply { return b.form("/mark_read/general") },
		func() reply { return b.json("/private_channels/create", fmt.Sprintf(`{"name":%q}`, text)) },
		func() reply { return b.json("/private_channels/1/rename", fmt.Sprintf(`{"name":%q}`, text)) },
		func() reply { return b.json("/settings", fmt.Sprintf(`{"share_receipts":%v}`, text != "refused")) },
		func() reply { return b.json("/presence/override", `{"override":"idle"}`) },
		func() reply { return b.json("/presence", `{"state":"active","tab":"t"}`) },
		func() reply { return b.json("/typing/general", "") },
	}
}

// fixture is a server's people before something goes wrong.
func (p *process) fixture() (alice, bob *person) {
	p.t.Helper()
	alice, bob = p.signUp("alice"), p.signUp("bob")
	alice.must(200, alice.form("/send/general", "text", "before"))
	bob.must(200, bob.form("/send/general", "text", "from bob"))
	alice.must(200, alice.json("/private_channels/create", `{"name":"plans"}`))
	return alice, bob
}

// readsOn wants every kind of read to be answered as if nothing were wrong.
func (b *person) readsOn() {
	b.t.Helper()
	for _, target := range []string{
		"/", "/messages/general", "/message/1", "/typing/general", "/online_users", "/read_receipts/general",
		"/private_channels", "/channel_unreads", "/dms", "/users", "/settings", "/readyz",
	} {
		if r := b.get(target); r.err != nil || r.status >= 400 && r.status != http.StatusMethodNotAllowed {
			b.t.Errorf("%s as %s: %d %q, %v", r.asked, b.name, r.status, r.body, r.err)
		}
	}
}

// texts are the messages of general, oldest first.
func (b *person) texts() (all []string) {
	b.t.Helper()
	var page []chatMessage
	b.read("/messages/general?limit=200", &page)
	for _, m := range page {
		all = append(all, m.Content)
	}
	return all
}

// isWhole wants a check of the folder's database to find nothing.
func isWhole(t *testing.T, folder string) {
	t.Helper()
	if checked := execute(t, folder, "check"); checked.status != 0 || !strings.HasSuffix(checked.stdout, "ok\n") {
		t.Errorf("check: %d %s%s", checked.status, checked.stdout, checked.stderr)
	}
}

// refusedAs wants a start to be refused in one sentence that holds says.
func refusedAs(t *testing.T, folder string, change func(*exec.Cmd), says string) {
	t.Helper()
	cmd := command(t, folder, nil, "serve", "--addr=127.0.0.1:0")
	change(cmd)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	said := stderr.String()
	if cmd.ProcessState.ExitCode() != 1 || stdout.Len() > 0 || strings.Count(said, "\n") != 1 || !strings.Contains(said, says) {
		t.Errorf("%s: printed %q, said %q without %q", cmd.ProcessState, stdout.String(), said, says)
	}
}
