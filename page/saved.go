package page

import (
	"minimost/chat"
	"minimost/views"
)

// OpenSaved is the page of what the reader has saved.
func (p *Pages) OpenSaved(reader Reader, messages []chat.Message) (props views.SavedPageProps, err error) {
	s, err := p.openShell(reader, SidebarAlone, reader.T(views.SavedTitle))
	if err != nil {
		return props, err
	}
	props.Page, props.Shell = s.Page, s.Shell
	props.Rows, err = p.listed(reader, messages)
	return props, err
}
