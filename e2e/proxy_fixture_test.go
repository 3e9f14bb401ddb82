package e2e

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// freePort is a port on which nobody listens at the moment.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	must(t, err)
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	must(t, err)
	return port
}

// proxy is a program of others before a server, as an example of deploy/ sets it up.
type proxy struct {
	name, program string
	// folder is for what it needs; certificate and key are files there.
	folder, certificate, key string
	trusted                  *x509.CertPool
	// port is where it listens, and base what people know of that.
	port, base string
}

// newProxy finds a program, which a Debian package of that name brings.
func newProxy(t *testing.T, name string) proxy {
	t.Helper()
	pkg := strings.ToLower(name)
	program, err := exec.LookPath(pkg)
	if err != nil {
		t.Fatalf("%v: scripts/debian-packages.sh installs %s", err, pkg)
	}
	p := proxy{name: name, program: program, folder: t.TempDir(), port: freePort(t)}
	p.base = "https://127.0.0.1:" + p.port
	p.certificate, p.key, p.trusted = certificate(t, p.folder)
	return p
}

// example is a file of deploy/ with some of it replaced.
func example(t *testing.T, name string, oldNew ...string) string {
	t.Helper()
	text, err := os.ReadFile("../deploy/" + name)
	must(t, err)
	return strings.NewReplacer(oldNew...).Replace(string(text))
}

// run starts it with these arguments, and returns a person of the server who has
// signed up through it.
func (p proxy) run(t *testing.T, server *process, args ...string) *person {
	t.Helper()
	var said bytes.Buffer
	command := exec.CommandContext(t.Context(), p.program, args...)
	command.Stderr, command.Dir = &said, p.folder
	command.Env = append(os.Environ(), "HOME="+p.folder, "XDG_DATA_HOME="+p.folder, "XDG_CONFIG_HOME="+p.folder)
	must(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
		if t.Failed() {
			t.Logf("%s said:\n%s", p.name, said.String())
		}
	})
	alice := server.person("alice")
	alice.base = p.base
	alice.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: p.trusted}}
	t.Cleanup(alice.client.CloseIdleConnections)
	eventually(t, p.name+" answers", func() bool { return alice.get("/readyz").status == http.StatusOK })
	alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
	return alice
}

// opensASocket sees a message come through, and that the server knows whose address it
// came from.
func opensASocket(t *testing.T, alice *person) {
	t.Helper()
	page := alice.socket("general")
	alice.must(200, alice.form("/send/general", "text", "through it"))
	for !strings.Contains(page.Text(), ">through it</p>") {
		if !page.Scan() {
			t.Fatal("the message does not come")
		}
	}
	if sessions := alice.must(200, alice.get("/account/sessions")).body; !strings.Contains(sessions, "127.0.0.1") {
		t.Errorf("the client's address does not come through: %s", sessions)
	}
}
