package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Standby starts a server that follows this one, which from then on confirms no
// durable commit before the standby has it.
func (c *Cluster) Standby() (s *Cluster, err error) {
	dir, err := os.MkdirTemp("", "minimost-pg-")
	if err != nil {
		return nil, err
	}
	s = &Cluster{dir: dir, bin: c.bin, stop: func(syscall.Signal) {}}
	defer func() {
		if err != nil {
			s.Stop()
		}
	}()
	if s.as, err = account(dir); err != nil {
		return nil, err
	}
	follow := fmt.Sprintf("host=%s user=postgres application_name=standby", c.dir)
	if err := s.command("pg_basebackup", "-D", filepath.Join(dir, "data"), "-d", follow, "-R", "--checkpoint=fast", "--no-sync"); err != nil {
		return nil, err
	}
	if err := s.run(); err != nil {
		return nil, err
	}
	if err := s.connect(); err != nil {
		return nil, err
	}
	return s, c.wait("SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')",
		"ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
}

// wait runs statements, and waits until a query says so.
func (c *Cluster) wait(query string, statements ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, statement := range statements {
		if _, err := c.admin.Exec(ctx, statement, pgx.QueryExecModeSimpleProtocol); err != nil {
			return err
		}
	}
	for so := false; !so; {
		if err := c.admin.QueryRow(ctx, query).Scan(&so); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), errors.New("still not so: "+query))
		case <-time.After(10 * time.Millisecond):
		}
	}
	return nil
}

// Processor is how much processor time the server and its connections have taken.
func (c *Cluster) Processor() (time.Duration, error) {
	folders, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	const hertz, parent, first, last = 100, 1, 11, 15 // fields after the name: ppid, utime to cstime
	leader := strconv.Itoa(c.pid)
	var ticks int64
	for _, name := range folders {
		text, _ := os.ReadFile(name) // it may have ended
		own := strings.HasPrefix(string(text), leader+" ")
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(fields) < last || !own && fields[parent] != leader {
			continue
		}
		for i, field := range fields[first:last] {
			if n, err := strconv.ParseInt(field, 10, 64); err == nil && (own || i < 2) {
				ticks += n
			}
		}
	}
	return time.Duration(ticks) * time.Second / hertz, nil
}

// Signal sends a signal to every process of the server.
func (c *Cluster) Signal(s syscall.Signal) {
	processes, _ := c.processes()
	for _, pid := range processes {
		_ = syscall.Kill(pid, s)
	}
}

// processes are those of the server and its connections.
func (c *Cluster) processes() (list []int, err error) {
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", c.pid, c.pid))
	list = append(list, c.pid)
	for _, field := range strings.Fields(string(children)) {
		if pid, err := strconv.Atoi(field); err == nil {
			list = append(list, pid)
		}
	}
	return list, err
}

// Hang stops the processes of connections that have a name, as a network does that passes
// nothing on and ends nothing, until they are let go.
func (c *Cluster) Hang(application string) (letGo func(), err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	rows, err := c.admin.Query(context.Background(), "SELECT pid FROM pg_stat_activity WHERE application_name = $1", application)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err == nil && len(list) == 0 {
		err = errors.New("nobody is connected as " + application)
	}
	for _, pid := range list {
		err = errors.Join(err, syscall.Kill(pid, syscall.SIGSTOP))
	}
	return func() {
		for _, pid := range list {
			_ = syscall.Kill(pid, syscall.SIGCONT)
		}
	}, err
}

// Exec runs a statement in a database.
func (c *Cluster) Exec(database, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.URL(database))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// Beside has a command run as whom the server runs as, to whom files go.
func (c *Cluster) Beside(cmd *exec.Cmd, files ...string) error {
	if c.as == nil {
		return nil
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	for _, name := range files {
		if err := os.Chown(name, int(c.as.Uid), int(c.as.Gid)); err != nil {
			return err
		}
	}
	return nil
}

// Count is what a query counts.
func (c *Cluster) Count(query string) (n int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return n, c.admin.QueryRow(context.Background(), query).Scan(&n)
}

// Dump writes a database as pg_dump does, to nowhere.
func (c *Cluster) Dump(database string) error {
	return c.command("pg_dump", "-h", c.dir, "-U", "postgres", "-f", "/dev/null", database)
}

// Kill ends the server as a power cut does.
func (c *Cluster) Kill() { c.stop(syscall.SIGKILL) }

// Promote has a standby take over.
func (c *Cluster) Promote() error {
	return c.wait("SELECT NOT pg_is_in_recovery()", "ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_promote()")
}
