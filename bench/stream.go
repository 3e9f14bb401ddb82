package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
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

// event is one event of a text/event-stream. Its data is valid until the next
// one is read.
type event struct {
	id, name string
	data     []byte
}

// readEvents calls handle with each event as it is complete, until the stream
// ends. Its error is never io.EOF.
func readEvents(stream io.Reader, handle func(event)) error {
	lines := bufio.NewScanner(stream)
	lines.Buffer(make([]byte, 0, 4<<10), maxEventLine)
	var e event
	var data bytes.Buffer
	for lines.Scan() {
		line := lines.Bytes()
		if len(line) == 0 {
			if data.Len() > 0 || e.name != "" {
				e.data = bytes.TrimSuffix(data.Bytes(), []byte("\n"))
				handle(e)
			}
			data.Reset()
			e = event{id: e.id}
			continue
		}
		field, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(field) { // a comment, such as a keepalive, has none
		case "id":
			e.id = string(value)
		case "event":
			e.name = string(value)
		case "data":
			data.Write(value)
			data.WriteByte('\n')
		}
	}
	return lines.Err()
}

// stream is one person's open page of a channel.
type stream struct {
	*person
	channel string

	mu      sync.Mutex
	awaited []*arrival
	broken  error // why it ended before it was closed
	ended   bool
}

// arrival is a change that is to reach a stream.
type arrival struct {
	*change
	stream *stream
	took   time.Duration // since the request that made it began; 0: it has not come
}

// delay is how long the change took to the stream, 0 as long as it has not come.
func (a *arrival) delay() time.Duration {
	a.stream.mu.Lock()
	defer a.stream.mu.Unlock()
	return a.took
}

// await notes that a change is on its way.
func (s *stream) await(c *change) *arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &arrival{change: c, stream: s}
	s.awaited = append(s.awaited, a)
	return a
}

// receive looks which of the awaited changes an event shows.
func (s *stream) receive(e event) {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.name == "close" {
		s.broken = errors.New("the server closed it")
	}
	left := s.awaited[:0]
	for _, a := range s.awaited {
		if !a.shown(e.data) {
			left = append(left, a)
			continue
		}
		a.took = now.Sub(a.began)
	}
	clear(s.awaited[len(left):])
	s.awaited = left
}

// failure is why the stream is not open any more, nil while it is.
func (s *stream) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken == nil && s.ended {
		return errors.New("it ended")
	}
	return s.broken
}

// open opens the person's page and its event stream, and returns when that is
// answered. The stream is read until ctx ends.
func (s *stream) open(ctx context.Context, client *http.Client) error {
	cursor, err := s.openPage(ctx, s.channel)
	if err != nil {
		return err
	}
	path := "/ui/events/" + s.channel + "?since=" + url.QueryEscape(cursor)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Cookie", s.cookie)
	req.Header.Set("Accept", "text/event-stream")
	answered := make(chan error, 1)
	go s.follow(client, req, answered)
	return <-answered
}

// follow sends the request for the event stream, says on answered whether there
// is one, and reads it to its end.
func (s *stream) follow(client *http.Client, req *http.Request, answered chan<- error) {
	res, err := client.Do(req)
	if err != nil {
		answered <- err
		return
	}
	defer func() { _ = res.Body.Close() }()
	if kind := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || !strings.HasPrefix(kind, "text/event-stream") {
		answered <- fmt.Errorf("GET %s as %s: %s, %q: this is no event stream", req.URL.Path, s.name, res.Status, kind)
		return
	}
	answered <- nil
	err = readEvents(res.Body, s.receive)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if req.Context().Err() == nil && s.broken == nil {
		s.broken = err
	}
}

// addresses are how many loopback addresses connections come from: each has
// ports for some 28,000.
const addresses = 8

// manyConnections is a transport for more connections than one address may
// have ports for. Each request of a client with keepAlive unset has its own.
func manyConnections(keepAlive bool) *http.Transport {
	var opened atomic.Uint32
	return &http.Transport{
		DisableKeepAlives:   !keepAlive,
		DisableCompression:  true,
		MaxIdleConnsPerHost: 1,
		ReadBufferSize:      2 << 10,
		WriteBufferSize:     2 << 10,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			from := net.IPv4(127, 0, 0, byte(2+opened.Add(1)%addresses))
			dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}, Timeout: askPatience}
			return dialer.DialContext(ctx, network, address)
		},
	}
}
