package page

import (
	"github.com/a-h/templ"

	"minimost/chat"
)

// Scope is how much of a page is brought up to date.
type Scope bool

// The scopes. ChannelAlone leaves the sidebar, which shows what goes on
// elsewhere, as it is.
const (
	WholePage    Scope = true
	ChannelAlone Scope = false
)

// Update is what an open page lacks.
type Update struct {
	// Fragments are out-of-band fragments, none when nothing differs.
	Fragments []templ.Component
	// Next is the cursor of the page that has them.
	Next Cursor
	// EpochChanged says that since the page was drawn a server began that knew of nobody.
	EpochChanged bool
	screen       *screen // that the fragments are drawn from
}

// Release says that the fragments will not be drawn again. It need not be called.
func (u *Update) Release() {
	if u.screen != nil {
		clear(u.screen.sidebarRoom)
		*u.screen = screen{sidebarRoom: u.screen.sidebarRoom}
		screens.Put(u.screen)
		u.screen, u.Fragments = nil, nil
	}
}

// Update is what the page with that cursor lacks. It is ErrNoChannel when its
// reader has lost access.
func (p *Pages) Update(reader Reader, channel string, since Cursor, scope Scope) (Update, error) {
	// Before anything is read: a change meanwhile is then asked for again.
	offset := p.changes.Offset()
	from, err := p.seatOf(&since, reader.User.Username, channel, reader.Now)
	if err != nil {
		return Update{}, err
	}
	s, err := p.lookFrom(from, reader, channel)
	if err != nil {
		return Update{}, err
	}
	open := from.open
	sameEpoch := since.token == open.token
	s.since, s.next, s.delta, s.staleSlots = since, since.clone(), p.deltaSince(since, sameEpoch), open.staleSlots
	s.next.token, s.next.Offset, s.next.seat = open.token, offset, from
	if scope == WholePage {
		s.next.SidebarOffset = offset
	}
	differing, err := s.compare(scope)
	if err != nil {
		return Update{}, err
	}
	return Update{draw(s, differing), s.next, !sameEpoch && !p.samePresence(since.token), s}, nil
}

// compare reads the regions that may look different and says which do.
func (s *screen) compare(scope Scope) (differing []*region, err error) {
	print, ofNext := -1, s.staleSlots
	for i := range s.table {
		r := &s.table[i]
		of := ofNext[:r.countStaleTopics()]
		ofNext = ofNext[len(of):]
		if r.fingerprinted() {
			print++
		}
		if r.inSidebar && scope == ChannelAlone {
			continue
		}
		if stale, err := s.stale(r, of); err != nil || !stale {
			if err != nil {
				return nil, err
			}
			continue
		}
		shown, err := r.build(s)
		if err != nil {
			return nil, err
		}
		if r.fingerprinted() && s.next.setFingerprint(print, shown) || !r.fingerprinted() && r.differs(s) {
			differing = append(differing, r)
		}
	}
	return differing, nil
}

func (s *screen) stale(r *region, slots []chat.Slot) (bool, error) {
	offset := s.since.Offset
	if r.inSidebar {
		offset = s.since.SidebarOffset
	}
	if s.delta.everything || s.changes.ChangedIn(offset, slots...) {
		return true, nil
	}
	if r.stale == nil {
		return false, nil
	}
	return r.stale(s)
}

func draw(s *screen, differing []*region) (fragments []templ.Component) {
	for _, r := range differing {
		fragments = append(fragments, r.render(s)...)
	}
	return fragments
}

// Watchlist are the people whose presence a page of the channel shows as it
// opens; of a private channel or conversation everybody in it.
func (p *Pages) Watchlist(reader Reader, channel string) ([]string, error) {
	s, err := p.look(reader, channel)
	if err != nil {
		return nil, err
	}
	return s.watchlist()
}

func (s *screen) watchlist() (names []string, err error) {
	for _, r := range s.table {
		if r.watch == nil {
			continue
		}
		watched, err := r.watch(s)
		if err != nil {
			return nil, err
		}
		names = append(names, watched...)
	}
	return names, nil
}
