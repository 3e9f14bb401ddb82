package chat_test

import (
	"testing"

	"minimost/chat"
)

func TestWhoseReceiptIsAwaited(t *testing.T) {
	sent := chat.Message{Sender: "alice", TS: 100, ContentType: chat.ContentText}
	gone, line := sent, sent
	gone.Deleted, line.ContentType = true, chat.ContentSystem
	sharing := chat.User{CreatedTS: 1, Settings: chat.Settings{ShareReceipts: true}}
	younger := chat.User{CreatedTS: 150, Settings: sharing.Settings}
	bob := chat.Member{Username: "bob", JoinedTS: 50, HistoryStart: 50}
	cases := map[string]struct {
		message  chat.Message
		account  chat.User
		member   chat.Member
		receipts []chat.Receipt
		want     bool
	}{
		"has not read it":             {sent, sharing, bob, nil, true},
		"only others have read it":    {sent, sharing, bob, []chat.Receipt{{Reader: "carol"}}, true},
		"has read it":                 {sent, sharing, bob, []chat.Receipt{{Reader: "bob"}}, false},
		"shares no receipts":          {sent, chat.User{CreatedTS: 1}, bob, nil, false},
		"sent it":                     {sent, sharing, chat.Member{Username: "alice"}, nil, false},
		"joined after it":             {sent, sharing, chat.Member{Username: "bob", JoinedTS: 150}, nil, false},
		"sees the channel from later": {sent, sharing, chat.Member{Username: "bob", HistoryStart: 150}, nil, false},
		"has a younger account":       {sent, younger, chat.Member{Username: "bob"}, nil, false},
		"it was deleted":              {gone, sharing, bob, nil, false},
		"it is the system's":          {line, sharing, bob, nil, false},
	}
	for name, c := range cases {
		if got := c.message.AwaitedFrom(c.account, c.member, c.receipts); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
