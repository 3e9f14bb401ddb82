package sqlite

import (
	"errors"
	"slices"
	"strings"

	"minimost/search"
)

// fillUnknown says which of the names that are asked for are nobody's and no channel's. Of the channels
// those count that the asker sees: any other reads as one that does not exist.
func (sc *scope) fillUnknown(found *search.Result) error {
	for _, n := range slices.Concat(sc.q.From, sc.q.With) {
		if n.Not || strings.EqualFold(n.Name, "me") || slices.Contains(found.UnknownPeople, n.Name) {
			continue
		}
		switch _, err := findUser(sc.conn, n.Name); {
		case errors.Is(err, errNoAccount):
			found.UnknownPeople = append(found.UnknownPeople, n.Name)
		case err != nil:
			return err
		}
	}
	for _, n := range sc.q.In {
		called := func(c searched) bool { return c.called(n.Name) }
		if !n.Not && !slices.Contains(found.UnknownChannels, n.Name) && !slices.ContainsFunc(sc.visible, called) {
			found.UnknownChannels = append(found.UnknownChannels, n.Name)
		}
	}
	return nil
}
