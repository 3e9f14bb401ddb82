package chat_test

import (
	"errors"
	"testing"

	"minimost/chat"
)

func TestOnlyTheSenderChangesAMessage(t *testing.T) {
	own := chat.Message{ID: 1, Sender: "alice", ContentType: chat.ContentText}
	tests := map[string]struct {
		change func(*chat.Message)
		user   string
		want   error
	}{
		"one's own":                        {func(*chat.Message) {}, "alice", nil},
		"edited before":                    {func(m *chat.Message) { m.Edited, m.EditedTS = true, 5 }, "alice", nil},
		"another's":                        {func(*chat.Message) {}, "bob", chat.ErrNotSender},
		"a name in other letters":          {func(*chat.Message) {}, "Alice", chat.ErrNotSender},
		"nobody's":                         {func(*chat.Message) {}, "", chat.ErrNotSender},
		"deleted already":                  {func(m *chat.Message) { m.Deleted = true }, "alice", chat.ErrDeleted},
		"another's, deleted: says no more": {func(m *chat.Message) { m.Deleted = true }, "bob", chat.ErrNotSender},
		"a system message":                 {func(m *chat.Message) { m.Sender, m.ContentType = chat.SystemSender, chat.ContentSystem }, "alice", chat.ErrNotSender},
		"a system message in one's name":   {func(m *chat.Message) { m.ContentType = chat.ContentSystem }, "alice", chat.ErrNotSender},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := own
			tt.change(&m)
			if got := chat.CheckSender(m, tt.user); !errors.Is(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestNoMessageAnswersNobodyInTheNameOfNobody(t *testing.T) {
	wantCode(t, chat.CheckSender(chat.Message{}, "alice"), chat.Forbidden)
}
