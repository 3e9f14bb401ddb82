package handlers

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
	"minimost/search"
	"minimost/views"
)

// peopleFound is how many accounts a search shows besides those chosen.
const peopleFound = 20

// userSearch is a search for accounts in a dialog's form.
type userSearch struct {
	purpose string   // "create", "dm" or "add"; see views.UserSearchProps
	field   string   // where the chosen accounts are
	exclude []string // besides the user
	form    fields
}

func searchToCreate(form fields) userSearch {
	return userSearch{purpose: "create", field: "members", form: form}
}

func searchForDirect(form fields) userSearch {
	return userSearch{purpose: "dm", field: "users", form: form}
}

func searchToAdd(form fields, c chat.PrivateChannel) userSearch {
	return userSearch{purpose: "add", field: "username", form: form, exclude: memberNames(c.Members)}
}

func memberNames(members []chat.Member) []string {
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Username
	}
	return names
}

// showUsersFound is what a search shows while one types.
func (s *server) showUsersFound(r *request) error {
	form := r.queryFields()
	wanted := searchToCreate(form)
	switch form.text("for") {
	case "dm":
		wanted = searchForDirect(form)
	case "add":
		c, err := s.Store.PrivateChannel(r.ctx, r.user.Username, parseID(form.text("channel_id")))
		if err != nil {
			return err
		}
		wanted = searchToAdd(form, c)
	}
	props, err := s.searchProps(r, wanted)
	if err != nil {
		return err
	}
	return sendPage(r.Ctx, fiber.StatusOK, views.UserOptions(props))
}

func (s *server) searchProps(r *request, wanted userSearch) (views.UserSearchProps, error) {
	p := views.UserSearchProps{For: wanted.purpose, Query: strings.TrimSpace(wanted.form.text("q"))}
	names, err := s.Store.Usernames(r.ctx)
	if err != nil {
		return p, err
	}
	seen, err := s.seen(r)
	if err != nil {
		return p, err
	}
	hidden := append([]string{r.user.Username}, wanted.exclude...)
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(hidden, n) })
	if p.Query == "" {
		if names, err = s.acquaintancesFirst(r, names); err != nil {
			return p, err
		}
	}
	chosen, rest := divide(names, wanted.form(wanted.field))
	for _, name := range chosen {
		p.Options = append(p.Options, userOption(seen, name, true))
	}
	found := matchNames(rest, p.Query, seen.DisplayName)
	p.More = max(0, len(found)-peopleFound)
	for _, name := range found[:len(found)-p.More] {
		p.Options = append(p.Options, userOption(seen, name, false))
	}
	return p, nil
}

func userOption(seen cache.Presences, name string, selected bool) views.UserOption {
	return views.UserOption{Username: name, State: seen.Dot(name), Selected: selected, Shown: seen.Shown(name), Picture: seen.Picture(name), Hue: views.AvatarHue(seen.Place(name))}
}

// acquaintancesFirst moves those whom the user has talked to before the others.
func (s *server) acquaintancesFirst(r *request, names []string) ([]string, error) {
	channels, err := s.Store.DirectChannels(r.ctx, r.user.Username)
	if err != nil {
		return nil, err
	}
	var known []string
	for _, c := range channels {
		for _, name := range c.Users {
			if !slices.Contains(known, name) && slices.Contains(names, name) {
				known = append(known, name)
			}
		}
	}
	_, rest := divide(names, known)
	return append(known, rest...), nil
}

// divide splits names into those that are among chosen and the others.
func divide(names, chosen []string) (in, out []string) {
	set := make(map[string]bool, len(chosen))
	for _, name := range chosen {
		set[name] = true
	}
	for _, name := range names {
		if set[name] {
			in = append(in, name)
		} else {
			out = append(out, name)
		}
	}
	return in, out
}

// matchNames returns the names that hold the query in any case, first those
// that begin with it or of whose display names a word does.
func matchNames(names []string, query string, display func(name string) string) []string {
	typed := query
	query = strings.ToLower(query)
	var begin, hold []string
	for _, name := range names {
		switch i := strings.Index(strings.ToLower(name), query); {
		case i == 0, search.StartsWord(display(name), typed):
			begin = append(begin, name)
		case i > 0:
			hold = append(hold, name)
		}
	}
	return append(begin, hold...)
}
