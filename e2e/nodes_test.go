package e2e

import (
	"cmp"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/gobwas/ws"

	"minimost/postgres/cluster"
)

// startCluster starts a PostgreSQL for one test, and returns it with a database.
func startCluster(t *testing.T) (c *cluster.Cluster, name string) {
	t.Helper()
	c, err := cluster.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	if name, err = c.NewDatabase(""); err != nil {
		t.Fatal(err)
	}
	return c, name
}

// shared is the URL of a database on servers of which one can be written to.
func shared(name string, dirs ...string) string {
	return fmt.Sprintf("postgres://postgres@/%s?host=%s&target_session_attrs=read-write", name, strings.Join(dirs, ","))
}

// patient is shared with limits of time that do not depend on how fast the machine is.
func patient(name string, dirs ...string) string {
	return shared(name, dirs...) + "&connect_timeout=60&statement_timeout=60s&lock_timeout=60s&idle_in_transaction_session_timeout=60s"
}

// launchNodes starts servers that share a database.
func launchNodes(t *testing.T, n int, url string) []*process {
	t.Helper()
	nodes := make([]*process, n)
	for i := range nodes {
		nodes[i] = launch(t, t.TempDir(), "--db="+url)
	}
	return nodes
}

func TestServersThatShareADatabaseShowWhatWasDoneOnAnyOfThem(t *testing.T) {
	t.Parallel()
	c, name := startCluster(t)
	nodes := launchNodes(t, 2, patient(name, c.Dir()))
	alice, bob := nodes[0].signUp("alice"), nodes[1].signUp("bob")
	page := bob.socket("general")
	const messages = 30
	for i := range messages {
		alice.moveTo(nodes[i%2])
		alice.must(200, alice.form("/send/general", "text", fmt.Sprintf("message %d", i)))
		alice.moveTo(nodes[(i+1)%2])
		if body := alice.must(200, alice.get("/messages/general")).body; strings.Count(body, fmt.Sprintf(`"message %d"`, i)) != 1 {
			t.Fatalf("the next request to the other server does not find message %d: %s", i, body)
		}
	}
	for i := range messages {
		for text := fmt.Sprintf(">message %d</p>", i); !strings.Contains(page.Text(), text); {
			if !page.Scan() {
				t.Fatalf("%s does not come to the page at the other server", text)
			}
		}
	}
	nodes[0].signal(syscall.SIGKILL)
	nodes[0].exit()
	alice.moveTo(nodes[1])
	alice.must(200, alice.form("/send/general", "text", "still there"))
	for !strings.Contains(page.Text(), ">still there</p>") {
		if !page.Scan() {
			t.Fatal("nothing comes once the other server is gone")
		}
	}
}

// TestAPageGoesOnAtAnotherServerWhereItWas: its cursor is of the server that answered last.
func TestAPageGoesOnAtAnotherServerWhereItWas(t *testing.T) {
	t.Parallel()
	c, name := startCluster(t)
	nodes := launchNodes(t, 2, patient(name, c.Dir()))
	alice, bob := nodes[0].signUp("alice"), nodes[1].signUp("bob")
	since := alice.cursorOf("general")
	for i := range 6 {
		text := fmt.Sprintf("message %d", i)
		bob.key = fmt.Sprintf("%032x", i+1)
		sent := bob.must(200, bob.form("/send/general", "text", text)).body
		bob.moveTo(nodes[i%2])
		if again := bob.must(200, bob.form("/send/general", "text", text)).body; again != sent {
			t.Errorf("the same key is answered %s, and %s", sent, again)
		}
		alice.moveTo(nodes[(i+1)%2])
		brought := 0
		eventually(t, text+" comes", func() bool {
			r := alice.get("/ui/live/general?tab=alice&since=" + since)
			since = cmp.Or(r.header.Get("Live-Since"), since)
			brought += strings.Count(r.body, ">"+text+"</p>")
			if trigger := r.header.Get("HX-Trigger"); trigger != "" {
				t.Errorf("the page is told %q, and those who leave stay on it for a while", trigger)
			}
			if i > 0 && strings.Contains(r.body, fmt.Sprintf(">message %d</p>", i-1)) {
				t.Errorf("message %d comes once more: %s", i-1, r.body)
			}
			return brought > 0
		})
		if r := alice.must(204, alice.get("/ui/live/general?tab=alice&since="+since)); r.body != "" {
			t.Errorf("there is more: %s", r.body)
		}
	}
}

// TestOnesOwnWritesAreThereBeforeTheServersHaveToldEachOther: while nothing comes by the
// connections on which they do.
func TestOnesOwnWritesAreThereBeforeTheServersHaveToldEachOther(t *testing.T) {
	t.Parallel()
	c, name := startCluster(t)
	nodes := launchNodes(t, 2, patient(name, c.Dir()))
	alice := nodes[0].signUp("alice")
	for i := range 2 {
		alice.moveTo(nodes[i])
		alice.must(200, alice.get("/c/general"))
	}
	letGo, err := c.Hang("minimost listens")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(letGo)
	for i := range 6 {
		alice.moveTo(nodes[i%2])
		alice.must(200, alice.form("/send/general", "text", fmt.Sprintf("message %d", i)))
		created := alice.must(200, alice.json("/private_channels/create", fmt.Sprintf(`{"name":"plans %d"}`, i))).body
		alice.moveTo(nodes[(i+1)%2])
		for _, want := range []string{fmt.Sprintf("message %d</p>", i), fmt.Sprintf("plans %d", i)} {
			if body := alice.must(200, alice.get("/c/general")).body; !strings.Contains(body, want) {
				t.Fatalf("the next request to the other server does not find %q, created as %s", want, created)
			}
		}
	}
	// Where the other server cannot read them it does not show what it knew before.
	paths := []string{"/messages/general", "/read_receipts/general", "/private_channels"}
	alice.moveTo(nodes[1])
	for _, path := range paths {
		alice.must(200, alice.get(path))
	}
	alice.moveTo(nodes[0])
	alice.must(200, alice.form("/send/general", "text", "the last"))
	c.Kill()
	alice.moveTo(nodes[1])
	for _, path := range paths {
		if r := alice.must(503, alice.get(path)); r.header.Get("Retry-After") == "" || !strings.Contains(r.body, "Try again in a moment") {
			t.Errorf("%s: Retry-After %q, %s", path, r.header.Get("Retry-After"), r.body)
		}
	}
	alice.must(200, alice.get("/livez"))
}

func TestAServerWithoutItsDatabaseSaysSoToTheProxyAndEndsItsSockets(t *testing.T) {
	t.Parallel()
	c, name := startCluster(t)
	node := launchNodes(t, 1, patient(name, c.Dir()))[0]
	alice := node.signUp("alice")
	alice.must(200, alice.get("/readyz"))
	page := alice.socket("general")
	var ended sync.WaitGroup
	ended.Go(func() { page.end() })
	c.Kill()
	eventually(t, "the server is not ready", func() bool { return alice.get("/readyz").status == 503 })
	alice.must(200, alice.get("/livez"))
	ended.Wait()
	if page.status != serverStops && page.status != ws.StatusInternalServerError {
		t.Errorf("the socket ends with status %d", page.status)
	}
}

func TestMetricsOfAServerAmongOthers(t *testing.T) {
	t.Parallel()
	c, name := startCluster(t)
	nodes := []*process{
		launch(t, t.TempDir(), "--db="+patient(name, c.Dir()), "--metrics-addr=127.0.0.1:0"),
		launch(t, t.TempDir(), "--db="+patient(name, c.Dir())),
	}
	address, found := strings.CutPrefix(<-nodes[0].later, "metrics on ")
	if !found {
		t.Fatal("there is no address of metrics")
	}
	operator := nodes[0].person("")
	operator.base = ""
	eventually(t, "the first server is on duty and knows of the other", func() bool {
		text := operator.get(strings.TrimSpace(address)).body
		return strings.Contains(text, "\nminimost_node_on_duty 1\n") && strings.Contains(text, "\nminimost_node_others 1\n") && strings.Contains(text, "\nminimost_node_unseen_seconds ")
	})
	nodes[1].signal(syscall.SIGKILL)
	nodes[1].exit()
	eventually(t, "the first server is alone", func() bool {
		return strings.Contains(operator.get(strings.TrimSpace(address)).body, "\nminimost_node_others 0\n")
	})
}
