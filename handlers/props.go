package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"

	"minimost/chat"
	"minimost/views"
)

// stampText is a stamp as it is stored, to be sent back unchanged.
func stampText(s chat.Stamp) string {
	return strconv.FormatFloat(float64(s), 'f', -1, 64)
}

// lists are the channels of someone's sidebar.
type lists struct {
	public  []chat.ChannelUnread
	private []chat.PrivateChannelSummary
	direct  []chat.DirectChannel
}

// rememberedLists is how many people's lists are kept in memory, of some
// kilobytes each.
const rememberedLists = 1 << 12

func newUserLists() *lru.Cache[string, *snapshot[lists]] {
	known, err := lru.New[string, *snapshot[lists]](rememberedLists)
	if err != nil {
		panic(err) // the size is a positive constant
	}
	return known
}

// lists are the viewer's channels, and the number of the newest change when they
// were read.
func (s *server) lists(v *viewer) (lists, uint64, error) {
	user := v.user.Username
	known, ok := s.userLists.Get(user)
	if !ok {
		known = &snapshot[lists]{}
		s.userLists.Add(user, known)
	}
	return known.numbered(s.Changes, v.now, func() (reading[lists], error) { return s.readLists(v) })
}

func (s *server) readLists(v *viewer) (l reading[lists], err error) {
	user := v.user.Username
	if l.value.public, err = s.Store.ChannelUnreads(v.ctx, user); err != nil {
		return l, err
	}
	if l.value.private, err = s.Store.PrivateChannels(v.ctx, user); err != nil {
		return l, err
	}
	if l.value.direct, err = s.Store.DirectChannels(v.ctx, user); err != nil {
		return l, err
	}
	// A channel that is new in the lists is announced as the person's.
	l.topics = append(l.topics, chat.TopicPerson(user))
	for _, c := range l.value.public {
		l.topics = append(l.topics, chat.TopicMessages(c.Channel))
	}
	for i, c := range l.value.private {
		l.value.private[i].Members = nil // nothing shows them here, and they may be many
		id := chat.PrivateChannelID(c.ID)
		l.topics = append(l.topics, chat.TopicMessages(id), chat.TopicMembers(id))
	}
	for _, d := range l.value.direct {
		l.topics = append(l.topics, chat.TopicMessages(d.Channel))
	}
	return l, nil
}

// partners are those whom the person writes with directly.
func (l lists) partners() (names []string) {
	for _, d := range l.direct {
		names = append(names, d.Users...)
	}
	return names
}

func (l lists) unread() (n int) {
	for _, c := range l.public {
		n += c.Unread
	}
	for _, c := range l.private {
		n += c.Unread
	}
	for _, c := range l.direct {
		n += c.Unread
	}
	return n
}

// accountButtonProps is how the viewer appears to others.
func (s *server) accountButtonProps(v *viewer) (views.AccountButtonProps, error) {
	own, err := s.Store.Presence(v.ctx, v.user.Username)
	return views.AccountButtonProps{
		Username: v.user.Username, State: string(own.Seen(v.now)), Status: views.ChosenText(own.Why(v.now), v.now.Local()),
	}, err
}

func channelURL(channel string) string { return "/c/" + channel }

// sidebarProps lists someone's channels. A direct channel that has no message
// yet is listed while it is open.
func sidebarProps(l lists, me views.AccountButtonProps, seen people, user string, current chat.Channel) views.SidebarProps {
	p := views.SidebarProps{Me: me, Unread: l.unread()}
	for _, c := range l.public {
		p.Public = append(p.Public, views.ChannelLink{
			Name: c.Channel, URL: channelURL(c.Channel), Unread: c.Unread, Current: c.Channel == current.ID,
		})
	}
	for _, c := range l.private {
		id := chat.PrivateChannelID(c.ID)
		p.Private = append(p.Private, views.ChannelLink{
			Name: c.Name, URL: channelURL(id), Unread: c.Unread, Current: id == current.ID,
		})
	}
	direct := l.direct
	if current.Kind == chat.Direct && !slices.ContainsFunc(direct, func(d chat.DirectChannel) bool { return d.Channel == current.ID }) {
		direct = append([]chat.DirectChannel{{Channel: current.ID, Users: others(current.Participants, user)}}, direct...)
	}
	for _, d := range direct {
		p.Direct = append(p.Direct, directLink(d, seen, current))
	}
	return p
}

func directLink(d chat.DirectChannel, seen people, current chat.Channel) views.DirectLink {
	link := views.DirectLink{
		Channel: d.Channel, URL: channelURL(d.Channel), Title: strings.Join(d.Users, ", "),
		Unread: d.Unread, Current: d.Channel == current.ID,
	}
	for _, name := range d.Users {
		face := seen.avatar(name)
		face.Size = "small"
		link.Faces = append(link.Faces, face)
	}
	return link
}

func others(names []string, user string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == user })
}

// room is a channel as its header and its composer name it.
type room struct {
	channel chat.Channel
	name    string
	members []string
	owner   string // of a private channel
}

func (s *server) room(v *viewer, channel chat.Channel) (room, error) {
	switch channel.Kind {
	case chat.Public:
		names, err := s.usernames(v)
		return room{channel: channel, name: channel.ID, members: names}, err
	case chat.Direct:
		name := strings.Join(others(channel.Participants, v.user.Username), ", ")
		return room{channel: channel, name: name, members: channel.Participants}, nil
	}
	c, err := s.privateRoom(v, channel)
	names := make([]string, len(c.Members))
	for i, m := range c.Members {
		names[i] = m.Username
	}
	return room{channel: channel, name: c.Name, members: names, owner: c.Owner()}, err
}

var kindNames = map[chat.ChannelKind]string{chat.Public: "public", chat.Private: "private", chat.Direct: "direct"}

func (s *server) headerProps(v *viewer, room room, seen people) (views.ChannelHeaderProps, error) {
	names := room.members
	if room.channel.Kind == chat.Public {
		var err error
		if names, err = s.firstPresent(v, views.FacesShown+1); err != nil {
			return views.ChannelHeaderProps{}, err
		}
	}
	return views.ChannelHeaderProps{
		Channel:   room.channel.ID,
		Kind:      kindNames[room.channel.Kind],
		Name:      room.name,
		ChannelID: room.channel.PrivateID,
		Faces:     seen.faces(others(names, v.user.Username), views.FacesShown),
		Members:   len(room.members),
		Owner:     room.owner == v.user.Username,
	}, nil
}

// messageProps is one message as the user sees it. The quoted message, where
// there is one, is looked up among those at hand first.
func (s *server) messageProps(v *viewer, m chat.Message, seen people, atHand []chat.Message) (views.MessageProps, error) {
	bar, err := s.reactionBarProps(v, m)
	if err != nil {
		return views.MessageProps{}, err
	}
	p := views.MessageProps{
		ID: m.ID, Channel: m.Channel, Sender: m.Sender, SenderState: seen.state(m.Sender),
		TS: stampText(m.TS), Sent: m.TS.Time().Local(), Mine: m.Sender == v.user.Username,
		Deleted: m.Deleted, Reactions: bar,
	}
	switch {
	case m.ContentType == chat.ContentSystem:
		p.Line = m.Content
	case !m.Deleted:
		p.Body = s.markdown.component(m.Content)
	}
	if m.Edited {
		p.EditedAt = m.EditedTS.Time().Local()
	}
	if m.ReplyToID != 0 && !m.Deleted {
		p.Quote, err = s.quoteProps(v, m.ReplyToID, atHand)
	}
	return p, err
}

func (s *server) quoteProps(v *viewer, id int64, atHand []chat.Message) (*views.QuoteProps, error) {
	i := slices.IndexFunc(atHand, func(m chat.Message) bool { return m.ID == id })
	if i >= 0 {
		return &views.QuoteProps{ID: id, Sender: atHand[i].Sender, Text: views.Excerpt(atHand[i].Content)}, nil
	}
	m, err := s.Store.Message(v.ctx, v.user.Username, id)
	if chat.CodeOf(err) == chat.NotFound {
		return nil, nil
	}
	return &views.QuoteProps{ID: id, Sender: m.Sender, Text: views.Excerpt(m.Content)}, err
}

func (s *server) reactionBarProps(v *viewer, m chat.Message) (views.ReactionBarProps, error) {
	p := views.ReactionBarProps{MessageID: m.ID, Full: len(m.Reactions) >= chat.MaxDistinctEmoji}
	if len(m.Reactions) == 0 {
		return p, nil
	}
	emoji, err := s.Emoji()
	if err != nil {
		return p, err
	}
	for _, reaction := range m.Reactions {
		names := others(reaction.Reactors, v.user.Username)
		p.Reactions = append(p.Reactions, views.ReactionProps{
			Emoji: reaction.Emoji,
			Name:  cmp.Or(emoji.Name(reaction.Emoji), "reaction"),
			Count: len(reaction.Reactors),
			Mine:  len(names) < len(reaction.Reactors),
			Names: names,
		})
	}
	return p, nil
}

// receiptProps is the line below the user's newest message among those given
// that somebody has read.
func (s *server) receiptProps(v *viewer, room room, messages []chat.Message) (views.ReadReceiptsProps, error) {
	p := views.ReadReceiptsProps{Channel: room.channel.ID, Off: !v.user.Settings.ShareReceipts}
	marks, err := s.watermarks(v, room.channel.ID)
	if err != nil {
		return p, err
	}
	var newest chat.Stamp
	for reader, mark := range marks {
		if reader != v.user.Username {
			newest = max(newest, mark)
		}
	}
	for _, m := range slices.Backward(messages) {
		if m.Sender != v.user.Username || m.Deleted || m.ContentType == chat.ContentSystem || m.TS > newest {
			continue
		}
		receipts, err := s.Store.Receipts(v.ctx, v.user.Username, room.channel.ID, m.ID)
		if err != nil {
			return p, err
		}
		for _, receipt := range receipts {
			p.Names = append(p.Names, receipt.Reader)
		}
		if p.Count = len(p.Names); p.Count > 0 {
			p.MessageID = m.ID
			p.Everyone = room.channel.Kind != chat.Public && p.Count >= len(room.members)-1
			return p, nil
		}
	}
	return p, nil
}
