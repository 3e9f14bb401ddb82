package push

import (
	"bytes"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/gobwas/ws"

	"minimost/chat"
)

const (
	// frameEvery and frameBurst bound how many frames a client sends: a page says
	// something when it is shown or hidden, when its reader comes back, and answers
	// a ping every five seconds.
	frameEvery = 100 * time.Millisecond
	frameBurst = 100
	// maxUnheard is how much may wait until the client takes what it is sent.
	maxUnheard = 32
	// farewellTime is how long a client may take to answer a close frame.
	farewellTime = time.Second
)

// closedByClient is no violation: the client ends the socket.
const closedByClient = "closed by the client"

var (
	errTooMany = &violation{ws.StatusPolicyViolation, "too many frames"}
	errGarbage = &violation{ws.StatusPolicyViolation, "a message says nothing that is known"}
)

// said is one thing that a page has said, with its number. It has a state, or
// looks, or has a word.
type said struct {
	state  chat.State
	looks  bool // it wants to know what is new, and its number back
	word   chat.Word
	number int64
}

// inbox is what a client has sent until a worker sees to it.
type inbox struct {
	mu   sync.Mutex
	said []said
	ping []byte // what its last ping held; nil for none
}

func (i *inbox) add(s said) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.said) >= maxUnheard {
		return false
	}
	i.said = append(i.said, s)
	return true
}

func (i *inbox) setPing(payload []byte) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.ping = append([]byte{}, payload...)
}

func (i *inbox) take() (said []said, ping []byte) {
	i.mu.Lock()
	defer i.mu.Unlock()
	said, ping = i.said, i.ping
	i.said, i.ping = nil, nil
	return said, ping
}

// parseSaid reads what a page says: "active", "idle", "hidden", "look", "leaving"
// or "going-on", a space and a number.
func parseSaid(text []byte) (s said, ok bool) {
	what, number, _ := bytes.Cut(text, []byte(" "))
	n, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil || n < 0 {
		return said{}, false
	}
	switch string(what) {
	case "look":
		return said{looks: true, number: n}, true
	case "leaving":
		return said{word: chat.Leaving, number: n}, true
	case "going-on":
		return said{word: chat.GoingOn, number: n}, true
	}
	state, known := chat.ParseState(string(what))
	return said{state: state, number: n}, known && state != chat.Offline
}

// receive waits until something comes, and leaves it to another goroutine: this one's
// stack stays as small as there are.
func (s *socket) receive() {
	s.in.fill()
	s.sockets.run(&s.sockets.hearing, s)
}

// hear sees to what the client has sent, and has the rest waited for until the
// connection ends.
func (s *socket) hear() {
	if s.protect(s.receiveFrames) {
		s.sockets.start(s.receive)
		return
	}
	_ = s.conn.Close()
	s.finish()
}

// receiveFrames reports whether there may be more.
func (s *socket) receiveFrames() bool {
	for {
		if err := s.receiveFrame(); err != nil {
			if v, ok := errors.AsType[*violation](err); ok {
				s.refuse(v)
			}
			return false
		}
		if s.in.isEmpty() {
			return true
		}
	}
}

func (s *socket) receiveFrame() error {
	op, payload, err := s.in.next()
	if err != nil || s.gone.Load() {
		return err
	}
	s.heard()
	now := s.sockets.clock()
	if s.allowed = max(s.allowed, now) + frameEvery; s.allowed-now > frameBurst*frameEvery {
		return errTooMany
	}
	switch op {
	case ws.OpClose:
		return closeAnswer(payload)
	case ws.OpPing:
		s.inbox.setPing(payload)
	case ws.OpText:
		said, ok := parseSaid(payload)
		if !ok {
			return errGarbage
		}
		if !s.inbox.add(said) {
			return errTooMany
		}
	default: // a pong
		return nil
	}
	s.wake(listen)
	return nil
}

// closeAnswer is the status to answer a close frame with: its own.
func closeAnswer(payload []byte) *violation {
	if len(payload) == 0 {
		return &violation{ws.StatusNormalClosure, closedByClient}
	}
	status, reason := ws.ParseCloseFrameData(payload)
	if len(payload) == 1 || ws.CheckCloseFrameData(status, reason) != nil {
		return &violation{ws.StatusProtocolError, "a close frame is malformed"}
	}
	return &violation{status, closedByClient}
}

// refuse has a close frame sent, and waits for the client to end the connection.
func (s *socket) refuse(v *violation) {
	if v.why != closedByClient {
		s.end.Store(int32(Refused))
	}
	s.status.Store(uint32(v.status))
	s.wake(closing)
	_ = s.conn.SetReadDeadline(time.Now().Add(farewellTime))
	for {
		if _, err := s.conn.Read(s.in.buffer[:]); err != nil {
			return
		}
	}
}

// heard notes a sign of life.
func (s *socket) heard() {
	s.asked.Store(0)
	s.sockets.Liveness.Heard(s.holder, s.sockets.Now())
}
