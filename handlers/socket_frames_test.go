package handlers

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"minimost/chat"
	"minimost/push"
)

// toldPages notes what is told of pages.
type toldPages struct {
	mu   sync.Mutex
	told []string
	life int // how often something was heard
}

func (p *toldPages) note(page push.Holder, format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = append(p.told, fmt.Sprintf("%s/%s<%s ", page.User, page.Tab, page.Follows)+fmt.Sprintf(format, args...))
}

func (p *toldPages) Opened(_ context.Context, page push.Holder, state chat.State, number int64, _ time.Time) {
	p.note(page, "opened %s %d", state, number)
}

func (p *toldPages) Reported(_ context.Context, page push.Holder, state chat.State, number int64, _ time.Time) {
	p.note(page, "reported %s %d", state, number)
}

func (p *toldPages) Said(_ context.Context, page push.Holder, word chat.Word, number int64, _ time.Time) {
	p.note(page, "said %d %d", word, number)
}

func (p *toldPages) Polled(context.Context, push.Holder, chat.State, int64, time.Time) {}
func (p *toldPages) Left(context.Context, push.Holder, chat.Word, int64, time.Time)    {}

func (p *toldPages) Heard(push.Holder, time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.life++
}

func (p *toldPages) Overdue(page push.Holder, _ time.Time) { p.note(page, "overdue") }

func (p *toldPages) Ended(_ context.Context, page push.Holder, end push.End, _ time.Time) {
	p.note(page, "ended %d", end)
}

func (p *toldPages) want(t *testing.T, want ...string) {
	t.Helper()
	eventually(t, fmt.Sprintf("%q is told", want), func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return slices.Equal(p.told, want)
	})
}

func newToldWorld(t *testing.T) (*world, *toldPages) {
	told := new(toldPages)
	return newWorld(t, func(c *config) { c.Liveness = told }), told
}

func (b *browser) openTab(query string) *socketClient {
	b.w.t.Helper()
	socket := b.socket("/ui/socket/general?since=" + b.cursorOf("general") + "&" + query)
	socket.wait("it is open", func() bool { return len(socket.events) > 0 })
	return socket
}

func TestWhatAPageSaysIsToldInItsOrder(t *testing.T) {
	w, told := newToldWorld(t)
	socket := w.as("alice").openTab("tab=one&follows=zero&state=hidden&n=3")
	want := []string{"alice/one<zero opened hidden 3"}
	for _, says := range []string{"active 4", "idle 5", "hidden 6", "going-on 7", "active 8", "leaving 9"} {
		socket.say(says)
	}
	for _, tells := range []string{
		"reported active 4", "reported idle 5", "reported hidden 6", "said 1 7", "reported active 8", "said 0 9", "ended 0",
	} {
		want = append(want, "alice/one<zero "+tells)
	}
	told.want(t, want[:len(want)-1]...)
	_ = socket.send(ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusGoingAway, "")))
	told.want(t, want...)
	socket.wait("it ends", func() bool { return socket.over })
	if socket.status != ws.StatusGoingAway {
		t.Errorf("the answer has status %d", socket.status)
	}
}

func TestWhoIsAskedToLookAnswersAfterWhatIsNew(t *testing.T) {
	w := newWorld(t, never)
	alice, bob := w.as("alice"), w.as("bob")
	socket := alice.watch("general")
	bob.form("/send/random", "text", "elsewhere").want(200) // nobody is woken for it
	socket.say("look 41")
	socket.wait("it answers", func() bool { return slices.Contains(socket.beats, "41") && socket.count(`data-unread="1"`) > 0 })
}

func TestPingsAreOftenForVisiblePagesAndAPongThatIsOverdueIsTold(t *testing.T) {
	for state, c := range map[string]struct{ every, patience time.Duration }{
		"active": {chat.PingVisible, chat.PongVisible}, "hidden": {chat.PingHidden, chat.PongHidden},
	} {
		t.Run(state, func(t *testing.T) {
			w, told := newToldWorld(t)
			w.pass(c.every)
			socket := w.as("alice").openTab("tab=one&n=1&state=" + state)
			pings := func(n int) func() bool { return func() bool { return socket.pings == n } }
			socket.wait("the first ping", pings(1))
			w.pass(c.every)
			socket.wait("the second ping", pings(2))
			socket.mu.Lock()
			if beats := len(socket.beats); (beats > 0) != (state == "active") {
				t.Errorf("%d signs of life for its script", beats)
			}
			socket.mu.Unlock()
			eventually(t, "both pongs are heard", func() bool {
				told.mu.Lock()
				defer told.mu.Unlock()
				return told.life == 2
			})
			socket.silent.Store(true)
			w.pass(c.every)
			socket.wait("the third ping", pings(3))
			told.want(t, "alice/one< opened "+state+" 1")
			w.pass(c.patience + time.Millisecond)
			told.want(t, "alice/one< opened "+state+" 1", "alice/one< overdue")
			w.pass(time.Minute)
			told.want(t, "alice/one< opened "+state+" 1", "alice/one< overdue", "alice/one< ended 0")
		})
	}
}

func TestAFrameThatIsNotAllowedEndsItsSocketAlone(t *testing.T) {
	w, told := newToldWorld(t)
	alice := w.as("alice")
	other := alice.openTab("tab=other")
	for status, frame := range map[ws.StatusCode]ws.Frame{
		ws.StatusProtocolError:           ws.NewFrame(0x3, true, nil),
		ws.StatusMessageTooBig:           ws.NewTextFrame([]byte(strings.Repeat("look ", 1000))),
		ws.StatusUnsupportedData:         ws.NewBinaryFrame([]byte("look 1")),
		ws.StatusInvalidFramePayloadData: ws.NewTextFrame([]byte("look \xff")),
		ws.StatusPolicyViolation:         ws.NewTextFrame([]byte("hello")),
	} {
		socket := alice.openTab(fmt.Sprint("tab=", status))
		_ = socket.send(frame) // the server may have ended it before all of a long one is written
		socket.wait("it ends", func() bool { return socket.over })
		if socket.status != status {
			t.Errorf("status %d, want %d", socket.status, status)
		}
		eventually(t, "it is told", func() bool {
			told.mu.Lock()
			defer told.mu.Unlock()
			return slices.Contains(told.told, fmt.Sprintf("alice/%d< ended %d", status, push.Refused))
		})
	}
	other.say("look 1")
	other.wait("it goes on", func() bool { return slices.Contains(other.beats, "1") })
}

func TestAClientThatTalksOnIsCutOff(t *testing.T) {
	w := newWorld(t)
	socket := w.as("alice").watch("general")
	for range 1000 {
		if socket.send(ws.NewTextFrame([]byte("look 1"))) != nil {
			break
		}
	}
	socket.wait("it ends", func() bool { return socket.over })
	eventually(t, "it is closed", func() bool { return w.server.Sockets.Open() == 0 })
}

func TestAPingOfAClientIsAnswered(t *testing.T) {
	w := newWorld(t)
	socket := w.as("alice").watch("general")
	if err := socket.send(ws.NewPingFrame([]byte("who?"))); err != nil {
		t.Fatal(err)
	}
	socket.wait("a pong", func() bool { return socket.pong == "who?" })
}

func TestATextThatIsNoUTF8EndsNoSocket(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	socket := alice.watch("general")
	if _, err := w.store.Send(tContext(), "alice", "general", "broken \xff here", 0, w.clock()); err != nil {
		t.Fatal(err)
	}
	socket.shows("broken \uFFFD here")
}

func TestSocketsOfOtherSitesAndOfNobodyAreRefused(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	target := "/ui/socket/general?since=" + alice.cursorOf("general")
	for _, header := range [][]string{
		{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
		{"Origin", "https://evil.example", "Sec-Fetch-Site", "same-origin"}, {"Origin", "http://chat.example:81"},
	} {
		if socket := alice.socket(target, header...); socket.answer.StatusCode != http.StatusForbidden || !strings.Contains(socket.body, "another site") {
			t.Errorf("%q: %d %q", header, socket.answer.StatusCode, socket.body)
		}
	}
	for _, header := range [][]string{
		{"Origin", "http://chat.example"}, {"Origin", "http://chat.example", "Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"},
	} {
		if socket := alice.socket(target, header...); socket.answer.StatusCode != http.StatusSwitchingProtocols {
			t.Errorf("%q: %d %q", header, socket.answer.StatusCode, socket.body)
		}
	}
	w.account("bob")
	alice.name = ""
	if socket := alice.socket(target + "&drawn_for=alice"); socket.answer.StatusCode != http.StatusSwitchingProtocols {
		t.Errorf("drawn for alice: %d", socket.answer.StatusCode)
	}
	if socket := alice.socket(target + "&drawn_for=bob"); socket.answer.StatusCode != http.StatusConflict {
		t.Errorf("drawn for bob: %d", socket.answer.StatusCode)
	}
	if socket := w.browser().socket(target); socket.answer.StatusCode != http.StatusFound {
		t.Errorf("without a session: %d", socket.answer.StatusCode)
	}
}

func TestAHandshakeThatIsNoneIsRefusedInWords(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	target := "/ui/socket/general?since=" + alice.cursorOf("general")
	for status, headers := range map[int][][]string{
		426: {{"Upgrade", ""}, {"Sec-WebSocket-Version", "12"}},
		400: {
			{"Connection", ""}, {"Connection", "close"}, {"Sec-WebSocket-Key", ""}, {"Sec-WebSocket-Key", "short"}, {"Sec-WebSocket-Version", ""},
			{"Upgrade", "h2c"},
		},
	} {
		for _, header := range headers {
			socket := alice.socket(target, header...)
			if socket.answer.StatusCode != status || !strings.HasSuffix(socket.body, ".") {
				t.Errorf("%q: %d %q, want %d", header, socket.answer.StatusCode, socket.body, status)
			}
		}
	}
	for _, query := range []string{"&state=offline", "&state=x", "&tab=" + strings.Repeat("a", chat.MaxTabBytes+1)} {
		alice.get(target + query).want(400)
	}
}
