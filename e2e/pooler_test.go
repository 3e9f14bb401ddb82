package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"minimost/postgres/cluster"
)

// poolerBefore runs PgBouncer before a cluster, and returns the folder of its socket.
func poolerBefore(t *testing.T, c *cluster.Cluster, mode string) (dir string) {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		program = "/usr/sbin/pgbouncer"
	}
	dir, err = os.MkdirTemp("", "minimost-pool-")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "pgbouncer.ini")
	config := fmt.Sprintf(`[databases]
* = host=%s port=5432 user=postgres
[pgbouncer]
unix_socket_dir = %s
listen_addr =
listen_port = 5432
auth_type = any
pool_mode = %s
`, c.Dir(), dir, mode)
	must(t, os.WriteFile(path, []byte(config), 0o600))
	cmd := exec.CommandContext(t.Context(), program, path)
	cmd.Dir = dir
	must(t, c.Beside(cmd, dir, path))
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("PgBouncer said:\n%s", said.String())
		}
	})
	eventually(t, "the pooler listens", func() bool {
		_, err := os.Stat(filepath.Join(dir, ".s.PGSQL.5432"))
		return err == nil
	})
	return dir
}

// TestAPoolerOfTransactionsIsRefusedAndOneOfSessionsServes: the first loses what a session listens for, and what it was set to.
func TestAPoolerOfTransactionsIsRefusedAndOneOfSessionsServes(t *testing.T) {
	t.Parallel()
	c, name := startCluster(t)
	// It waits so long for a notification, and so long may all else take before that.
	const unhurried = "&connect_timeout=10"
	for _, mode := range []string{"transaction", "statement"} {
		out, err := command(t, t.TempDir(), nil, "serve", "--addr=127.0.0.1:0", "--db="+shared(name, poolerBefore(t, c, mode))+unhurried).CombinedOutput()
		if err == nil || strings.TrimSpace(string(out)) != "minimost: The database lets no notifications through; name the server itself, or a pooler of sessions, not one that pools transactions." {
			t.Errorf("pooling each %s: %v, %s", mode, err, out)
		}
	}
	nodes := launchNodes(t, 2, patient(name, poolerBefore(t, c, "session")))
	alice, bob := nodes[0].signUp("alice"), nodes[1].signUp("bob")
	page := bob.socket("general")
	alice.must(200, alice.form("/send/general", "text", "through the pool"))
	for !strings.Contains(page.Text(), ">through the pool</p>") {
		if !page.Scan() {
			t.Fatal("the message does not come")
		}
	}
}
