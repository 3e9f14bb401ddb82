package legacy

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"minimost/auth/werkzeug"
	"minimost/chat"
)

// account is one that is to be made here.
type account struct {
	name, hash string
}

// removed is an account that was removed here.
type removed struct {
	shown        string // in place of its name
	messagesGone bool
}

// readPeople notes who has an account in the original, and here.
func (m *mover) readPeople() (err error) {
	there, err := m.target.Accounts()
	if err != nil {
		return err
	}
	for _, account := range there {
		m.here[account.Username] = account
	}
	err = m.target.RemovedAccounts(func(name string, number int64, messagesGone bool) {
		m.removed[strings.ToLower(name)] = removed{chat.DeletedName(number), messagesGone}
	})
	if err != nil {
		return err
	}
	if m.noted, err = m.target.NotedAccounts(); err != nil {
		return err
	}
	for name := range m.noted {
		_, m.people[name] = m.here[name]
	}
	return m.folder.accounts.rows("users", m.latest, "username password_set_ts", "ORDER BY username", func(r row) error {
		if name := r.text("username"); name != "" && !m.isRemoved(name) {
			m.people[name] = true
			m.heardOf(name, r.stamp("password_set_ts"))
		}
		return nil
	})
}

// deletedMark makes a name that nobody can sign up with.
const deletedMark = " (deleted)"

// person is someone's name here. Who has no account there gets a name that
// nobody can sign up with: whoever did would read on in their channels.
func (m *mover) person(name string) string {
	if name == "" || m.isTaken(name) {
		return name
	}
	if r, ok := m.removed[strings.ToLower(name)]; ok {
		return r.shown
	}
	shown := showable(name)
	if isUsername(shown) || shown == "" {
		m.report.once(name, changedPeople)
		return shown + deletedMark
	}
	return shown
}

// isRemoved reports whether the account of that name was removed here: no name
// is handed out twice.
func (m *mover) isRemoved(name string) bool {
	_, ok := m.removed[strings.ToLower(name)]
	return ok
}

// isTaken reports whether somebody has an account there that can be one here.
func (m *mover) isTaken(name string) bool { return m.people[name] && isUsername(name) }

// showable is a name without what cannot be seen and what turns the text around
// it.
func showable(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return '\uFFFD'
		}
		return r
	}, name))
}

// isUsername reports whether an account can have that name.
func isUsername(name string) bool {
	return chat.CheckUsername(name) == nil
}

// moveAccounts adds the accounts, each since the original first heard of it.
func (m *mover) moveAccounts() error {
	taken := make(map[string]string) // by lower case
	for name := range m.here {
		taken[strings.ToLower(name)] = name
	}
	gone := maps.Clone(m.noted)
	err := m.folder.accounts.rows("users", m.latest, "username password_hash", "ORDER BY username", func(r row) error {
		a := account{r.text("username"), r.text("password_hash")}
		delete(gone, a.name)
		twin, isTaken := taken[strings.ToLower(a.name)]
		switch {
		case m.isRemoved(a.name):
			m.report.LeftOut.add(1, leftRemoved, a.name)
			return nil
		case !isUsername(a.name):
			m.report.LeftOut.add(1, leftNames, printable(a.name))
			return nil
		case isTaken && twin == a.name:
			m.report.Earlier.add(1, sharedAccounts, a.name)
			return m.compareAccount(a)
		case isTaken:
			m.report.LeftOut.add(1, leftTwins, a.name)
			return nil
		}
		taken[strings.ToLower(a.name)] = a.name
		return m.moveAccount(a)
	})
	for _, name := range slices.Sorted(maps.Keys(gone)) {
		if _, here := m.here[name]; here && m.again {
			m.report.LeftOut.add(1, leftGone, name)
		}
	}
	return err
}

// compareAccount says where a password was changed in the original since the
// last move; where that noted none, as long as nobody has logged in with it here.
func (m *mover) compareAccount(a account) error {
	was, isNoted := m.noted[a.name]
	if !isNoted {
		if _, err := werkzeug.Parse(m.here[a.name].PasswordHash); err == nil {
			was = digest(m.here[a.name].PasswordHash)
		}
	}
	if is := digest(a.hash); was != "" && was != is {
		m.report.LeftOut.add(1, leftPasswords, a.name)
	}
	return m.target.NoteAccount(a.name, digest(a.hash))
}

// digest tells one hash from another without keeping it.
func digest(hash string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(hash))) }

func (m *mover) moveAccount(a account) error {
	if err := m.target.NoteAccount(a.name, digest(a.hash)); err != nil {
		return err
	}
	if _, err := werkzeug.Parse(a.hash); err != nil {
		a.hash = ""
		m.report.Changed.add(1, changedPassword, a.name)
	}
	since, ok := m.known[a.name]
	if !ok {
		since = m.end()
	}
	m.report.Taken.add(1, tookAccounts)
	m.here[a.name] = chat.User{Username: a.name}
	return m.target.AddAccount(chat.User{Username: a.name, PasswordHash: a.hash, CreatedTS: since})
}

// end is when the original was last heard of: for what has no time of its own.
// It is the same each time that the folder is read.
func (m *mover) end() chat.Stamp {
	if m.newest == 0 {
		return chat.StampOf(m.Now)
	}
	return m.newest
}
