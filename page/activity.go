package page

import (
	"fmt"
	"hash/fnv"
	"net/url"
	"slices"

	"minimost/chat"
	"minimost/views"
)

// Activity is a page of what concerns the reader.
type Activity struct {
	List []chat.Activity
	// Next is the place behind it; the zero value where there is no more.
	Next chat.ActivityCursor
	// Newest tells that it begins with the newest.
	Newest bool
}

// fingerprint changes with whatever the page shows of the activity.
func (a Activity) fingerprint() string {
	sum := fnv.New64a()
	for _, one := range a.List {
		fmt.Fprintln(sum, one.Kind, one.TS, one.Row, one.By, one.Emoji, one.Message.ID, one.Message.EditedTS)
	}
	return fmt.Sprintf("%x", sum.Sum64())
}

// OpenActivity is the page of it.
func (p *Pages) OpenActivity(reader Reader, activity Activity) (views.ActivityPageProps, error) {
	s, err := p.openShell(reader)
	if err != nil {
		return views.ActivityPageProps{}, err
	}
	props, err := p.ActivityList(reader, activity)
	props.Page = views.PageProps{Title: reader.T(views.ActivityTitle), HasTimes: true, Zone: reader.Zone, Refreshes: activity.Newest}
	props.Shell = s.Shell
	if next := activity.Next.Text(); next != "" {
		props.NextURL = "/activity?" + url.Values{"before": {next}}.Encode()
	}
	return props, err
}

// ActivityList is the list alone.
func (p *Pages) ActivityList(reader Reader, activity Activity) (props views.ActivityPageProps, err error) {
	seen, err := p.presences(reader)
	if err != nil {
		return props, err
	}
	if activity.Newest {
		props.Since = activity.fingerprint()
	}
	for i, a := range activity.List {
		name := seen.Shown(a.By)
		if i > 0 && oneRow(activity.List[i-1], a) {
			addReaction(&props.Rows[len(props.Rows)-1], name, a.Emoji)
			continue
		}
		listed, err := p.listed(reader, []chat.Message{a.Message})
		if err != nil {
			return props, err
		}
		if len(listed) == 0 {
			continue // lost since it was read
		}
		row := views.ActivityRow{Message: listed[0], Kind: a.Kind, By: []string{name}, Count: 1}
		row.Message.Sender, row.Message.Sent, row.Message.Blocked = avatar(seen, a.By), reader.local(a.TS.Time()), false
		if a.Kind == chat.ActivityReaction {
			row.Emoji = []string{a.Emoji}
		}
		props.Rows = append(props.Rows, row)
	}
	return props, nil
}

// oneRow tells whether two that follow each other stand in one row.
func oneRow(a, b chat.Activity) bool {
	return a.Kind == chat.ActivityReaction && b.Kind == a.Kind && a.Message.ID == b.Message.ID
}

func addReaction(row *views.ActivityRow, name, emoji string) {
	if !slices.Contains(row.By, name) {
		row.By, row.Count = append(row.By, name), row.Count+1
	}
	if !slices.Contains(row.Emoji, emoji) {
		row.Emoji = append(row.Emoji, emoji)
	}
}
