// Package cluster runs a PostgreSQL of its own for tests: in a temporary folder, on a
// Unix socket, without fsync.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience is how long the cluster may take to start.
const patience = time.Minute

// Cluster is a PostgreSQL that runs.
type Cluster struct {
	dir  string
	bin  string
	as   *syscall.Credential
	pid  int
	stop func(syscall.Signal)
	// address is where it listens beside its socket; "" for nowhere.
	address  string
	settings []string

	mu    sync.Mutex
	admin *pgx.Conn
	made  int
	free  []string // databases that are empty
}

// Start starts a cluster, with settings beside those of tests, as in "fsync=on". It is
// stopped by Stop, or dies with the test.
func Start(settings ...string) (c *Cluster, err error) { return StartAt("", "", settings...) }

// StartAt starts one that listens on an address as well, to clients of a network.
func StartAt(address, network string, settings ...string) (c *Cluster, err error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "minimost-pg-")
	if err != nil {
		return nil, err
	}
	c = &Cluster{dir: dir, bin: bin, address: address, settings: settings, stop: func(syscall.Signal) {}}
	defer func() {
		if err != nil {
			c.Stop()
		}
	}()
	if c.as, err = account(dir); err != nil {
		return nil, err
	}
	err = c.command("initdb", "-D", filepath.Join(dir, "data"), "-U", "postgres", "-A", "trust",
		"-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
	if err != nil {
		return nil, err
	}
	if network != "" {
		if err := c.letIn(network); err != nil {
			return nil, err
		}
	}
	if err := c.run(); err != nil {
		return nil, err
	}
	return c, c.connect()
}

// letIn lets clients of a network connect.
func (c *Cluster) letIn(network string) error {
	hosts, err := os.OpenFile(filepath.Join(c.dir, "data", "pg_hba.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(hosts, "host all all %s trust\n", network)
	return errors.Join(err, hosts.Close())
}

// command runs one of PostgreSQL's programs to its end.
func (c *Cluster) command(name string, args ...string) error {
	cmd := exec.CommandContext(context.Background(), filepath.Join(c.bin, name), args...)
	cmd.SysProcAttr, cmd.Dir = &syscall.SysProcAttr{Credential: c.as}, c.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

// binaries is the folder with the newest PostgreSQL that is installed.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err == nil && len(found) == 0 {
		err = errors.New("there is no PostgreSQL below /usr/lib/postgresql: scripts/debian-packages.sh installs it")
	}
	if err != nil {
		return "", err
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
}

// account is whom PostgreSQL runs as, which refuses root; nil is who runs the test.
// The folder becomes theirs.
func account(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, int(uid), int(gid))
}

func (c *Cluster) run() error {
	log, err := os.Create(filepath.Join(c.dir, "log"))
	if err != nil {
		return err
	}
	args := []string{"-D", filepath.Join(c.dir, "data"), "-k", c.dir}
	usual := []string{"listen_addresses=" + c.address, "fsync=off", "full_page_writes=off", "max_connections=300", "shared_buffers=64MB", "autovacuum=off"}
	for _, setting := range append(usual, c.settings...) {
		args = append(args, "-c", setting)
	}
	cmd := exec.CommandContext(context.Background(), filepath.Join(c.bin, "postgres"), args...)
	cmd.Stdout, cmd.Stderr = log, log
	// It ends with the thread that starts it, so with the test, even one that is killed.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as, Pdeathsig: syscall.SIGQUIT, Setpgid: true}
	cmd.Dir = c.dir
	started, ended := make(chan error, 1), make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
		_ = log.Close()
	}()
	if err := <-started; err != nil {
		return err
	}
	c.pid = cmd.Process.Pid
	c.stop = func(signal syscall.Signal) {
		_ = cmd.Process.Signal(signal)
		<-ended
	}
	return nil
}

func (c *Cluster) connect() (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		if c.admin, err = pgx.Connect(ctx, c.URL("postgres")); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
			return fmt.Errorf("the cluster does not start: %w\n%s", err, log)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Stop stops the cluster and removes it.
func (c *Cluster) Stop() {
	c.stop(syscall.SIGQUIT)
	_ = os.RemoveAll(c.dir)
}

// Dir is where the socket is, which URLs name as the host.
func (c *Cluster) Dir() string { return c.dir }

// URL is the address of a database. Its time limits do not depend on how fast the
// machine is.
func (c *Cluster) URL(database string) string {
	return fmt.Sprintf("postgres://postgres@/%s?host=%s&connect_timeout=60&statement_timeout=60s&lock_timeout=60s&idle_in_transaction_session_timeout=60s",
		database, c.dir)
}

// NewDatabase makes a database, a copy of another where one is named, and returns its
// name. Nobody may be connected to the other.
func (c *Cluster) NewDatabase(of string) (name string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made++
	name = "test_" + strconv.Itoa(c.made)
	text := "CREATE DATABASE " + name
	if of != "" {
		text += " TEMPLATE " + of
	}
	_, err = c.admin.Exec(context.Background(), text)
	return name, err
}

// DropDatabase removes a database and whoever is connected to it.
func (c *Cluster) DropDatabase(name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.admin.Exec(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)")
	return err
}

// Borrow returns a database that has the schema of the other and no rows, for Return:
// emptying one takes a fraction of making one.
func (c *Cluster) Borrow(of string) (name string, err error) {
	c.mu.Lock()
	if n := len(c.free); n > 0 {
		name, c.free = c.free[n-1], c.free[:n-1]
	}
	c.mu.Unlock()
	if name != "" {
		return name, nil
	}
	return c.NewDatabase(of)
}

// empty takes every row, and starts every number anew. Rows of the schema's own stay.
const empty = `SET session_replication_role = replica;
DO $$
DECLARE
	t record;
	any_row boolean;
BEGIN
	FOR t IN SELECT oid::regclass AS name, pg_relation_size(oid) AS size FROM pg_class
		WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT IN ('schema_version', 'files_total', 'push_position')
	LOOP
		EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', t.name) INTO any_row;
		IF t.size > 1000000 THEN
			EXECUTE format('TRUNCATE %s CASCADE', t.name);
		ELSIF any_row THEN
			EXECUTE format('DELETE FROM %s', t.name);
		END IF;
	END LOOP;
	UPDATE files_total SET bytes = 0;
	UPDATE push_position SET message_id = 0, holder = NULL, claimed_id = NULL, sent_id = NULL;
	PERFORM setval(oid::regclass, 1, FALSE) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
END $$`

// Return empties a database for the next that borrows one.
func (c *Cluster) Return(name string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.URL(name))
	if err != nil {
		return err
	}
	err = conn.PgConn().Exec(ctx, empty).Close()
	if err := errors.Join(err, conn.Close(ctx)); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.free = append(c.free, name)
	return nil
}
