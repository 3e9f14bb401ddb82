package sqlite

import (
	"minimost/chat"
)

var (
	importRemoved       = load("import/removed_accounts")
	importNotedAccounts = load("import/noted_accounts")
	importNoteAccount   = load("import/note_account")
	importNotedMembers  = load("import/noted_members")
	importNoteMember    = load("import/note_member")
	importForgetMembers = load("import/forget_members")
	importFormerMembers = load("import/former_members")
	importSetCreator    = load("import/set_creator")
)

// RemovedAccounts calls each for every name that was removed here, with the
// number under which it is shown and whether its messages went too.
func (i *Import) RemovedAccounts(each func(name string, number int64, messagesGone bool)) error {
	return i.fault(importRemoved.each(i.rows(), func(stmt Stmt) error {
		each(stmt.GetText("name"), stmt.GetInt64("number"), stmt.GetText("messages") == "remove")
		return nil
	}))
}

// NotedAccounts are the accounts that the last import found, with the digests of
// their password hashes there.
func (i *Import) NotedAccounts() (map[string]string, error) {
	noted := make(map[string]string)
	err := importNotedAccounts.each(i.rows(), func(stmt Stmt) error {
		noted[stmt.GetText("username")] = stmt.GetText("password_digest")
		return nil
	})
	return noted, i.fault(err)
}

// NoteAccount remembers an account with the digest of its password hash there.
func (i *Import) NoteAccount(username, digest string) error {
	return i.fault(importNoteAccount.exec(i.rows(), text(":username", username), text(":password_digest", digest)))
}

// NotedMembers are the members that the last import found in a private channel;
// nil where none noted them.
func (i *Import) NotedMembers(channel int64) (names []string, err error) {
	err = importNotedMembers.each(i.rows(), func(stmt Stmt) error {
		names = append(names, stmt.GetText("username"))
		return nil
	}, whole(":channel_id", channel))
	return names, i.fault(err)
}

// NoteMembers remembers the members that were found in a private channel.
func (i *Import) NoteMembers(channel int64, names []string) error {
	err := importForgetMembers.exec(i.rows(), whole(":channel_id", channel))
	for _, name := range names {
		if err == nil {
			err = importNoteMember.exec(i.rows(), whole(":channel_id", channel), text(":username", name))
		}
	}
	return i.fault(err)
}

// PrivateChannel is a private channel as it is here; found is false for one
// that is archived or gone.
func (i *Import) PrivateChannel(id int64) (c chat.PrivateChannel, found bool, err error) {
	found, err = privateFind.one(i.rows(), func(stmt Stmt) {
		c = chat.PrivateChannel{
			ID: id, Name: stmt.GetText("name"), CreatedBy: stmt.GetText("created_by"), CreatedTS: getStamp(stmt, "created_ts"),
		}
	}, whole(":id", id))
	if err == nil {
		c.Members, err = findMembers(i.rows(), id)
	}
	return c, found, i.fault(err)
}

// FormerMembers are those who left a private channel, with what they saw from.
func (i *Import) FormerMembers(channel int64) (map[string]chat.Stamp, error) {
	former := make(map[string]chat.Stamp)
	err := importFormerMembers.each(i.rows(), func(stmt Stmt) error {
		former[stmt.GetText("username")] = getStamp(stmt, "history_start_ts")
		return nil
	}, whole(":channel_id", channel))
	return former, i.fault(err)
}

// AddMember adds a member to a private channel.
func (i *Import) AddMember(channel int64, m chat.Member) error {
	return i.fault(importMember.exec(i.rows(), whole(":channel_id", channel), text(":username", m.Username),
		real(":joined_ts", m.JoinedTS), stamp(":history_start_ts", m.HistoryStart), text(":role", m.Role)))
}

// RemoveMember ends a membership, and remembers what was visible.
func (i *Import) RemoveMember(channel int64, m chat.Member, left chat.Stamp) error {
	err := privateKeepFormer.exec(i.rows(), whole(":channel_id", channel), text(":username", m.Username),
		stamp(":history_start_ts", m.HistoryStart), real(":left_ts", left))
	if err == nil {
		err = privateDeleteMember.exec(i.rows(), whole(":channel_id", channel), text(":username", m.Username))
	}
	return i.fault(err)
}

// SetOwner puts a member on record as owner.
func (i *Import) SetOwner(channel int64, owner string) error {
	return i.fault(privateSetRole.exec(i.rows(), whole(":channel_id", channel), text(":username", owner), text(":role", chat.RoleOwner)))
}

// SetCreator changes who is on record as creator.
func (i *Import) SetCreator(channel int64, name string) error {
	return i.fault(importSetCreator.exec(i.rows(), whole(":id", channel), text(":created_by", name)))
}

// Archive takes a private channel out of use.
func (i *Import) Archive(channel int64, archived chat.Stamp) error {
	return i.fault(privateArchive.exec(i.rows(), whole(":id", channel), real(":archived_ts", archived)))
}
