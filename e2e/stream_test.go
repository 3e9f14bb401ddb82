package e2e

import (
	"bufio"
	"crypto/tls"
	"net/http"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

var sinceAttribute = regexp.MustCompile(`data-since="([^"]+)"`)

// stream opens an event stream of a page of the channel and reads its first
// event.
func (b *person) stream(channel string) *bufio.Scanner {
	b.t.Helper()
	found := sinceAttribute.FindStringSubmatch(b.must(200, b.get("/c/"+channel)).body)
	if found == nil {
		b.t.Fatal("the page has no cursor")
	}
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.base+"/ui/events/"+channel+"?since="+found[1], nil)
	if err != nil {
		b.t.Fatal(err)
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = res.Body.Close() })
	lines := bufio.NewScanner(res.Body)
	for range 2 {
		lines.Scan()
	}
	if lines.Text() != "event: open" {
		b.t.Fatalf("%d: %q instead of an opened stream", res.StatusCode, lines.Text())
	}
	return lines
}

// rest is what comes on a stream until it ends.
func rest(lines *bufio.Scanner) string {
	var text strings.Builder
	for lines.Scan() {
		text.WriteString(lines.Text() + "\n")
	}
	return text.String()
}

func TestAStopEndsEventStreamsFirst(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	alice := server.signUp("alice")
	var streams []*bufio.Scanner
	for range 3 {
		streams = append(streams, alice.stream("general"))
	}
	began := time.Now()
	server.signal(syscall.SIGTERM)
	for _, lines := range streams {
		if text := rest(lines); !strings.HasSuffix(text, "event: close\ndata: \n\n") || lines.Err() != nil {
			t.Errorf("a stream ends with %q, %v", text, lines.Err())
		}
	}
	server.stopsCleanly(began)
}

func TestAnEventStreamOverTLS(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cert, key, pool := certificate(t, folder)
	server := launch(t, folder, "--tls-cert="+cert, "--tls-key="+key)
	alice := server.person("alice")
	alice.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	defer alice.client.CloseIdleConnections()
	alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
	lines := alice.stream("general")
	alice.must(200, alice.form("/send/general", "text", "over TLS"))
	for !strings.Contains(lines.Text(), ">over TLS</p>") {
		if !lines.Scan() {
			t.Fatal("the message does not come")
		}
	}
	began := time.Now()
	server.signal(syscall.SIGTERM)
	if text := rest(lines); !strings.HasSuffix(text, "event: close\ndata: \n\n") {
		t.Errorf("the stream ends with %q", text)
	}
	server.stopsCleanly(began)
}
