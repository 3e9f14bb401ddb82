package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// maxEventLine bounds one line of an event stream, in bytes.
const maxEventLine = 4 << 20

// stream is one person's open page of a channel, with its event stream.
type stream struct {
	*person
	channel string

	mu      sync.Mutex
	awaited []*arrival
	ended   error // why it did, nil while it is open
}

// open opens the page and its event stream, and returns when that is answered. The stream is read until ctx ends.
func (st *stream) open(s *script, ctx context.Context, client *http.Client) {
	path := "/ui/events/" + st.channel + "?since=" + url.QueryEscape(s.openPage(st.person, st.channel))
	if s.err != nil {
		return
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, st.base+path, nil)
	if err != nil {
		s.fail("%w", err)
		return
	}
	req.Header.Set("Cookie", st.cookie)
	req.Header.Set("Accept", "text/event-stream")
	res, err := client.Do(req)
	if err != nil {
		s.fail("%w", err)
		return
	}
	if kind := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || !strings.HasPrefix(kind, "text/event-stream") {
		s.fail("GET %s as %s: %s, %q: this is no event stream", path, st.name, res.Status, kind)
		_ = res.Body.Close()
		return
	}
	go func() {
		defer func() { _ = res.Body.Close() }()
		st.end(readEvents(res.Body, st.receive))
	}()
}

// readEvents calls handle with the name and the data of each event, until the stream ends.
func readEvents(body io.Reader, handle func(name string, data []byte)) error {
	lines, name, data := bufio.NewScanner(body), "", []byte(nil)
	lines.Buffer(make([]byte, 0, 4<<10), maxEventLine)
	for lines.Scan() {
		field, value, _ := bytes.Cut(lines.Bytes(), []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(field) { // that of a comment, such as a keepalive, is empty as well
		case "event":
			name = string(value)
		case "data":
			data = append(append(data, value...), '\n')
		case "":
			if len(lines.Bytes()) == 0 {
				handle(name, data)
				name, data = "", data[:0]
			}
		}
	}
	return errors.Join(lines.Err(), errors.New("the event stream ended"))
}

// receive looks which of the awaited changes an event shows.
func (st *stream) receive(name string, data []byte) {
	now := time.Now()
	if name == "close" {
		st.end(errors.New("the server closed it"))
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	left := st.awaited[:0]
	for _, a := range st.awaited {
		if a.shown(data) {
			a.took = now.Sub(a.began)
		} else {
			left = append(left, a)
		}
	}
	st.awaited = left
}

func (st *stream) await(a *arrival) *arrival {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.awaited = append(st.awaited, a)
	return a
}

// delay is how long the change took to the stream, 0 as long as it has not come.
func (a *arrival) delay() time.Duration {
	a.stream.mu.Lock()
	defer a.stream.mu.Unlock()
	return a.took
}

func (st *stream) end(err error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.ended == nil {
		st.ended = err
	}
}

func (st *stream) failure() error {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.ended
}

// streamClient opens a connection for each request, from more addresses than one has ports for.
func streamClient() *http.Client {
	var opened atomic.Uint32
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true, DisableCompression: true, ReadBufferSize: 2 << 10, WriteBufferSize: 2 << 10,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			from := &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+opened.Add(1)%addresses))}
			return (&net.Dialer{LocalAddr: from, Timeout: askPatience}).DialContext(ctx, network, address)
		},
	}}
}
