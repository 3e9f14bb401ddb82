package handlers

import (
	"encoding/json"
	"html"
	"maps"
	"regexp"
	"testing"

	"minimost/chat"
)

var dataRules = regexp.MustCompile(`<div[^>]* id="chat"[^>]* data-rules="([^"]*)"`)

func TestAPageCarriesTheRulesOfChat(t *testing.T) {
	want := map[string]int64{
		"typingWindow": chat.TypingWindow.Milliseconds(), "typingNotice": chat.TypingNotice.Milliseconds(),
		"idleAfter": chat.IdleAfter.Milliseconds(),
		"readAfter": chat.ReadAfter.Milliseconds(), "poll": chat.Poll.Milliseconds(),
		"pollHidden": chat.PollHidden.Milliseconds(), "silence": chat.Silence.Milliseconds(),
		"maxMessageChars": chat.MaxMessageChars, "noticeWithin": chat.NoticeWithin.Milliseconds(), "goingGrace": chat.GoingGrace.Milliseconds(),
		"restartGrace": chat.RestartGrace.Milliseconds(), "restartGraceHidden": chat.RestartGraceHidden.Milliseconds(),
	}
	found := dataRules.FindAllStringSubmatch(newWorld(t).as("alice").get("/c/general").want(200).body, -1)
	if len(found) != 1 {
		t.Fatalf("the page carries its rules %d times", len(found))
	}
	var got map[string]int64
	if err := json.Unmarshal([]byte(html.UnescapeString(found[0][1])), &got); err != nil || !maps.Equal(got, want) {
		t.Errorf("the page carries %v, %v; want %v", got, err, want)
	}
}
