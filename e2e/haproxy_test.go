package e2e

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// haproxyBefore runs HAProxy with the example of deploy/, but for its addresses and its
// certificate, before three servers, and returns a person who goes through it.
func haproxyBefore(t *testing.T, launchAt func(base string) []*process) *person {
	t.Helper()
	haproxy, err := exec.LookPath("haproxy")
	if err != nil {
		t.Fatalf("%v: scripts/debian-packages.sh installs haproxy", err)
	}
	folder, port := t.TempDir(), freePort(t)
	cert, key, pool := certificate(t, folder)
	var pem []byte
	for _, name := range []string{cert, key} {
		part, err := os.ReadFile(name)
		must(t, err)
		pem = append(pem, part...)
	}
	both := filepath.Join(folder, "chat.pem")
	must(t, os.WriteFile(both, pem, 0o600))
	example, err := os.ReadFile("../deploy/haproxy.cfg")
	must(t, err)
	nodes := launchAt("https://127.0.0.1:" + port)
	changes := []string{"maxconn 60000", "maxconn 1000", "bind :443", "bind 127.0.0.1:" + port, "/etc/haproxy/chat.example.pem", both}
	for i, n := range nodes {
		changes = append(changes, fmt.Sprintf("10.0.0.1%d:8080", i+1), strings.TrimPrefix(n.url, "http://"))
	}
	path := filepath.Join(folder, "haproxy.cfg")
	must(t, os.WriteFile(path, []byte(strings.NewReplacer(changes...).Replace(string(example))), 0o600))
	if out, err := exec.CommandContext(t.Context(), haproxy, "-c", "-f", path).CombinedOutput(); err != nil || bytes.Contains(out, []byte("WARNING")) {
		t.Fatalf("HAProxy does not take the example: %v\n%s", err, out)
	}
	var said bytes.Buffer
	proxy := exec.CommandContext(t.Context(), haproxy, "-db", "-f", path)
	proxy.Stderr = &said
	must(t, proxy.Start())
	t.Cleanup(func() {
		_ = proxy.Process.Kill()
		_ = proxy.Wait()
		if t.Failed() {
			t.Logf("HAProxy said:\n%s", said.String())
		}
	})
	alice := nodes[0].person("alice")
	alice.base = "https://127.0.0.1:" + port
	alice.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	t.Cleanup(alice.client.CloseIdleConnections)
	eventually(t, "HAProxy answers", func() bool { return alice.get("/readyz").status == http.StatusOK })
	alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
	return alice
}

// TestASocketOpensThroughHAProxyAsInTheExample: before one server on a file, as that is
// all the same to a proxy.
func TestASocketOpensThroughHAProxyAsInTheExample(t *testing.T) {
	t.Parallel()
	alice := haproxyBefore(t, func(base string) []*process {
		one := launch(t, t.TempDir(), "--base-url="+base, "--trusted-proxies=127.0.0.1")
		return []*process{one, one, one}
	})
	page := alice.socket("general")
	alice.must(200, alice.form("/send/general", "text", "through HAProxy"))
	for !strings.Contains(page.Text(), ">through HAProxy</p>") {
		if !page.Scan() {
			t.Fatal("the message does not come")
		}
	}
	if sessions := alice.must(200, alice.get("/account/sessions")).body; !strings.Contains(sessions, "127.0.0.1") {
		t.Errorf("the client's address does not come through: %s", sessions)
	}
}
