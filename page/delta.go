package page

import (
	"slices"

	"minimost/cache"
	"minimost/chat"
)

// delta is what has changed since a page's cursor.
type delta struct {
	changes    cache.Changes
	everything bool // the cursor is of another epoch: nothing is known of before
	// appeared are those who may appear differently; with anybody they are all.
	appeared []string
	anybody  bool
}

func (p *Pages) deltaSince(c Cursor, sameEpoch bool) delta {
	d := delta{changes: p.changes, everything: !sameEpoch}
	var complete bool
	d.appeared, _, complete = p.changes.PresenceLog(min(c.Offset, c.SidebarOffset))
	d.anybody = !sameEpoch || !complete || p.changes.Changed(c.Offset)
	return d
}

// changed reports whether one of the topics has changed after an offset.
func (d *delta) changed(offset uint64, topics ...chat.Topic) bool {
	return d.everything || d.changes.Changed(offset, topics...)
}

// concerns reports whether one of the people may appear differently.
func (d *delta) concerns(names []string) bool {
	return d.anybody || slices.ContainsFunc(d.appeared, func(name string) bool { return slices.Contains(names, name) })
}
