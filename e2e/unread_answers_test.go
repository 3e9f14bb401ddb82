//go:build linux

package e2e

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// unread asks as a person from an address of this machine, and reads no more than the first byte of the answer.
func (p *process) unread(b *person, from, target string) net.Conn {
	p.t.Helper()
	dialer := net.Dialer{Timeout: patience, LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(from), 0))}
	conn, err := dialer.DialContext(p.t.Context(), "tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = conn.Close() })
	if err := conn.(*net.TCPConn).SetReadBuffer(4 << 10); err != nil { //nolint:errcheck,forcetypeassert // what tcp is
		p.t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		p.t.Fatal(err)
	}
	base, err := url.Parse(b.base)
	if err != nil {
		p.t.Fatal(err)
	}
	var cookies []string
	for _, cookie := range b.client.Jar.Cookies(base) {
		cookies = append(cookies, cookie.Name+"="+cookie.Value)
	}
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n", target, base.Host, strings.Join(cookies, "; ")); err != nil {
		p.t.Fatal(err)
	}
	return conn
}

// mostMemory is the most that the process had resident, in bytes.
func (p *process) mostMemory() int {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		p.t.Fatal("the system does not say how much memory is resident")
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		p.t.Fatal(err)
	}
	return kilobytes << 10
}

// Texts that are as long as they may be and grow when they are drawn, asked for by people who never read the answers.
func TestAnswersThatNobodyReadsTakeLittleMemory(t *testing.T) {
	t.Parallel()
	const (
		clients = 200
		bound   = 300 << 20 // bytes
	)
	server := launchWith(t, t.TempDir(), nil, "serve", "--addr=127.0.0.1:0")
	alice := server.signUp("alice")
	var others []*person
	for i := range 4 {
		others = append(others, server.signUp(fmt.Sprint("other", i)))
	}
	for i := range 120 {
		text := strings.Repeat("👍", 10_000)
		if i >= 70 {
			text = strings.Repeat("- a\n\n", 2_000) + "end"
			text = text[len(text)-10_000:]
		}
		others[i%len(others)].must(200, others[i%len(others)].form("/send/general", "text", text))
	}
	var conns []net.Conn
	for i := range clients {
		target := []string{"/c/general", "/messages/general?after=1"}[i%2]
		conns = append(conns, server.unread(others[i/2%len(others)], fmt.Sprintf("127.0.0.%d", 2+i%4), target))
		if i%20 == 19 {
			if list := alice.must(200, alice.get("/messages/general?after=0&limit=50")); len(list.body) < 500_000 {
				t.Errorf("alice is given %d bytes", len(list.body))
			}
		}
	}
	for _, conn := range conns {
		_, _ = conn.Read(make([]byte, 1)) // the answer is there, or was cut off
	}
	for range 5 {
		if page := alice.must(200, alice.get("/c/general")); !strings.HasSuffix(strings.TrimSpace(page.body), "</html>") {
			t.Error("alice's page is cut off")
		}
	}
	if most := server.mostMemory(); most > bound {
		t.Errorf("the process had %d MiB resident, more than %d", most>>20, bound>>20)
	} else {
		t.Logf("the process had %d MiB resident at most", most>>20)
	}
}
