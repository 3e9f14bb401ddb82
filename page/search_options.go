package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"minimost/cache"
	"minimost/chat"
	"minimost/search"
	"minimost/views"
)

// searchOptions is how many people or channels are suggested for a filter.
const searchOptions = 8

// SearchOptions is what a word of a search that begins as typed may become: the
// filters, and the people, channels and days for them.
func (p *Pages) SearchOptions(reader Reader, typed string) (views.SearchOptionsProps, error) {
	props := views.SearchOptionsProps{Typed: typed}
	word, not := strings.CutPrefix(typed, "-")
	key, value, begun := strings.Cut(word, ":")
	if !begun {
		for _, hint := range search.Hints {
			if strings.HasPrefix(hint.Filter, strings.ToLower(word)) && (!not || search.MayExclude(hint.Filter)) {
				props.Options = append(props.Options, views.SearchOption{Text: hint.Filter, Hint: reader.T(hint.Meaning)})
			}
		}
	} else if err := p.filterOptions(reader, &props, strings.ToLower(key), strings.TrimLeft(value, `"@#`), not); err != nil {
		return props, err
	}
	for i := range props.Options {
		if not {
			props.Options[i].Text = "-" + props.Options[i].Text
		}
	}
	return props, nil
}

func (p *Pages) filterOptions(reader Reader, props *views.SearchOptionsProps, key, value string, not bool) error {
	switch key {
	case "from", "with":
		return p.peopleOptions(reader, props, key, value)
	case "in":
		return p.channelOptions(reader, props, value)
	case "before", "after", "on":
		if !not {
			props.Options = dayOptions(&reader, key+":", value)
		}
		return nil
	}
	for _, hint := range search.Hints {
		if filter, fits := strings.CutPrefix(hint.Filter, key+":"); fits && filter != "" && strings.HasPrefix(filter, strings.ToLower(value)) {
			props.Options = append(props.Options, views.SearchOption{Text: hint.Filter, Hint: reader.T(hint.Meaning)})
		}
	}
	return nil
}

func (p *Pages) peopleOptions(reader Reader, props *views.SearchOptionsProps, key, value string) error {
	names, err := p.cache.Usernames(reader.Ctx, reader.Now)
	if err != nil {
		return err
	}
	seen, err := p.presences(reader)
	if err != nil {
		return err
	}
	if key == "from" && strings.HasPrefix("me", strings.ToLower(value)) {
		props.Options = append(props.Options, views.SearchOption{Text: "from:me", Hint: reader.T("you")})
	}
	for _, name := range startingWith(others(names, reader.User.Username), value, seen) {
		face := avatar(seen, name)
		face.Size = "small"
		props.Options = append(props.Options, views.SearchOption{Text: key + ":" + name, Face: &face, Hint: shownBeside(seen, name)})
	}
	return nil
}

// shownBeside is the display name of somebody who has another than their username.
func shownBeside(seen cache.Presences, name string) string {
	if shown := seen.Shown(name); shown != name {
		return shown
	}
	return ""
}

// channelOptions are channels of the reader that a word of whose name starts as typed.
func (p *Pages) channelOptions(reader Reader, props *views.SearchOptionsProps, value string) error {
	sidebar, err := p.cache.Sidebar(reader.Ctx, reader.User.Username, reader.Now)
	if err != nil {
		return err
	}
	for _, c := range sidebar.Channels {
		if c.Kind == chat.Direct || value != "" && !search.StartsWord(c.Name, value) || len(props.Options) == searchOptions {
			continue
		}
		option := views.SearchOption{Text: "in:" + search.Quote(c.Name), Icon: channelIcon(c.Kind)}
		if ambiguous(sidebar.Channels, c.Name) {
			option.Text, option.Hint = "in:"+c.ID, c.Name
		}
		props.Options = append(props.Options, option)
	}
	return nil
}

// ambiguous tells whether a name cannot say which channel is meant.
func ambiguous(channels []cache.SidebarChannel, name string) bool {
	called := 0
	for _, c := range channels {
		if search.Fold(cmp.Or(c.Name, c.ID)) == search.Fold(name) {
			called++
		}
	}
	return called > 1 || search.Quote(name) == ""
}

// dayOptions are days that people look for, those that are written as typed.
func dayOptions(reader *Reader, filter, value string) (options []views.SearchOption) {
	today := reader.local(reader.Now)
	days := []struct {
		ago  int
		name string
	}{{0, "today"}, {1, "yesterday"}, {7, "a week ago"}, {30, "30 days ago"}}
	for _, d := range days {
		name := reader.T(d.name)
		day := today.AddDate(0, 0, -d.ago).Format(time.DateOnly)
		if strings.HasPrefix(day, value) || strings.HasPrefix(strings.ToLower(name), strings.ToLower(value)) {
			options = append(options, views.SearchOption{Text: filter + day, Hint: name})
		}
	}
	return slices.Clip(options)
}
