package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"minimost/chat"
	"minimost/views"
)

// people are those who reported lately, as others see them.
type people map[string]chat.State

// peopleLast is how long people are taken to be as they were read.
const peopleLast = 100 * time.Millisecond

func (s *server) people(v *viewer) (people, error) {
	return s.presences.get(s.Changes, v.now, peopleLast, func() (people, error) { return s.readPeople(v) }, chat.TopicPresence)
}

func (s *server) readPeople(v *viewer) (people, error) {
	presences, err := s.Store.Presences(v.ctx, v.now)
	if err != nil {
		return nil, err
	}
	seen := make(people, len(presences))
	for _, p := range presences {
		if p.Listed(v.now) {
			seen[p.User] = p.Seen(v.now)
		}
	}
	return seen, nil
}

func (p people) state(name string) string {
	return string(cmp.Or(p[name], chat.Offline))
}

func (p people) avatar(name string) views.AvatarProps {
	return views.AvatarProps{Name: name, State: p.state(name)}
}

// faces draws at most so many of the names, those who are most present first.
func (p people) faces(names []string, most int) (faces []views.AvatarProps) {
	for _, state := range []chat.State{chat.Active, chat.Idle, chat.Hidden, chat.Offline} {
		for _, name := range names {
			if len(faces) == most {
				return faces
			}
			if p.state(name) == string(state) {
				faces = append(faces, p.avatar(name))
			}
		}
	}
	return faces
}

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

func (s *server) lists(v *viewer) (l lists, err error) {
	if l.public, err = s.Store.ChannelUnreads(v.ctx, v.user.Username); err != nil {
		return l, err
	}
	if l.private, err = s.Store.PrivateChannels(v.ctx, v.user.Username); err != nil {
		return l, err
	}
	l.direct, err = s.Store.DirectChannels(v.ctx, v.user.Username)
	return l, err
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

func channelURL(channel string) string { return "/c/" + channel }

// sidebarProps lists someone's channels. A direct channel that has no message
// yet is listed while it is open.
func sidebarProps(v *viewer, l lists, seen people, current chat.Channel) views.SidebarProps {
	p := views.SidebarProps{
		Me:     views.AccountButtonProps{Username: v.user.Username, State: seen.state(v.user.Username)},
		Unread: l.unread(),
	}
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
		direct = append([]chat.DirectChannel{{Channel: current.ID, Users: others(current.Participants, v.user.Username)}}, direct...)
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
		names, err := s.accounts.get(s.Changes, v.now, time.Hour, func() ([]string, error) { return s.Store.Usernames(v.ctx) }, chat.TopicAccounts)
		return room{channel: channel, name: channel.ID, members: names}, err
	case chat.Direct:
		name := strings.Join(others(channel.Participants, v.user.Username), ", ")
		return room{channel: channel, name: name, members: channel.Participants}, nil
	}
	c, err := s.Store.PrivateChannel(v.ctx, v.user.Username, channel.PrivateID)
	names := make([]string, len(c.Members))
	for i, m := range c.Members {
		names[i] = m.Username
	}
	return room{channel: channel, name: c.Name, members: names, owner: c.Owner()}, err
}

func headerProps(v *viewer, room room, seen people) views.ChannelHeaderProps {
	kinds := map[chat.ChannelKind]string{chat.Public: "public", chat.Private: "private", chat.Direct: "direct"}
	return views.ChannelHeaderProps{
		Channel:   room.channel.ID,
		Kind:      kinds[room.channel.Kind],
		Name:      room.name,
		ChannelID: room.channel.PrivateID,
		Faces:     seen.faces(others(room.members, v.user.Username), views.FacesShown),
		Members:   len(room.members),
		Owner:     room.owner == v.user.Username,
	}
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
		p.Body = views.Markdown(m.Content)
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
	marks, err := s.Store.Watermarks(v.ctx, v.user.Username, room.channel.ID)
	if err != nil {
		return p, err
	}
	delete(marks, v.user.Username)
	var newest chat.Stamp
	for _, mark := range marks {
		newest = max(newest, mark)
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
