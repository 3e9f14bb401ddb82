package handlers

import (
	"maps"
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	lru "github.com/hashicorp/golang-lru/v2"

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

// Changes says what has changed lately, without asking the store.
type Changes interface {
	// Seq is the number of the newest change. What was changed by it can be read
	// from the store.
	Seq() uint64
	// Changed reports whether one of the topics has changed after seq.
	Changed(seq uint64, topics ...chat.Topic) bool
	// Subscribe has wake called, with the number of a change, after each change of
	// one of the topics, until cancel is called. wake returns at once and calls
	// neither Subscribe nor cancel.
	Subscribe(wake func(seq uint64), topics ...chat.Topic) (cancel func())
}

// liveState is everything on a page that is redrawn as a whole.
type liveState struct {
	room     room
	seen     people
	header   views.ChannelHeaderProps
	typing   views.TypingBannerProps
	receipts views.ReadReceiptsProps
	sidebar  views.SidebarProps
}

func (st liveState) parts() [numParts]any {
	lists := st.sidebar
	lists.Me = views.AccountButtonProps{}
	return [numParts]any{
		partHeader: st.header, partTyping: st.typing, partReceipts: st.receipts,
		partSidebar: lists, partAccount: st.sidebar.Me,
	}
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
	st.header = headerProps(v, st.room, st.seen)
	st.typing.Channel = channel.ID
	if st.typing.Names, err = s.Store.Typists(v.ctx, v.user.Username, channel.ID, v.now); err != nil {
		return st, err
	}
	if st.receipts, err = s.receiptProps(v, st.room, newest); err != nil {
		return st, err
	}
	lists, err := s.lists(v)
	if err != nil {
		return st, err
	}
	own, err := s.Store.Presence(v.ctx, v.user.Username)
	if err != nil {
		return st, err
	}
	st.sidebar = sidebarProps(v, lists, st.seen, channel)
	st.sidebar.Me.State = string(own.Seen(v.now))
	st.sidebar.Me.Status = views.ChosenText(own.Why(v.now), v.now.Local())
	return st, nil
}

// openPage is what stays the same while someone has a channel open.
type openPage struct {
	holder string
	topics []chat.Topic // what the page depends on
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
	page := &openPage{holder: s.holder(user, channel), topics: pageTopics(user, channel)}
	s.pages.Add(key, page)
	return page
}

// pageTopics are what a page of the channel depends on.
func pageTopics(user, channel string) []chat.Topic {
	return []chat.Topic{
		chat.TopicPresence, chat.TopicAccounts, chat.TopicSharing, chat.TopicLists, chat.TopicPerson(user),
		chat.TopicMessages(channel), chat.TopicTyping(channel), chat.TopicReceipts(channel), chat.TopicMembers(channel),
	}
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
	fragments, next, err := s.changesSince(&r.viewer, channel, since, sameRun)
	if chat.CodeOf(err) == chat.Forbidden {
		// Nothing of the channel may stay on the page.
		r.Set("HX-Redirect", goneURL)
		return noContent(r)
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

// changesSince returns what the page with that cursor lacks, and the cursor of
// the page that has it.
func (s *server) changesSince(v *viewer, channel string, since cursor, sameRun bool) (fragments []templ.Component, next cursor, err error) {
	next = since
	// Before anything is read: a change meanwhile is then asked for again.
	next.holder, next.seq = s.holder(v.user.Username, channel), s.Changes.Seq()
	access, err := s.Store.CheckAccess(v.ctx, v.user.Username, channel)
	if err != nil {
		return nil, next, err
	}
	changed, err := s.Store.MessagesAfter(v.ctx, v.user.Username, channel, since.changed, liveMessages)
	if err != nil {
		return nil, next, err
	}
	latest, err := s.Store.MessagesAfter(v.ctx, v.user.Username, channel, 0, pageMessages)
	if err != nil {
		return nil, next, err
	}
	state, err := s.liveState(v, access.Channel, latest)
	if err != nil {
		return nil, next, err
	}
	if fragments, err = s.messageFragments(v, since, state, changed); err != nil {
		return nil, next, err
	}
	next.follow(changed)
	if len(changed) == liveMessages {
		next.seq = 0 // there may be more
	}
	if next.oldest == 0 && len(changed) > 0 {
		next.oldest = changed[0].TS
	}
	fragments = append(fragments, partFragments(state, since, next.settle(state))...)
	if dots := s.changedDots(since.seq, !sameRun, state, latest); len(dots) > 0 {
		fragments = append(fragments, views.PresenceStates(dots, true))
	}
	return fragments, next, nil
}

// messageFragments appends the new messages to the log and redraws those that
// changed where the page shows them.
func (s *server) messageFragments(v *viewer, since cursor, state liveState, changed []chat.Message) ([]templ.Component, error) {
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
		row, err := s.rows(v, state.seen, []chat.Message{m}, since.firstUnread)
		if err != nil {
			return nil, err
		}
		row[0].Message.OOB = true
		fragments = append(fragments, views.Message(row[0].Message))
	}
	if len(fresh) == 0 {
		return fragments, nil
	}
	rows, err := s.rows(v, state.seen, fresh, 0)
	if err != nil {
		return nil, err
	}
	return append([]templ.Component{views.NewMessages(state.room.channel.ID, rows)}, fragments...), nil
}

// rows arranges messages below the one that the channel has before them.
func (s *server) rows(v *viewer, seen people, messages []chat.Message, firstUnread int64) ([]views.MessageRow, error) {
	before, err := s.Store.MessagesBefore(v.ctx, v.user.Username, messages[0].Channel, messages[0].TS, 1)
	if err != nil {
		return nil, err
	}
	props := make([]views.MessageProps, 0, len(messages)+1)
	for _, m := range slices.Concat(before, messages) {
		p, err := s.messageProps(v, m, seen, messages)
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

// allDots is up to how many people every dot is sent when anybody may look
// different; beyond, only those on a page as it opens.
const allDots = 200

// changedDots are the dots of those who look different since seq.
func (s *server) changedDots(seq uint64, anybody bool, state liveState, latest []chat.Message) (dots []views.PresenceDotProps) {
	anybody = anybody || s.Changes.Changed(seq)
	names := slices.Collect(maps.Keys(state.seen))
	if anybody && len(names) > allDots {
		names = shownNames(state, latest)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if anybody || s.Changes.Changed(seq, chat.TopicAppearance(name)) {
			dots = append(dots, views.PresenceDotProps{User: name, State: state.seen.state(name)})
		}
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
	return names
}
