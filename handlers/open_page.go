package handlers

import (
	"sync/atomic"

	lru "github.com/hashicorp/golang-lru/v2"

	"minimost/chat"
)

// openPage is what stays the same while someone has a channel open.
type openPage struct {
	holder       string
	topics       []chat.Topic // what the page depends on
	accessTopics []chat.Topic // what the access depends on
	access       atomic.Pointer[knownAccess]
}

// knownAccess is what someone sees of a channel, as of a change.
type knownAccess struct {
	seq    uint64
	access chat.Access
}

// rememberedPages is how many open pages are kept in memory, of about a
// kilobyte each. One that is not costs a hash.
const rememberedPages = 1 << 14

type pageKey struct{ user, channel string }

func newOpenPages() *lru.Cache[pageKey, *openPage] {
	pages, err := lru.New[pageKey, *openPage](rememberedPages)
	if err != nil {
		panic(err) // the size is a positive constant
	}
	return pages
}

func (s *server) openPage(user, channel string) *openPage {
	key := pageKey{user, channel}
	if page, ok := s.pages.Get(key); ok {
		return page
	}
	page := &openPage{
		holder: s.holder(user, channel), topics: pageTopics(user, channel),
		accessTopics: []chat.Topic{chat.TopicMembers(channel), chat.TopicAccount(user)},
	}
	if _, err := chat.ParseChannel(channel); err == nil {
		s.pages.Add(key, page)
	}
	return page
}

// pageTopics are what a page of the channel depends on.
func pageTopics(user, channel string) []chat.Topic {
	return []chat.Topic{
		chat.TopicPresence, chat.TopicAccounts, chat.TopicSharing, chat.TopicLists, chat.TopicPerson(user),
		chat.TopicMessages(channel), chat.TopicTyping(channel), chat.TopicReceipts(channel), chat.TopicMembers(channel),
	}
}
