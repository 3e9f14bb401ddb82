package page

import (
	"slices"
	"sync"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

// screen is a page of a channel while it is read, compared and drawn.
type screen struct {
	*Pages
	table   []region
	reader  Reader
	seat    *seat
	access  chat.Access
	channel chat.Channel
	latest  []chat.Message  // the newest page of messages
	seen    cache.Presences // as the reader sees them
	blocks  cache.Blocks
	room    Room
	// keptSidebar is nil until it is asked for.
	keptSidebar  *cache.Sidebar
	sidebarBuilt bool
	sidebarRoom  []cache.SidebarChannel // that a screen leaves to the next

	// since is what the page shows already, of which delta is what has changed, and
	// next what it will; staleSlots are those of each region's topics. A page that opens has none of
	// them.
	since, next Cursor
	delta       delta
	staleSlots  []chat.Slot
	opens       bool
	place       Place // where it opens
	code        *views.CodeTime
	readUpTo    chat.Stamp // what is newer may be unread

	// What the regions have built.
	views.ChatPageProps
	receipts  views.ReadReceiptsProps
	messages  messageChanges
	plainRoom [1]plainRow          // one new message is the rule
	seenAnew  []views.MessageProps // messages that the reader sees otherwise by now
	dots      []views.PresenceDotProps
	notices   []views.NoticeProps
	activity  views.ActivityPageProps
	channels  views.ChannelsPageProps
	saved     views.SavedPageProps
	renamed   []views.MessageProps // of or by people who present themselves otherwise by now
}

// screens are empty ones: each takes some kilobytes, and every delivery one.
var screens = sync.Pool{New: func() any { return new(screen) }}

// look reads what every region stands on. It is ErrNoChannel without access.
func (p *Pages) look(reader Reader, channel string) (s *screen, err error) {
	return p.lookFrom(&seat{}, reader, channel)
}

// lookFrom is look where the reader has looked before.
func (p *Pages) lookFrom(from *seat, reader Reader, channel string) (s *screen, err error) {
	s = screens.Get().(*screen) //nolint:errcheck,forcetypeassert // there is nothing else in it
	s.Pages, s.table, s.reader, s.seat = p, tableOf(channel), reader, from
	if showsNoChannel(channel) {
		return s, s.lookAround()
	}
	if s.access, err = p.cache.AccessFrom(reader.Ctx, &from.Seat, reader.User.Username, channel, reader.Now); err != nil {
		return nil, err
	}
	s.channel = s.access.Channel
	if s.blocks, err = p.cache.Blocks(reader.Ctx, reader.User.Username, reader.Now); err != nil {
		return nil, err
	}
	if s.latest, err = p.cache.NewestMessages(reader.Ctx, &from.Seat, s.access, reader.Now); err != nil {
		return nil, err
	}
	seen, err := p.cache.Presences(reader.Ctx, reader.Now)
	if err != nil {
		return nil, err
	}
	s.seen = seen.To(s.blocks).In(s.reader.T)
	s.room, err = p.room(&s.reader, from, s.access)
	return s, err
}

// lookAround is look for a page without a channel.
func (s *screen) lookAround() (err error) {
	if s.blocks, err = s.cache.Blocks(s.reader.Ctx, s.reader.User.Username, s.reader.Now); err != nil {
		return err
	}
	s.seen, err = s.presences(s.reader)
	return err
}

// presences are how the reader sees everybody, called in the reader's language.
func (p *Pages) presences(reader Reader) (cache.Presences, error) {
	seen, err := p.cache.PresencesFor(reader.Ctx, reader.User.Username, reader.Now)
	return seen.In(reader.T), err
}

// Room is a channel as its header and its composer name it.
type Room struct {
	Channel chat.Channel
	Name    string
	Members []string
	Owner   string // of a private channel
	version uint64 // the offset when it was read
}

// Room names a channel that the reader has access to.
func (p *Pages) Room(reader Reader, channel chat.Channel) (Room, error) {
	access := chat.Access{Channel: channel}
	if channel.Kind == chat.Public {
		var err error
		if access, err = p.cache.Access(reader.Ctx, reader.User.Username, channel.ID, reader.Now); err != nil {
			return Room{}, err
		}
	}
	return p.room(&reader, &seat{}, access)
}

// room names the channel that an access is to.
func (p *Pages) room(reader *Reader, from *seat, access chat.Access) (Room, error) {
	channel := access.Channel
	switch channel.Kind {
	case chat.Public:
		names, version, err := p.cache.PublicMembers(reader.Ctx, &from.Seat, channel.ID, reader.Now)
		return Room{Channel: channel, Name: access.Name, Members: names, version: version}, err
	case chat.Direct:
		seen, err := p.cache.Presences(reader.Ctx, reader.Now)
		if err != nil {
			return Room{}, err
		}
		name := chat.JoinNames(seen.In(reader.T).AllShown(others(channel.Participants, reader.User.Username)))
		return Room{Channel: channel, Name: name, Members: channel.Participants}, nil
	}
	c, version, err := p.cache.PrivateRoom(reader.Ctx, reader.User.Username, channel, reader.Now)
	return Room{Channel: channel, Name: c.Name, Members: c.Members, Owner: c.Owner, version: version}, err
}

func others(names []string, user string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == user })
}

// codeTime is what the texts of the screen share.
func (s *screen) codeTime() *views.CodeTime {
	if s.code == nil {
		s.code = newCodeTime()
	}
	return s.code
}
