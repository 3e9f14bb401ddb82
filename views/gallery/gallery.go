// Package gallery shows the states of package fixtures to designers.
package gallery

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"minimost/lang"
	"minimost/views/fixtures"
)

// current marks the link to the language of the index.
func current(ctx context.Context, l lang.Language) templ.Attributes {
	return templ.Attributes{"aria-current": strconv.FormatBool(l == lang.Of(ctx))}
}

// group is one component with its states.
type group struct {
	Component string
	States    []fixtures.Entry
}

// groups are those of the states that were looked for.
func groups(find string) []group {
	var all []group
	for _, e := range fixtures.Entries() {
		if !matches(e, find) {
			continue
		}
		if len(all) == 0 || all[len(all)-1].Component != e.Component {
			all = append(all, group{Component: e.Component})
		}
		last := &all[len(all)-1]
		last.States = append(last.States, e)
	}
	return all
}

func matches(e fixtures.Entry, find string) bool {
	find = strings.ToLower(strings.TrimSpace(find))
	return strings.Contains(strings.ToLower(e.Component+"/"+e.State+" "+e.Title), find)
}
