package page

import (
	"math"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

// savedPage is how many a page of them has.
const savedPage = 50

// savedRegion is what the reader has saved last, on the page that lists it.
var savedRegion = region{
	name:       "saved",
	ofReader:   []func(string) chat.Topic{chat.TopicSaved, chat.TopicPerson},
	ofEveryone: []chat.Topic{chat.TopicProfiles},
	build: func(s *screen) (any, error) {
		messages, err := s.listSaved(0)
		return savedShown{messages, s.saved.Rows, s.seen}, err
	},
	render: func(s *screen) []templ.Component { return []templ.Component{views.SavedList(s.saved, "morph")} },
}

// savedShown is what the list shows.
type savedShown struct {
	messages []chat.Message
	rows     []views.ListedMessage // of those that are still seen
	seen     cache.Presences
}

func (s savedShown) fingerprint() uint64 {
	sum := hash(fnvOffset)
	for i := range s.messages {
		m := &s.messages[i]
		sum.text(s.seen.Shown(m.Sender))
		sum.number(uint64(m.ID)) //nolint:gosec // of use as it is
		sum.number(math.Float64bits(float64(m.EditedTS)))
	}
	for i := range s.rows {
		row := &s.rows[i]
		sum.text(row.Where)
		sum.number(uint64(row.ID)) //nolint:gosec // of use as it is
		if row.Blocked {
			sum.number(1)
		}
	}
	return uint64(sum)
}

// OpenSaved is a page of what the reader has saved before a message, 0 for the last: that
// one stays as new as it is.
func (p *Pages) OpenSaved(reader Reader, before int64) (views.SavedPageProps, error) {
	shown := LastSaved
	if before != 0 {
		shown = SidebarAlone
	}
	s, err := p.openShell(reader, shown, reader.T(views.SavedTitle))
	if err == nil && shown == SidebarAlone {
		_, err = s.listSaved(before)
	}
	if err != nil {
		return views.SavedPageProps{}, err
	}
	s.saved.Page, s.saved.Shell = s.Page, s.Shell
	return s.saved, nil
}

// listSaved reads and draws them.
func (s *screen) listSaved(before int64) (messages []chat.Message, err error) {
	messages, err = s.store.Saved(s.reader.Ctx, s.reader.User.Username, before, savedPage)
	if err != nil {
		return nil, err
	}
	rows, err := s.listed(s.reader, messages)
	s.saved = views.SavedPageProps{Rows: rows, More: len(rows) > 0 && len(messages) == savedPage}
	return messages, err
}
