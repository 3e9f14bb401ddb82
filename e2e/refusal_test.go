package e2e

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// refusal is one command line that cannot be, and a word of its sentence.
type refusal struct {
	name, line, says string
	variables        []string
}

func TestWhatCannotBeIsOneSentenceAndChangesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	files := oddDatabases(t, folder)
	taken := launch(t, t.TempDir())
	cert, key, _ := certificate(t, folder)
	before := fingerprints(t, folder)
	refusals := []refusal{
		{name: "unknown flag", line: "--nonsense", says: "nonsense"},
		{name: "unknown command", line: "nonsense", says: "nonsense"},
		{name: "address without port", line: "--addr=127.0.0.1", says: "--addr"},
		{name: "port out of range", line: "--addr=127.0.0.1:70000", says: "70000"},
		{name: "address of another machine", line: "--addr=192.0.2.1:0", says: "192.0.2.1"},
		{name: "upper case channel", line: "--channels=General", says: "General"},
		{name: "empty channel", line: "--channels=a,,b", says: "channel"},
		{name: "no channel", line: "--channels=", says: "channel"},
		{name: "channel twice", line: "--channels=a,b,a", says: "twice"},
		{name: "long channel", line: "--channels=" + strings.Repeat("x", 81), says: "channel"},
		{name: "channel of another kind", line: "--channels=dm:a:b", says: "channel"},
		{name: "rate limits perhaps", line: "--rate-limits=perhaps", says: "perhaps"},
		{name: "proxies that are none", line: "--trusted-proxies=127.0.0.1,nonsense", says: `--trusted-proxies: "nonsense" is no network such as 10.0.0.0/8, 2001:db8::/32 or 127.0.0.1.`},
		{name: "proxies of too many bits", line: "--trusted-proxies=10.0.0.0/33", says: "--trusted-proxies"},
		{name: "certificate without key", line: "--tls-cert=" + cert, says: "--tls-key"},
		{name: "key without certificate", line: "--tls-key=" + key, says: "--tls-cert"},
		{name: "certificate that is not there", line: "--tls-cert=none.pem --tls-key=" + key, says: "none.pem"},
		{name: "certificate that is none", line: "--tls-cert=" + key + " --tls-key=" + cert, says: "certificate"},
		{name: "log level that is none", line: "--log-level=loud", says: "--log-level"},
		{name: "metrics address without port", line: "--metrics-addr=127.0.0.1", says: "--metrics-addr"},
		{name: "taken port for metrics", line: "--metrics-addr=" + strings.TrimPrefix(taken.url, "http://"), says: "already"},
		{name: "metrics of another machine", line: "--metrics-addr=192.0.2.1:0", says: "192.0.2.1"},
		{name: "messages for less than a day", line: "--message-days=-1", says: "--message-days"},
		{name: "messages for more than a century", line: "--message-days=36501", says: "--message-days"},
		{name: "messages for some days", line: "--message-days=some", says: "some"},
		{name: "health of nothing", line: "health --addr=127.0.0.1:1", says: "127.0.0.1:1"},
		{name: "health of a port to be picked", line: "health", says: "--addr"},
		{name: "a name with a port", line: "--hosts=chat.example:80", says: "--hosts"},
		{name: "a name that is an address of a page", line: "--hosts=https://chat.example", says: "--hosts"},
		{name: "a name that stands for many", line: "--hosts=*.chat.example", says: "--hosts"},
		{name: "a name in other letters", line: "--hosts=plaudern.exämple", says: "xn--"},
		{name: "a base URL in other letters", line: "--base-url=https://exämple.org", says: "xn--"},
		{name: "a socket's mode that is none", line: "--socket-mode=rw", says: "--socket-mode"},
		{name: "base URL with a path", line: "--base-url=https://chat.example/chat", says: "--base-url has the path /chat, and the chat needs a host of its own"},
		{name: "base URL with a query", line: "--base-url=https://chat.example/?x=1", says: "a host alone"},
		{name: "base URL that is none", line: "--base-url=chat.example", says: "--base-url"},
		{name: "taken port", line: "--addr=" + strings.TrimPrefix(taken.url, "http://"), says: "already"},
		{name: "taken port by variable", says: "already", variables: []string{"MINIMOST_ADDR=" + strings.TrimPrefix(taken.url, "http://")}},
		{name: "missing folder", line: "--db=none/presence.db", says: "none/presence.db"},
		{name: "folder", line: "--db=.", says: "folder"},
		{name: "backup of nothing", line: "backup copy.db --db=none.db", says: "none.db"},
		{name: "backup without a name", line: "backup", says: "FILE"},
		{name: "restore of nothing", line: "restore copy.db", says: "copy.db"},
		{name: "restore without a name", line: "restore", says: "FILE"},
		{name: "check of nothing", line: "check --db=none.db", says: "none.db"},
		{name: "reset in nothing", line: "reset-password alice --db=none.db", says: "none.db"},
		{name: "import of nothing", line: "import none", says: "none"},
		{name: "import without a name", line: "import", says: "DIR"},
		{name: "reset of nobody", line: "reset-password", says: "USER"},
	}
	for file, says := range files {
		for _, line := range []string{"serve", "check", "backup copy.db", "reset-password alice"} {
			refusals = append(refusals, refusal{name: line + " " + file, line: line + " --db=" + file, says: says})
		}
	}
	for _, r := range refusals {
		args := strings.Fields(r.line)
		if !strings.Contains(r.line, "--addr") && r.variables == nil {
			args = append(args, "--addr=127.0.0.1:0")
		}
		cmd := command(t, folder, append(r.variables, "MINIMOST_BASE_URL=http://chat.example"), args...)
		if strings.Contains(r.line, "--base-url") {
			cmd.Env = cmd.Env[:len(cmd.Env)-1]
		}
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		_ = cmd.Run()
		if status := cmd.ProcessState.ExitCode(); status != 1 || stdout.Len() > 0 && !strings.HasPrefix(r.line, "check") {
			t.Errorf("%s: status %d, printed %q", r.name, status, stdout.String())
		}
		sentence := stderr.String()
		if !regexp.MustCompile(`^minimost: [^\n]+\n$`).MatchString(sentence) || !strings.Contains(sentence, r.says) {
			t.Errorf("%s: said %q without %q", r.name, sentence, r.says)
		}
		if after := fingerprints(t, folder); after != before {
			t.Fatalf("%s changed files:\n%s\nwere\n%s", r.name, after, before)
		}
	}
}

// fingerprints are the names and contents of a folder's files.
func fingerprints(t *testing.T, folder string) string {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(folder, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %x\n", file.Name(), sha256.Sum256(content))
	}
	return all.String()
}

// oddDatabases makes files that are no database of this version, and says for
// each a word of what is wrong.
func oddDatabases(t *testing.T, folder string) map[string]string {
	t.Helper()
	scratch := t.TempDir()
	server := launch(t, scratch)
	server.signUp("alice")
	server.stop()
	path := filepath.Join(scratch, "presence.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	shell(t, scratch, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99")
	newer, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(whole)
	copy(damaged[100:4096], bytes.Repeat([]byte{0xAA}, 4096)) // the schema's first page
	cut := whole[:5000]
	says := make(map[string]string)
	for name, file := range map[string]struct {
		content []byte
		says    string
	}{
		"text.db":    {[]byte(strings.Repeat("this is no database, but a text\n", 100)), "not a SQLite database"},
		"damaged.db": {damaged, "damaged"},
		"cut.db":     {cut, "damaged"},
		"newer.db":   {newer, "version 99"},
	} {
		if err := os.WriteFile(filepath.Join(folder, name), file.content, 0o600); err != nil {
			t.Fatal(err)
		}
		says[name] = file.says
	}
	return says
}

func TestSecondServerOnTheSameDatabaseDoesNotDisturbTheFirst(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	alice := server.signUp("alice")
	alice.must(204, alice.json("/presence", `{"state":"active","tab":"t"}`))
	second := execute(t, server.folder, "serve", "--addr="+strings.TrimPrefix(server.url, "http://"))
	if second.status != 1 {
		t.Errorf("status %d", second.status)
	}
	if got := alice.must(200, alice.get("/online_users")); got.body != `{"alice":"active"}` {
		t.Errorf("the first one's presence is %s", got.body)
	}
	began := time.Now()
	server.signal(syscall.SIGINT)
	server.stopsCleanly(began)
}
