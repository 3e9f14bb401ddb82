package chat_test

import (
	"testing"

	"minimost/chat"
)

func TestAccessSeesFromTheHistoryStartOn(t *testing.T) {
	tests := map[string]struct {
		start, ts chat.Stamp
		want      bool
	}{
		"none: from the beginning":    {0, 1, true},
		"at the start":                {50.000001, 50.000001, true},
		"a microsecond before":        {50.000001, 50, false},
		"after":                       {50.000001, 51, true},
		"a later join hides nothing":  {10, 20, true},
		"unrounded, the same instant": {1716000001.4567891, 1716000001.4567891, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := chat.Access{HistoryStart: tt.start, JoinedTS: 100, CreatedTS: 100}
			if got := a.Sees(tt.ts); got != tt.want {
				t.Errorf("sees = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestUnreadFloorIsTheLatestOfTheFour(t *testing.T) {
	tests := map[string]struct {
		access   chat.Access
		lastRead chat.Stamp
		want     chat.Stamp
	}{
		"nothing known":          {chat.Access{}, 0, 0},
		"what was read":          {chat.Access{HistoryStart: 1, JoinedTS: 2, CreatedTS: 3}, 4, 4},
		"where history begins":   {chat.Access{HistoryStart: 9, JoinedTS: 2, CreatedTS: 3}, 4, 9},
		"when they joined":       {chat.Access{HistoryStart: 1, JoinedTS: 9, CreatedTS: 3}, 4, 9},
		"when the account began": {chat.Access{HistoryStart: 1, JoinedTS: 2, CreatedTS: 9}, 4, 9},
		"all the same":           {chat.Access{HistoryStart: 7, JoinedTS: 7, CreatedTS: 7}, 7, 7},
		"added with history all": {chat.Access{HistoryStart: 0, JoinedTS: 5, CreatedTS: 1}, 0, 5},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.access.UnreadFloor(tt.lastRead); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestCountsAsUnread(t *testing.T) {
	const floor = 50
	good := chat.Message{Sender: "bob", ContentType: chat.ContentText, TS: 50.000001}
	tests := map[string]struct {
		change func(*chat.Message)
		want   bool
	}{
		"a microsecond after the floor":           {func(*chat.Message) {}, true},
		"at the floor":                            {func(m *chat.Message) { m.TS = floor }, false},
		"before the floor":                        {func(m *chat.Message) { m.TS = 49 }, false},
		"one's own":                               {func(m *chat.Message) { m.Sender = "alice" }, false},
		"of a name that only looks like one's":    {func(m *chat.Message) { m.Sender = "Alice" }, true},
		"deleted":                                 {func(m *chat.Message) { m.Deleted = true }, false},
		"a system message":                        {func(m *chat.Message) { m.Sender, m.ContentType = chat.SystemSender, chat.ContentSystem }, false},
		"a system message by another's name":      {func(m *chat.Message) { m.ContentType = chat.ContentSystem }, false},
		"edited later, but written before":        {func(m *chat.Message) { m.TS, m.Edited, m.EditedTS = 49, true, 99 }, false},
		"reacted to later, but written before":    {func(m *chat.Message) { m.TS, m.ReactionsTS = 49, 99 }, false},
		"edited, still new":                       {func(m *chat.Message) { m.Edited, m.EditedTS = true, 60 }, true},
		"a kind of content that we do not know":   {func(m *chat.Message) { m.ContentType = "file" }, true},
		"by an account that is gone":              {func(m *chat.Message) { m.Sender = "Deleted User" }, true},
		"no kind of content on record, still new": {func(m *chat.Message) { m.ContentType = "" }, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := good
			tt.change(&m)
			if got := m.CountsAsUnread("alice", floor); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestReceiptsAreLeftOnlyByThoseWhoShareAndAreVisible(t *testing.T) {
	for _, tt := range []struct{ share, invisible, want bool }{
		{true, false, true}, {true, true, false}, {false, false, false}, {false, true, false},
	} {
		settings := chat.Settings{ShareReceipts: tt.share, ShareTyping: !tt.share}
		if got := chat.LeavesReceipt(settings, tt.invisible); got != tt.want {
			t.Errorf("share %v, invisible %v: %v", tt.share, tt.invisible, got)
		}
	}
}
