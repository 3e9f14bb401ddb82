package sqlite

import (
	"slices"
	"strings"

	"minimost/chat"
	"minimost/search"
)

var (
	searchPrivate  = load("search/private")
	searchDirect   = load("search/direct")
	searchLastRead = load("search/last_read")
	searchReacted  = load("search/reacted")
)

// scope is what a query is asked of: the channels that its asker sees and that it
// names.
type scope struct {
	conn     Conn
	user     string
	q        search.Query
	channels map[string]*searched
	visible  []searched // all that the asker sees, where some are named
	unread   chat.Stamp // of the first message that is unread, where those alone are asked for
}

// searched is a channel in which is searched.
type searched struct {
	chat.Access
	name  string     // of a private channel
	floor chat.Stamp // after which messages are unread; with is:unread alone
}

func (s *Store) searchScope(conn Conn, user string, q search.Query) (*scope, error) {
	sc := &scope{conn: conn, user: user, q: q, channels: make(map[string]*searched)}
	var created chat.Stamp
	known, err := accessUser.one(conn, func(stmt Stmt) { created = getStamp(stmt, "created_ts") }, text(":user", user))
	if err != nil || !known {
		return sc, err
	}
	public, err := s.publicChannels(conn)
	if err != nil {
		return sc, err
	}
	archived, err := archivedChannels(conn)
	if err != nil {
		return sc, err
	}
	renamed, err := renamedChannels(conn)
	if err != nil {
		return sc, err
	}
	for _, channel := range slices.Concat(public, archived) {
		sc.add(channel, searched{name: nameOf(renamed, channel)})
	}
	err = searchPrivate.each(conn, func(stmt Stmt) error {
		sc.add(chat.PrivateChannelID(stmt.GetInt64("id")), searched{name: stmt.GetText("name"), Access: chat.Access{
			JoinedTS: getStamp(stmt, "joined_ts"), HistoryStart: getStamp(stmt, "history_start_ts"),
		}})
		return nil
	}, text(":user", user))
	if err != nil {
		return sc, err
	}
	err = searchDirect.each(conn, func(stmt Stmt) error {
		sc.add(stmt.GetText("channel"), searched{})
		return nil
	}, text(":user", user))
	if err == nil && q.Asks(search.IsUnread) {
		err = sc.readFloors(s, created)
	}
	if err == nil && slices.Contains(q.Is, search.Flag{What: search.IsUnread}) {
		err = sc.leaveRead()
	}
	return sc, err
}

// add adds a channel of the asker's that the query is for.
func (sc *scope) add(id string, c searched) {
	ch, err := chat.ParseChannel(id)
	if err != nil || ch.Kind == chat.Direct && !ch.Includes(sc.user) {
		return // another program's spelling: nobody can open it
	}
	c.Channel = ch
	if len(sc.q.In) > 0 {
		sc.visible = append(sc.visible, c)
	}
	in := func(name string) bool { return c.called(name) }
	with := func(name string) bool { return ch.Kind == chat.Direct && includes(ch, sc.user, name) }
	if named(sc.q.In, in) && named(sc.q.With, with) {
		sc.channels[id] = &c
	}
}

// named reports whether one of the names fits, where there are any, and none that
// is excluded.
func named(names []search.Name, fits func(string) bool) bool {
	wanted, found := false, false
	for _, n := range names {
		switch {
		case n.Not && fits(n.Name):
			return false
		case !n.Not:
			wanted = true
			found = found || fits(n.Name)
		}
	}
	return found || !wanted
}

// called reports whether a channel goes by a name; one with a name by that or its
// identifier.
func (c *searched) called(name string) bool {
	if strings.EqualFold(c.Channel.ID, name) {
		return true
	}
	return c.name != "" && (strings.EqualFold(c.name, name) || search.Fold(c.name) == search.Fold(name) && strings.TrimSpace(search.Fold(name)) != "")
}

// includes reports whether a direct channel is one with that person besides user.
func includes(ch chat.Channel, user, name string) bool {
	return slices.ContainsFunc(ch.Participants, func(p string) bool { return p != user && strings.EqualFold(p, name) })
}

func (sc *scope) readFloors(s *Store, created chat.Stamp) error {
	for id, c := range sc.channels {
		var lastRead chat.Stamp
		_, err := searchLastRead.one(sc.conn, func(stmt Stmt) { lastRead = getStamp(stmt, "last_read_ts") },
			text(":user", sc.user), text(":channel", id))
		if err != nil {
			return err
		}
		c.CreatedTS = created
		if c.Channel.Kind == chat.Public {
			r := reader{Access: c.Access, name: sc.user}
			if _, err := s.isPublic(sc.conn, &r); err != nil {
				return err
			}
			c.Access = r.Access
		}
		c.floor = c.UnreadFloor(lastRead)
	}
	return nil
}

// leaveRead leaves the channels in which something is unread.
func (sc *scope) leaveRead() error {
	for id, c := range sc.channels {
		var first chat.Stamp
		unread, err := channelFirstUnread.one(sc.conn, func(stmt Stmt) { first = getStamp(stmt, "ts") },
			text(":channel", id), text(":reader", sc.user), real(":floor", c.floor))
		switch {
		case err != nil:
			return err
		case !unread:
			delete(sc.channels, id)
		case sc.unread == 0 || first < sc.unread:
			sc.unread = first
		}
	}
	return nil
}

// hit is the message as a hit, if it is one that the asker sees.
func (sc *scope) hit(m chat.Message) (search.Hit, bool, error) {
	c := sc.channels[m.Channel]
	if c == nil || m.Deleted || m.ContentType != chat.ContentText || !c.Sees(m.TS) || !sc.passes(m, c) || !sc.q.Matches(m.Content) {
		return search.Hit{}, false, nil
	}
	found, err := sc.has(m)
	return search.Hit{Message: m, Channel: c.Channel, ChannelName: c.name}, found, err
}

// passes reports whether a message passes the filters that its row decides.
func (sc *scope) passes(m chat.Message, c *searched) bool {
	if m.SentTS < sc.q.Since || sc.q.Until != 0 && m.SentTS >= sc.q.Until {
		return false
	}
	if !named(sc.q.From, func(name string) bool { return sc.isSender(name, m.Sender) }) {
		return false
	}
	for _, f := range sc.q.Is {
		is := m.Edited
		switch f.What {
		case search.IsMine:
			is = m.Sender == sc.user
		case search.IsUnread:
			is = m.CountsAsUnread(sc.user, c.floor)
		}
		if is == f.Not {
			return false
		}
	}
	for _, f := range sc.q.Has {
		if f.What == search.HasLink && search.Linked(m.Content) == f.Not || f.What == search.HasFile && (m.Files != nil) == f.Not {
			return false
		}
	}
	return true
}

// has reports whether a message passes the filters that other tables decide.
func (sc *scope) has(m chat.Message) (bool, error) {
	for _, f := range sc.q.Has {
		has, err := !f.Not, error(nil)
		switch f.What {
		case search.HasReaction:
			has, err = searchReacted.one(sc.conn, func(Stmt) {}, text(":channel", m.Channel), real(":ts", m.TS))
		case search.HasPin:
			has, err = pinFind.one(sc.conn, func(Stmt) {}, whole(":message_id", m.ID))
		}
		if err != nil || has == f.Not {
			return false, err
		}
	}
	return true, nil
}
