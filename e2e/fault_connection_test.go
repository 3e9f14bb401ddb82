package e2e

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// silent is how many connections say nothing.
const silent = 1000

func TestAThousandSilentConnectionsAreInNobodysWay(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir(), unlimited)
	alice, bob := server.fixture()
	var open []net.Conn
	for range silent {
		open = append(open, server.dial())
	}
	for range 20 { // that they are all accepted shows in that a later one is served
		late := server.person("late")
		late.must(200, late.get("/livez"))
	}
	alice.successes("meanwhile")
	bob.readsOn()
	page := bob.socket("general")
	alice.must(200, alice.form("/send/general", "text", "on a socket"))
	for !strings.Contains(page.Text(), ">on a socket</p>") {
		if !page.Scan() {
			t.Fatal("the message does not come")
		}
	}
	for _, conn := range open[:silent/2] {
		_ = conn.Close()
	}
	began := time.Now()
	server.signal(syscall.SIGTERM)
	server.stopsCleanly(began)
}

// A page whose machine has gone to sleep takes nothing from its socket. The
// others get what is new, and it is cut off.
func TestAClientThatStopsReadingItsSocketIsCutOff(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir(), unlimited, "--metrics-addr=127.0.0.1:0")
	alice, bob := server.fixture()
	since := bob.cursorOf("general")
	conn := server.dial()
	if tcp, ok := conn.(*net.TCPConn); !ok || tcp.SetReadBuffer(4<<10) != nil {
		t.Fatal("the connection takes no buffer size")
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.url+"/ui/socket/general?since="+since, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range bob.client.Jar.Cookies(req.URL) {
		req.AddCookie(cookie)
	}
	for name, value := range map[string]string{"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="} {
		req.Header.Set(name, value)
	}
	if err := req.Write(conn); err != nil {
		t.Fatal(err)
	}
	address := server.metricsURL()
	sockets := func(n int) bool {
		_, metrics := fetch(t, http.MethodGet, address)
		return strings.Contains(metrics, fmt.Sprintf("minimost_sockets %d\n", n))
	}
	eventually(t, "the socket is open", func() bool { return sockets(1) })

	page := alice.socket("general")
	if !sockets(2) {
		t.Fatal("the other socket is not open")
	}
	pace := time.NewTicker(10 * time.Millisecond)
	defer pace.Stop()
	for i := 0; sockets(2); i++ {
		<-pace.C
		text := fmt.Sprint("number ", i, " ", strings.Repeat("much text ", 900))
		alice.must(200, alice.form("/send/general", "text", text))
		for !strings.Contains(page.Text(), fmt.Sprint("number ", i, " ")) {
			if !page.Scan() {
				t.Fatal("the socket of the one who reads has ended")
			}
		}
	}
	bob.must(200, bob.get("/messages/general?limit=1"))
	began := time.Now()
	server.signal(syscall.SIGTERM)
	server.stopsCleanly(began)
}
