package page

import (
	"math"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

// activityPage is how many a page of it has.
const activityPage = 50

// activityRegion is the newest of what others did that concerns the reader, on the page
// that lists it.
var activityRegion = region{
	name: "activity",
	ofReader: []func(string) chat.Topic{
		chat.TopicActivity, chat.TopicPerson, func(string) chat.Topic { return chat.TopicActivity(chat.Everyone) },
	},
	ofEveryone: []chat.Topic{chat.TopicProfiles},
	build: func(s *screen) (any, error) {
		list, err := s.store.Activity(s.reader.Ctx, s.reader.User.Username, chat.ActivityCursor{}, activityPage)
		if err == nil {
			err = s.listActivity(list)
		}
		return activityShown{list, s.seen}, err
	},
	render: func(s *screen) []templ.Component { return []templ.Component{views.ActivityList(s.activity, "morph")} },
}

// activityShown is what the list shows.
type activityShown struct {
	list []chat.Activity
	seen cache.Presences
}

func (a activityShown) fingerprint() uint64 {
	sum := hash(fnvOffset)
	for i := range a.list {
		one := &a.list[i]
		for _, text := range [...]string{string(one.Kind), a.seen.Shown(one.By), one.Emoji, one.Message.Channel} {
			sum.text(text)
		}
		sum.number(math.Float64bits(float64(one.TS)))
		sum.number(math.Float64bits(float64(one.Message.EditedTS)))
		sum.number(uint64(one.Message.ID)) //nolint:gosec // of use as it is
	}
	return uint64(sum)
}

// OpenActivity is a page of it, of those behind a place: the newest stays as new as it is.
func (p *Pages) OpenActivity(reader Reader, before chat.ActivityCursor) (views.ActivityPageProps, error) {
	shown := NewestActivity
	if before.Kind != "" {
		shown = SidebarAlone
	}
	s, err := p.openShell(reader, shown, reader.T(views.ActivityTitle))
	if err != nil {
		return views.ActivityPageProps{}, err
	}
	if shown == SidebarAlone {
		list, err := p.store.Activity(reader.Ctx, reader.User.Username, before, activityPage)
		if err == nil {
			err = s.listActivity(list)
		}
		if err != nil {
			return views.ActivityPageProps{}, err
		}
	}
	s.activity.Page, s.activity.Shell = s.Page, s.Shell
	return s.activity, nil
}

// listActivity draws what was found.
func (s *screen) listActivity(list []chat.Activity) error {
	props := views.ActivityPageProps{}
	for i, a := range list {
		by := avatar(s.seen, a.By)
		if i > 0 && len(props.Rows) > 0 && oneRow(list[i-1], a) {
			addReaction(&props.Rows[len(props.Rows)-1], by, a.Emoji)
			continue
		}
		listed, err := s.listed(s.reader, []chat.Message{a.Message})
		if err != nil {
			return err
		}
		if len(listed) == 0 {
			continue // lost since it was read
		}
		row := views.ActivityRow{Message: listed[0], Kind: a.Kind, By: []views.AvatarProps{by}, Count: 1}
		row.Message.Sender, row.Message.Sent, row.Message.Blocked = by, s.reader.local(a.TS.Time()), false
		if a.Kind == chat.ActivityReaction {
			row.Emoji = []string{a.Emoji}
		}
		props.Rows = append(props.Rows, row)
	}
	if len(list) == activityPage {
		props.NextURL = "/activity?" + url.Values{"before": {list[activityPage-1].Cursor().Text()}}.Encode()
	}
	s.activity = props
	return nil
}

// oneRow tells whether two that follow each other stand in one row.
func oneRow(a, b chat.Activity) bool {
	return a.Kind == chat.ActivityReaction && b.Kind == a.Kind && a.Message.ID == b.Message.ID
}

func addReaction(row *views.ActivityRow, by views.AvatarProps, emoji string) {
	if !slices.Contains(row.By, by) {
		row.By, row.Count = append(row.By, by), row.Count+1
	}
	if !slices.Contains(row.Emoji, emoji) {
		row.Emoji = append(row.Emoji, emoji)
	}
}
