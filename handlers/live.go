package handlers

import (
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

const (
	// liveMessages is how many changed messages one answer carries; the next
	// poll brings the rest.
	liveMessages = 200

	// liveSince is the header that carries the cursor for the next poll.
	liveSince = "Live-Since"
)

// liveState is everything on a page that is redrawn as a whole.
type liveState struct {
	room     room
	seen     people
	header   views.ChannelHeaderProps
	typing   views.TypingBannerProps
	receipts views.ReadReceiptsProps
	sidebar  views.SidebarProps
}

// part is what one part of the page shows, to be told apart from another state.
func (st *liveState) part(which int) any {
	switch which {
	case partHeader:
		return st.header
	case partTyping:
		return st.typing
	case partReceipts:
		return st.receipts
	case partAccount:
		return st.sidebar.Me
	}
	lists := st.sidebar
	lists.Me = views.AccountButtonProps{}
	return lists
}

// liveState reads what a page of the channel shows beside its messages, of
// which newest are the latest.
func (s *server) liveState(v *viewer, channel chat.Channel, newest []chat.Message) (st liveState, err error) {
	if st.seen, err = s.people(v); err != nil {
		return st, err
	}
	if st.room, err = s.room(v, channel); err != nil {
		return st, err
	}
	for part := range numParts {
		if err := s.readPart(v, &st, part, newest); err != nil {
			return st, err
		}
	}
	return st, nil
}

// readPart fills in one part of a page.
func (s *server) readPart(v *viewer, st *liveState, part int, newest []chat.Message) (err error) {
	switch part {
	case partHeader:
		st.header, err = s.headerProps(v, st.room, st.seen)
	case partTyping:
		st.typing.Channel = st.room.channel.ID
		st.typing.Names, _, err = s.typists(v, st.room.channel.ID)
	case partReceipts:
		st.receipts, err = s.receiptProps(v, st.room, newest)
	case partSidebar:
		var known lists
		known, _, err = s.lists(v)
		st.sidebar = sidebarProps(known, st.sidebar.Me, st.seen, v.user.Username, st.room.channel)
	case partAccount:
		st.sidebar.Me, err = s.accountButtonProps(v)
	}
	return err
}

// poll answers what has changed on a page since its cursor: out-of-band
// fragments, or 204 when there are none. That most often nothing has happened
// at all is known without asking the store.
func (s *server) poll(r *request) error {
	raw, channel := r.Query("since"), r.channel()
	page := s.openPage(r.user.Username, channel)
	// Only a cursor that this reader was given for this channel may spare the
	// look at their access: otherwise the answer would tell an outsider whether
	// something goes on in a channel.
	if holder, seq, ok := cursorHead(raw); ok && holder == page.holder && !s.Changes.Changed(seq, page.topics...) {
		return noContent(r)
	}
	since, err := parseCursor(raw)
	if err != nil {
		return err
	}
	if oldest, ok := parseStamp(r.Query("oldest")); ok {
		since.oldest = oldest
	}
	sameRun := since.holder == page.holder
	fragments, next, err := s.changesSince(&r.viewer, channel, since, sameRun, wholeScreen)
	if chat.CodeOf(err) == chat.Forbidden {
		return sendAway(r)
	}
	if err != nil {
		return err
	}
	r.Set(liveSince, next.String())
	if !sameRun {
		r.Set("HX-Trigger", triggerRestarted)
	}
	if len(fragments) == 0 {
		return noContent(r)
	}
	return sendPage(r.Ctx, fiber.StatusOK, templ.Join(fragments...))
}

// extent is how much of a page is brought up to date.
type extent bool

const (
	wholeScreen extent = true
	// channelAlone leaves the sidebar, which shows what goes on elsewhere, as it is.
	channelAlone extent = false
)

// changesSince returns what the page with that cursor lacks, and the cursor of
// the page that has it. A cursor of another run of the server says nothing of
// what has changed since.
func (s *server) changesSince(v *viewer, channel string, since cursor, sameRun bool, much extent) (fragments []templ.Component, next cursor, err error) {
	next = since
	// Before anything is read: a change meanwhile is then asked for again.
	next.holder, next.seq = s.openPage(v.user.Username, channel).holder, s.Changes.Offset()
	if much == wholeScreen {
		next.listsSeq = next.seq
	}
	access, err := s.access(v, channel)
	if err != nil {
		return nil, next, err
	}
	latest, err := s.newestMessages(v, access)
	if err != nil {
		return nil, next, err
	}
	var state liveState
	if state.seen, err = s.people(v); err != nil {
		return nil, next, err
	}
	if state.room, err = s.room(v, access.Channel); err != nil {
		return nil, next, err
	}
	news := s.newsFor(v, state, since, sameRun)
	if news.moved(since.seq, chat.TopicMessages(channel)) {
		changed, err := s.messagesSince(v, access, since.changed)
		if err != nil {
			return nil, next, err
		}
		if fragments, err = s.messageFragments(v, since, state, changed, latest); err != nil {
			return nil, next, err
		}
		next.follow(changed)
		if len(changed) >= liveMessages {
			next.seq = 0 // there may be more
		}
		if next.oldest == 0 && len(changed) > 0 {
			next.oldest = changed[0].TS
		}
	}
	var changed [numParts]bool
	for part := range numParts {
		if outside := part == partSidebar || part == partAccount; outside && much == channelAlone {
			continue
		}
		if possible, err := s.mayDiffer(v, part, news, state, since); err != nil || !possible {
			if err != nil {
				return nil, next, err
			}
			continue
		}
		if err := s.readPart(v, &state, part, latest); err != nil {
			return nil, next, err
		}
		changed[part] = next.settle(part, &state)
	}
	fragments = append(fragments, partFragments(state, since, changed)...)
	if dots := news.dots(state, latest); len(dots) > 0 {
		fragments = append(fragments, views.PresenceStates(dots, true))
	}
	return fragments, next, nil
}

// news is what has changed since a page's cursor.
type news struct {
	changes    cache.Changes
	everything bool // nothing is known of before
	// appearances are whose dots have changed; without anybody they are all.
	appearances []string
	anybody     bool
}

func (s *server) newsFor(v *viewer, state liveState, since cursor, sameRun bool) news {
	n := news{changes: s.Changes, everything: !sameRun}
	var complete bool
	n.appearances, _, complete = s.Changes.PresenceLog(min(since.seq, since.listsSeq))
	n.anybody = !sameRun || !complete || s.Changes.Changed(since.seq)
	return n
}

func (n news) moved(seq uint64, topics ...chat.Topic) bool {
	return n.everything || n.changes.Changed(seq, topics...)
}

// concerns reports whether one of the people may appear differently.
func (n news) concerns(names []string) bool {
	return n.anybody || slices.ContainsFunc(n.appearances, func(name string) bool { return slices.Contains(names, name) })
}

// mayDiffer reports whether a part of the page may look different since its
// cursor.
func (s *server) mayDiffer(v *viewer, part int, news news, state liveState, since cursor) (bool, error) {
	channel, user := state.room.channel, v.user.Username
	switch part {
	case partHeader:
		if channel.Kind == chat.Public {
			return news.moved(since.seq, chat.TopicPresence, chat.TopicAccounts), nil
		}
		return news.moved(since.seq, chat.TopicMembers(channel.ID)) || news.concerns(state.room.members), nil
	case partTyping:
		return news.moved(since.seq, chat.TopicTyping(channel.ID), chat.TopicSharing), nil
	case partReceipts:
		return news.moved(since.seq, chat.TopicReceipts(channel.ID), chat.TopicMessages(channel.ID), chat.TopicSharing,
			chat.TopicMembers(channel.ID)), nil
	case partAccount:
		return news.moved(since.listsSeq, chat.TopicPerson(user), chat.TopicAppearance(user)), nil
	}
	lists, seq, err := s.lists(v)
	return seq > since.listsSeq || news.moved(since.listsSeq) || news.concerns(slices.Concat(lists.partners(), channel.Participants)), err
}

// messageFragments appends the new messages to the log and redraws those that
// changed where the page shows them.
func (s *server) messageFragments(v *viewer, since cursor, state liveState, changed, latest []chat.Message) ([]templ.Component, error) {
	var fragments []templ.Component
	var fresh []chat.Message
	for _, m := range changed {
		if m.TS > since.newest {
			if !m.Deleted {
				fresh = append(fresh, m)
			}
			continue
		}
		if m.TS < since.oldest {
			continue
		}
		row, err := s.rows(v, state.seen, []chat.Message{m}, latest, since.firstUnread)
		if err != nil {
			return nil, err
		}
		row[0].Message.OOB = true
		fragments = append(fragments, views.Message(row[0].Message))
	}
	if len(fresh) == 0 {
		return fragments, nil
	}
	rows, err := s.rows(v, state.seen, fresh, latest, 0)
	if err != nil {
		return nil, err
	}
	return append([]templ.Component{views.NewMessages(state.room.channel.ID, rows)}, fragments...), nil
}

// rows arranges messages below the one that the channel has before them, which
// is looked for among the latest first.
func (s *server) rows(v *viewer, seen people, messages, latest []chat.Message, firstUnread int64) ([]views.MessageRow, error) {
	before, err := s.messageBefore(v, messages[0], latest)
	if err != nil {
		return nil, err
	}
	props := make([]views.MessageProps, 0, len(messages)+1)
	for _, m := range slices.Concat(before, messages) {
		p, err := s.messageProps(v, m, seen, latest)
		if err != nil {
			return nil, err
		}
		props = append(props, p)
	}
	if len(before) == 0 {
		return views.ArrangeMessages(props, nil, firstUnread), nil
	}
	return views.ArrangeMessages(props[1:], &props[0], firstUnread), nil
}

// messageBefore is the visible message before m, if there is one.
func (s *server) messageBefore(v *viewer, m chat.Message, latest []chat.Message) ([]chat.Message, error) {
	for i, earlier := range slices.Backward(latest) {
		if earlier.TS < m.TS && !earlier.Deleted {
			return latest[i : i+1], nil
		}
	}
	if len(latest) < recentMessages {
		return nil, nil
	}
	return s.Store.MessagesBefore(v.ctx, v.user.Username, m.Channel, m.TS, 1)
}

// partFragments redraws the parts that the page does not have as they are.
func partFragments(state liveState, since cursor, changed [numParts]bool) (fragments []templ.Component) {
	if changed[partHeader] {
		state.header.OOB = true
		fragments = append(fragments, views.ChannelHeader(state.header))
	}
	if changed[partTyping] {
		state.typing.OOB = true
		fragments = append(fragments, views.TypingBanner(state.typing))
	}
	if changed[partReceipts] && (since.receipts != 0 || state.receipts.MessageID != 0) {
		state.receipts.OOB, state.receipts.Shown = true, since.receipts
		fragments = append(fragments, views.ReadReceipts(state.receipts))
	}
	if changed[partSidebar] {
		fragments = append(fragments, views.SidebarLists(state.sidebar, "morph"))
	}
	if changed[partAccount] {
		fragments = append(fragments, views.AccountButton(state.sidebar.Me, "morph"))
	}
	return fragments
}

// allDots is up to how many people every changed dot is sent; beyond, only those
// of the people on a page as it opens.
const allDots = 200

// dots are those of the people who look different.
func (n news) dots(state liveState, latest []chat.Message) (dots []views.PresenceDotProps) {
	names := n.appearances
	if n.anybody {
		names = state.seen.names()
	}
	if len(names) > allDots {
		names = shownNames(state, latest)
	}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		dots = append(dots, views.PresenceDotProps{User: name, State: state.seen.state(name)})
	}
	return dots
}

// shownNames are the people whose faces a page shows as it opens.
func shownNames(state liveState, latest []chat.Message) (names []string) {
	for _, m := range latest {
		names = append(names, m.Sender)
	}
	for _, face := range state.header.Faces {
		names = append(names, face.Name)
	}
	if state.room.channel.Kind != chat.Public {
		names = append(names, state.room.members...)
	}
	return names
}
