package page

import (
	"minimost/chat"
	"minimost/views"
)

// OpenSaved is the page of what the reader has saved.
func (p *Pages) OpenSaved(reader Reader, messages []chat.Message) (props views.SavedPageProps, err error) {
	s, err := p.openShell(reader)
	if err != nil {
		return props, err
	}
	props.Page = views.PageProps{Title: reader.T(views.SavedTitle), HasTimes: true, Zone: reader.Zone}
	props.Shell = s.Shell
	props.Rows, err = p.listed(reader, messages)
	return props, err
}

// openShell is a page with a sidebar and no channel.
func (p *Pages) openShell(reader Reader) (s *screen, err error) {
	s = &screen{Pages: p, reader: reader}
	if s.seen, err = p.presences(reader); err != nil {
		return nil, err
	}
	for _, r := range []region{publicRegion, accountRegion} {
		if _, err := r.build(s); err != nil {
			return nil, err
		}
	}
	return s, nil
}
