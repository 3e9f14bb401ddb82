package webpush

import (
	"bytes"
	"encoding/json"
	"slices"

	"minimost/chat"
	"minimost/lang"
)

// words are what a browser is sent; its service worker shows them.
type words struct {
	ID      int64  `json:"id"` // of the message
	Title   string `json:"title"`
	Body    string `json:"body"`
	User    string `json:"user"` // whose it is
	Channel string `json:"channel,omitempty"`
}

// payload names sender and channel. What is private is told of with the text alone,
// else by nothing but that there is something.
func (s *Service) payload(n chat.PushNews, user string, to chat.PushSubscription) ([]byte, error) {
	said := words{ID: n.Message.ID, User: user, Title: lang.Language(to.Language).T("New message")}
	if to.WithText || n.Channel.Kind == chat.Public {
		said.Channel, said.Title = n.Channel.ID, chat.NoticeTitle(n.ShownAs(n.Message.Sender), chat.OneLine(where(n, user)))
	}
	if to.WithText {
		said.Body = s.Excerpt(n.Message)
	}
	var written bytes.Buffer
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(said)
	return bytes.TrimSuffix(written.Bytes(), []byte("\n")), err
}

// where names the channel beside the sender, "" for a conversation of the two.
func where(n chat.PushNews, user string) string {
	if n.Channel.Kind != chat.Direct {
		return n.Name
	}
	others := slices.DeleteFunc(slices.Clone(n.Channel.Participants), func(name string) bool { return name == user || name == n.Message.Sender })
	for i, name := range others {
		others[i] = n.ShownAs(name)
	}
	return chat.JoinNames(others)
}
