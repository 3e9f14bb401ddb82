package sqlite

import (
	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

var (
	importAccounts       = load("import/accounts")
	importAccount        = load("import/account")
	importTakenMessages  = load("import/taken_messages")
	importTakenChannels  = load("import/taken_channels")
	importHighest        = load("import/highest")
	importStamps         = load("import/stamps")
	importNewestChange   = load("import/newest_change")
	importChannel        = load("import/private_channel")
	importMember         = load("import/member")
	importMessage        = load("import/message")
	importRevise         = load("import/revise")
	importNote           = load("import/note")
	importReaction       = load("import/reaction")
	importHasReaction    = load("import/has_reaction")
	importPin            = load("import/pin")
	importMention        = load("import/mention")
	importForgetMentions = load("import/forget_mentions")
	importCountMentions  = load("import/count_mentions")
	importReceipt        = load("import/receipt")
	importLastRead       = load("import/last_read")
	importHidden         = load("import/hidden")
)

// The kinds of rows that an import remembers.
const (
	importedMessage = "message"
	importedChannel = "private_channel"
)

// Accounts lists the accounts there are, with their hashes and settings.
func (i *Import) Accounts() (accounts []chat.User, err error) {
	err = importAccounts.each(i.rows(), func(stmt Stmt) error {
		accounts = append(accounts, chat.User{
			Username: stmt.GetText("username"), PasswordHash: stmt.GetText("password_hash"),
			Settings: chat.Settings{ShareReceipts: stmt.GetBool("share_receipts")},
		})
		return nil
	})
	return accounts, i.fault(err)
}

// TakenMessages calls each for every message that earlier imports took, with
// its number, stamps, as many Files as it carries and whether it is deleted here; one
// that is gone since has no TS.
func (i *Import) TakenMessages(each func(from chat.Origin, here chat.Message)) error {
	return i.fault(importTakenMessages.each(i.rows(), func(stmt Stmt) error {
		each(scanOrigin(stmt), chat.Message{
			ID: stmt.GetInt64("target_id"), TS: getStamp(stmt, "ts"), EditedTS: getStamp(stmt, "edited_ts"),
			Deleted: stmt.GetBool("deleted"), ReactionsTS: getStamp(stmt, "reactions_ts"),
			Files: make([]chat.File, stmt.GetInt64("files")),
		})
		return nil
	}))
}

// TakenChannels are the private channels that need not be taken, with their
// numbers here.
func (i *Import) TakenChannels() (map[chat.Origin]int64, error) {
	taken := make(map[chat.Origin]int64)
	err := importTakenChannels.each(i.rows(), func(stmt Stmt) error {
		// An earlier import's own word comes first.
		if _, known := taken[scanOrigin(stmt)]; !known {
			taken[scanOrigin(stmt)] = stmt.GetInt64("target_id")
		}
		return nil
	})
	return taken, i.fault(err)
}

func scanOrigin(stmt Stmt) chat.Origin {
	return chat.Origin{ID: stmt.GetInt64("source_id"), TS: getStamp(stmt, "source_ts")}
}

// Highest returns the highest numbers that a message and a private channel ever
// had.
func (i *Import) Highest() (message, channel int64, err error) {
	for table, into := range map[string]*int64{"messages": &message, "private_channels": &channel} {
		_, err := importHighest.one(i.rows(), func(stmt Stmt) { *into = stmt.GetInt64("seq") }, text(":table", table))
		if err != nil {
			return 0, 0, i.fault(err)
		}
	}
	return message, channel, nil
}

// Stamps are the times of a channel's messages, and the newest change of any.
func (i *Import) Stamps(channel string) (taken map[chat.Stamp]bool, changed chat.Stamp, err error) {
	taken = make(map[chat.Stamp]bool)
	err = importStamps.each(i.rows(), func(stmt Stmt) error {
		taken[getStamp(stmt, "ts")] = true
		return nil
	}, text(":channel", channel))
	if err == nil {
		_, err = importNewestChange.one(i.rows(), func(stmt Stmt) { changed = getStamp(stmt, "ts") }, text(":channel", channel))
	}
	return taken, changed, i.fault(err)
}

// AddAccount adds an account; one without a hash has no password.
func (i *Import) AddAccount(u chat.User) error {
	return i.fault(importAccount.exec(i.rows(), text(":username", u.Username),
		text(":password_hash", u.PasswordHash), real(":created_ts", u.CreatedTS), whole(":epoch", chat.NewEpoch())))
}

// AddPrivateChannel adds a private channel with its members; archived is when
// it went out of use, or none.
func (i *Import) AddPrivateChannel(c chat.PrivateChannel, archived chat.Stamp, from chat.Origin) error {
	err := importChannel.exec(i.rows(), whole(":id", c.ID), text(":name", c.Name), text(":created_by", c.CreatedBy),
		real(":created_ts", c.CreatedTS), stamp(":archived_ts", archived))
	for _, m := range c.Members {
		if err == nil {
			err = i.AddMember(c.ID, m)
		}
	}
	if err != nil {
		return i.fault(err)
	}
	return i.note(importedChannel, from, c.ID)
}

// AddMessage adds a message that changed last at changed.
func (i *Import) AddMessage(m chat.Message, changed chat.Stamp, from chat.Origin) error {
	reply := binding{name: ":reply_to_id", kind: sqlite.TypeNull}
	if m.ReplyToID != 0 {
		reply = whole(":reply_to_id", m.ReplyToID)
	}
	err := importMessage.exec(i.rows(), whole(":id", m.ID), text(":channel", m.Channel), text(":sender", m.Sender),
		text(":content", m.Content), text(":content_type", m.ContentType), real(":ts", m.TS), real(":sent_ts", m.SentTS),
		flag(":edited", m.Edited), stamp(":edited_ts", m.EditedTS), flag(":deleted", m.Deleted), stamp(":deleted_ts", m.DeletedTS),
		reply, stamp(":reactions_ts", m.ReactionsTS), real(":changed_ts", changed))
	if err != nil {
		return i.fault(err)
	}
	return i.note(importedMessage, from, m.ID)
}

// ReviseMessage makes an edit or a deletion of a message that is there: m has
// its number, the new content and stamps; what has none stays.
func (i *Import) ReviseMessage(m chat.Message, changed chat.Stamp) error {
	return i.fault(importRevise.exec(i.rows(), whole(":id", m.ID), optional(":content", m.Content), flag(":edited", m.Edited),
		stamp(":edited_ts", m.EditedTS), flag(":deleted", m.Deleted), stamp(":deleted_ts", m.DeletedTS),
		stamp(":reactions_ts", m.ReactionsTS), real(":changed_ts", changed)))
}

func (i *Import) note(kind string, from chat.Origin, id int64) error {
	return i.fault(importNote.exec(i.rows(), text(":kind", kind), whole(":source_id", from.ID),
		real(":source_ts", from.TS), whole(":target_id", id)))
}

// AddReaction adds a reaction, unless it is there.
func (i *Import) AddReaction(channel string, ts chat.Stamp, emoji, reactor string, reacted chat.Stamp) (added bool, err error) {
	return i.add(importReaction, text(":channel", channel), real(":msg_ts", ts),
		text(":emoji", emoji), text(":reactor", reactor), real(":reacted_ts", reacted))
}

// HasReaction reports whether a reaction is there.
func (i *Import) HasReaction(channel string, ts chat.Stamp, emoji, reactor string) (bool, error) {
	found, err := importHasReaction.one(i.rows(), func(Stmt) {}, text(":channel", channel), real(":msg_ts", ts),
		text(":emoji", emoji), text(":reactor", reactor))
	return found, i.fault(err)
}

// HasPin reports whether a message is pinned.
func (i *Import) HasPin(message int64) (bool, error) {
	by, err := findPin(i.rows(), message)
	return by != "", i.fault(err)
}

// AddPin pins a message, unless it is deleted, the system's or pinned.
func (i *Import) AddPin(message int64, by string, pinned chat.Stamp) (added bool, err error) {
	return i.add(importPin, whole(":message_id", message), text(":pinned_by", by), real(":pinned_ts", pinned))
}

// SetMentions has a message mention those of the names that are accounts of others with
// access to its channel, and returns how many these are.
func (i *Import) SetMentions(message int64, names []string) (n int, err error) {
	if err := importForgetMentions.exec(i.rows(), whole(":message_id", message)); err != nil {
		return 0, i.fault(err)
	}
	for _, name := range names {
		added, err := i.add(importMention, whole(":message_id", message), text(":username", name))
		if err != nil {
			return n, err
		}
		if added {
			n++
		}
	}
	return n, i.fault(importCountMentions.exec(i.rows(), whole(":message_id", message)))
}

// AddReceipt adds a read receipt, unless it is there.
func (i *Import) AddReceipt(channel string, ts chat.Stamp, reader string) (added bool, err error) {
	return i.add(importReceipt, text(":channel", channel), real(":msg_ts", ts), text(":reader", reader))
}

// AddLastRead moves what someone has read forward, never back.
func (i *Import) AddLastRead(user, channel string, ts chat.Stamp) (added bool, err error) {
	return i.add(importLastRead, text(":user", user), text(":channel", channel), real(":last_read_ts", ts))
}

// AddHidden closes a direct channel for someone who never closed it here.
func (i *Import) AddHidden(user, channel string, ts chat.Stamp) (added bool, err error) {
	return i.add(importHidden, text(":user", user), text(":channel", channel), real(":hidden_ts", ts))
}

func (i *Import) add(q query, bindings ...binding) (bool, error) {
	err := q.exec(i.rows(), bindings...)
	return err == nil && i.conn.Changes() > 0, i.fault(err)
}

// fault is a sentence for what the file did not let happen.
func (i *Import) fault(err error) error {
	if err == nil {
		return nil
	}
	return importError(i.path, err)
}
