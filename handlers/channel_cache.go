package handlers

import (
	"cmp"
	"slices"

	lru "github.com/hashicorp/golang-lru/v2"

	"minimost/chat"
)

const (
	// rememberedChannels is how many channels' latest is kept in memory: a hundred
	// messages each, and who types and reads.
	rememberedChannels = 512
	// recentMessages is how many of a channel's newest messages, and of those that
	// changed last, are kept.
	recentMessages = pageMessages
	// firstStamp comes before that of any message.
	firstStamp = chat.Stamp(1e-6)
)

// channelCache is the latest of one channel, the same for everyone with access.
// Whoever takes from it has checked the access, and leaves out what lies before
// the reader's time.
type channelCache struct {
	typing     snapshot[[]chat.Typing]
	recent     snapshot[recent]
	watermarks snapshot[map[string]chat.Stamp]
	private    snapshot[chat.PrivateChannel]
}

// recent is a channel's newest messages, and those that changed last, each
// oldest change first.
type recent struct{ newest, changed []chat.Message }

func newChannelCaches() *lru.Cache[string, *channelCache] {
	caches, err := lru.New[string, *channelCache](rememberedChannels)
	if err != nil {
		panic(err) // the size is a positive constant
	}
	return caches
}

func (s *server) channelCache(channel string) *channelCache {
	if cache, ok := s.channelCaches.Get(channel); ok {
		return cache
	}
	cache := &channelCache{}
	if known, ok, _ := s.channelCaches.PeekOrAdd(channel, cache); ok {
		return known
	}
	return cache
}

// access is what the viewer may see of a channel, or ErrNoChannel.
func (s *server) access(v *viewer, channel string) (chat.Access, error) {
	page := s.openPage(v.user.Username, channel)
	if known := page.access.Load(); known != nil && !s.Changes.Changed(known.seq, page.accessTopics...) {
		return known.access, nil
	}
	seq := s.Changes.Offset()
	access, err := s.Store.CheckAccess(v.ctx, v.user.Username, channel)
	if err == nil {
		page.access.Store(&knownAccess{seq, access})
	}
	return access, err
}

// typists lists who is typing in a channel that the viewer has access to, who
// started first first, and until when that holds.
func (s *server) typists(v *viewer, channel string) (names []string, until chat.Stamp, err error) {
	rows, err := s.channelCache(channel).typing.get(s.Changes, v.now, func() (reading[[]chat.Typing], error) {
		rows, err := s.Store.Typing(v.ctx, channel, v.now)
		topics := []chat.Topic{chat.TopicTyping(channel), chat.TopicSharing}
		return reading[[]chat.Typing]{rows, chat.TypingUntil(rows, v.now), topics}, err
	})
	return chat.Typists(rows, v.user.Username, v.now), chat.TypingUntil(rows, v.now), err
}

func (s *server) recentMessages(v *viewer, channel string) (recent, error) {
	return s.channelCache(channel).recent.get(s.Changes, v.now, func() (reading[recent], error) {
		newest, changed, err := s.Store.RecentMessages(v.ctx, channel, recentMessages)
		slices.SortFunc(changed, func(a, b chat.Message) int { return cmp.Compare(a.ChangedTS(), b.ChangedTS()) })
		return reading[recent]{value: recent{newest, changed}, topics: []chat.Topic{chat.TopicMessages(channel)}}, err
	})
}

// newestMessages is the newest page of a channel, as far as access reaches.
func (s *server) newestMessages(v *viewer, access chat.Access) ([]chat.Message, error) {
	r, err := s.recentMessages(v, access.Channel.ID)
	return visible(r.newest, access), err
}

// messagesSince lists up to liveMessages visible messages that changed after a
// stamp, oldest first: those that changed first, if there are more.
func (s *server) messagesSince(v *viewer, access chat.Access, after chat.Stamp) ([]chat.Message, error) {
	r, err := s.recentMessages(v, access.Channel.ID)
	if err != nil {
		return nil, err
	}
	all := len(r.changed) < recentMessages
	if !all && r.changed[0].ChangedTS() > after {
		// After none at all the store would answer with the newest page.
		return s.Store.MessagesAfter(v.ctx, v.user.Username, access.Channel.ID, max(after, firstStamp), liveMessages)
	}
	changed := visible(r.changed, access)
	changed = slices.DeleteFunc(slices.Clone(changed), func(m chat.Message) bool { return m.ChangedTS() <= after })
	slices.SortFunc(changed, func(a, b chat.Message) int { return cmp.Compare(a.TS, b.TS) })
	return changed, nil
}

// visible leaves out what lies before the reader's time.
func visible(messages []chat.Message, access chat.Access) []chat.Message {
	if !slices.ContainsFunc(messages, func(m chat.Message) bool { return !access.Sees(m.TS) }) {
		return messages
	}
	return slices.DeleteFunc(slices.Clone(messages), func(m chat.Message) bool { return !access.Sees(m.TS) })
}

// watermarks is how far each reader who shares it has read a channel that
// the viewer has access to.
func (s *server) watermarks(v *viewer, channel string) (map[string]chat.Stamp, error) {
	return s.channelCache(channel).watermarks.get(s.Changes, v.now, func() (reading[map[string]chat.Stamp], error) {
		marks, err := s.Store.Watermarks(v.ctx, channel)
		topics := []chat.Topic{chat.TopicReceipts(channel), chat.TopicSharing}
		return reading[map[string]chat.Stamp]{value: marks, topics: topics}, err
	})
}

// privateRoom is a private channel that the viewer is a member of.
func (s *server) privateRoom(v *viewer, channel chat.Channel) (chat.PrivateChannel, error) {
	return s.channelCache(channel.ID).private.get(s.Changes, v.now, func() (reading[chat.PrivateChannel], error) {
		c, err := s.Store.PrivateChannel(v.ctx, v.user.Username, channel.PrivateID)
		return reading[chat.PrivateChannel]{value: c, topics: []chat.Topic{chat.TopicMembers(channel.ID)}}, err
	})
}

// firstPresent are the most present accounts, at most so many and those first by
// name of the equally present.
func (s *server) firstPresent(v *viewer, most int) ([]string, error) {
	return s.present.get(s.Changes, v.now, func() (reading[[]string], error) {
		// Not as they were before the change that this goes on from.
		seen, err := s.people(v)
		if err != nil {
			return reading[[]string]{}, err
		}
		names, err := s.usernames(v)
		var first []string
		for _, face := range seen.faces(names, most) {
			first = append(first, face.Name)
		}
		return reading[[]string]{value: first, topics: []chat.Topic{chat.TopicPresence, chat.TopicAccounts}}, err
	})
}

// usernames are all accounts, by name.
func (s *server) usernames(v *viewer) ([]string, error) {
	return s.accounts.get(s.Changes, v.now, func() (reading[[]string], error) {
		names, err := s.Store.Usernames(v.ctx)
		return reading[[]string]{value: names, topics: []chat.Topic{chat.TopicAccounts}}, err
	})
}
