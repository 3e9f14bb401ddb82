package chat_test

import (
	"encoding/json"
	"testing"
	"time"

	"minimost/chat"
)

// The numbers are stated on purpose: they are promised to users.
func TestRulesOfPagesAreThosePromised(t *testing.T) {
	got, err := json.Marshal(chat.RulesOfPages())
	want := `{"typingWindow":5000,"typingNotice":2000,"idleAfter":300000,"readAfter":500,` +
		`"poll":1000,"pollHidden":30000,"silence":10000,"maxMessageChars":10000,` +
		`"noticeWithin":300000,"goingGrace":8000,"restartGrace":3000,"restartGraceHidden":65000}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

func TestPagesReportBeforeWhatTheySaidRunsOut(t *testing.T) {
	late := 11 * chat.Heartbeat / 10 // a heartbeat with its jitter
	if chat.Lease < 3*late {
		t.Errorf("a lease of %v is not three heartbeats", chat.Lease)
	}
	if chat.TypingWindow < chat.TypingNotice+2*time.Second {
		t.Errorf("somebody who types every %v would seem to stop: typing is current for %v", chat.TypingNotice, chat.TypingWindow)
	}
}
