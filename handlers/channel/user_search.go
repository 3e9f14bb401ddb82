package channel

import (
	"slices"
	"strings"

	"minimost/handlers/web"

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
	form    web.Fields
}

func searchToCreate(form web.Fields) userSearch {
	return userSearch{purpose: "create", field: "members", form: form}
}

func searchForDirect(form web.Fields) userSearch {
	return userSearch{purpose: "dm", field: "users", form: form}
}

func searchToAdd(form web.Fields, c chat.PrivateChannel) userSearch {
	return userSearch{purpose: "add", field: "username", form: form, exclude: memberNames(c.Members)}
}

func memberNames(members []chat.Member) []string {
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Username
	}
	return names
}

// ShowUsersFound is what a search shows while one types.
func (h *Handlers) ShowUsersFound(r *web.Request) error {
	form := r.QueryFields()
	wanted := searchToCreate(form)
	switch form.Text("for") {
	case "dm":
		wanted = searchForDirect(form)
	case "add":
		c, err := h.store.PrivateChannel(r.Ctx, r.User.Username, web.ParseID(form.Text("channel_id")))
		if err != nil {
			return err
		}
		wanted = searchToAdd(form, c)
	}
	props, err := h.searchProps(r, wanted)
	if err != nil {
		return err
	}
	return web.SendPage(r.HTTP, fiber.StatusOK, views.UserOptions(props))
}

func (h *Handlers) searchProps(r *web.Request, wanted userSearch) (views.UserSearchProps, error) {
	p := views.UserSearchProps{For: wanted.purpose, Query: strings.TrimSpace(wanted.form.Text("q"))}
	names, err := h.store.Usernames(r.Ctx)
	if err != nil {
		return p, err
	}
	seen, err := h.Seen(r)
	if err != nil {
		return p, err
	}
	hidden := append([]string{r.User.Username}, wanted.exclude...)
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(hidden, n) })
	if p.Query == "" {
		if names, err = h.acquaintancesFirst(r, names); err != nil {
			return p, err
		}
	}
	chosen, rest := divide(names, wanted.form(wanted.field))
	for _, name := range chosen {
		p.Options = append(p.Options, userOption(seen, name, true))
	}
	found := MatchNames(rest, p.Query, seen.DisplayName)
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
func (h *Handlers) acquaintancesFirst(r *web.Request, names []string) ([]string, error) {
	channels, err := h.store.DirectChannels(r.Ctx, r.User.Username)
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

// MatchNames returns the names that hold the query in any case, first those
// that begin with it or of whose display names a word does.
func MatchNames(names []string, query string, display func(name string) string) []string {
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
