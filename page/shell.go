package page

import "minimost/views"

// openShell is a page without a channel as it opens: its sidebar, what else its table has,
// and the cursor that says so.
func (p *Pages) openShell(reader Reader, shown, title string) (*screen, error) {
	// Before anything is read: a change meanwhile is then asked for again.
	offset := p.changes.Offset()
	s, err := p.look(reader, shown)
	if err != nil {
		return nil, err
	}
	open, err := p.openPage(reader.User.Username, shown, reader.Now)
	if err != nil {
		return nil, err
	}
	s.opens, s.next = true, newCursor(open.token, offset, nil)
	if err := s.buildAll(); err != nil {
		return nil, err
	}
	s.Page = views.PageProps{
		Title: title, HasTimes: true, Zone: reader.Zone, Unread: s.Shell.Sidebar.Unread, Shows: shown, Since: s.next.String(),
	}
	s.Shell.Alone, s.Shell.Drafts = true, s.Drafts
	return s, nil
}

// Listed is what a page without a channel shows by its own word, "" for what is nothing
// that changes.
func Listed(word string) string {
	if showsNoChannel(word) {
		return word
	}
	return ""
}
