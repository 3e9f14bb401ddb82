package legacy

// adopt brings what came in with the original's own presence.db to the form it
// has here: emoji in place of their names, and no row of somebody without an
// account under a name that others can sign up with.
func (m *mover) adopt() error {
	err := m.target.RewriteReactions(func(emoji, reactor string) (string, string) {
		if found, known := m.Emoji.Find(emoji); known {
			emoji = found
		}
		return emoji, m.owner(reactor)
	})
	if err != nil {
		return err
	}
	return m.target.RenameReaders(m.owner)
}

// owner is the name under which somebody's rows stand that are here already.
func (m *mover) owner(name string) string {
	if _, here := m.here[name]; here {
		return name
	}
	return m.person(name)
}
