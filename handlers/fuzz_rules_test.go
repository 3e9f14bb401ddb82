package handlers

import (
	"maps"
	"slices"
	"strings"

	"minimost/chat"
)

// mayRemove reports whether a row was user's to take away, or to replace where
// rows are told apart by all that is in them.
func (all tables) mayRemove(user, table string, row record, after tables) bool {
	if all["users"][user]["administrator"] == "1" && slices.Contains(endedWithSessions, table) {
		return true
	}
	switch table {
	case "sessions", "known_devices":
		return true
	case "messages", "users", "private_channels", "read_receipts", "audit", "invites":
		return false
	case "reset_tokens":
		return row["username"] == user
	case "private_channel_members":
		self := row["username"] == user
		return self || all.member(user, row["channel_id"])["role"] == "owner"
	case "typing":
		// Who loses access types no longer.
		return row["user"] == user || all.sees(user, row["channel"]) && !after.sees(row["user"], row["channel"])
	}
	return all.mayWrite(user, table, nil, row)
}

// mayWrite reports whether a row was user's to add, or to change from before.
func (all tables) mayWrite(user, table string, before, row record) bool {
	if all["users"][user]["administrator"] == "1" && administered[table] {
		return true
	}
	rule := tableRules[table].mayWrite
	return rule != nil && rule(all, user, before, row)
}

// tableRule says whose the rows of a table are.
type tableRule struct {
	// mayWrite reports whether a row was user's to add, or to change from before.
	mayWrite func(all tables, user string, before, row record) bool
	secret   secretText
}

// secretText is a column of texts that nobody is shown but those who see the row.
type secretText struct {
	column string
	sees   func(all tables, user string, row record) bool
}

// noSecret is said of a table whose rows carry no text of people, or one for everybody.
var noSecret = secretText{}

// tableRules are those of every table. Each file of cases adds its own.
var tableRules = map[string]tableRule{
	// Those of others are of no use without their id.
	"sessions": {anybodys, noSecret},
	"users": {func(_ tables, user string, before, row record) bool {
		return before == nil && (row["bot_owner"] == "NULL" || row["bot_owner"] == user) || before != nil && row["username"] == user
	}, noSecret},
	"messages":          {tables.mayWriteMessage, secretText{"content", tables.reads}},
	"message_reactions": {ownInChannel("reactor"), noSecret},
	"pictures":          {ownedBy("username"), noSecret},
	"dm_hidden":         {inChannel, noSecret},
	"dm_participants":   {inChannel, noSecret},
	"removed_accounts":  {nobodys, noSecret},
	"demo":              {nobodys, noSecret},
	"imported":          {nobodys, noSecret},
	"imported_members":  {nobodys, noSecret},
	"imported_accounts": {nobodys, noSecret},
	"idempotency_keys":  {func(_ tables, user string, _, row record) bool { return row["account"] == user }, noSecret},
}

// addTables is true so that a file can call it beside its table.
func addTables(rules map[string]tableRule) bool {
	maps.Copy(tableRules, rules)
	return true
}

// endedWithSessions are the tables that an administrator takes rows out of who
// signs somebody out.
var endedWithSessions = []string{"typing", "tokens", "reset_tokens", "push_subscriptions"}

// administered are the tables whose rows of others an administrator changes.
var administered = map[string]bool{
	"users": true, "server_settings": true, "invites": true, "reset_tokens": true, "logins": true, "known_devices": true,
	"presence": true, "presence_tabs": true, "typing": true, "private_channel_members": true, "removed_accounts": true,
	"public_channels": true,
}

func nobodys(tables, string, record, record) bool { return false }

func anybodys(tables, string, record, record) bool { return true }

func ofAnAccount(_ tables, user string, _, _ record) bool { return user != "" }

// owns says that the column names who sees a row.
func owns(column string) func(all tables, user string, row record) bool {
	return func(_ tables, user string, row record) bool { return row[column] == user && user != "" }
}

// ownedBy says that the column names who may write a row.
func ownedBy(column string) func(all tables, user string, before, row record) bool {
	return func(_ tables, user string, _, row record) bool { return row[column] == user && user != "" }
}

func inChannel(all tables, user string, _, row record) bool { return all.sees(user, row["channel"]) }

func ownInChannel(column string) func(all tables, user string, before, row record) bool {
	return func(all tables, user string, _, row record) bool {
		return row[column] == user && all.sees(user, row["channel"])
	}
}

func (all tables) mayWriteMessage(user string, before, row record) bool {
	if before == nil {
		id, private := strings.CutPrefix(row["channel"], "private:")
		made := private && all["private_channels"][id] == nil
		takenOver := all["users"][user]["administrator"] == "1" && row["content"] == chat.TakenOverText(user)
		madePublic := all["public_channels"][row["channel"]] == nil && row["content"] == chat.CreatedText(user)
		return user != "" && (made || madePublic || takenOver || all.sees(user, row["channel"])) && (row["sender"] == user || row["content_type"] == "system")
	}
	if !all.reads(user, before) {
		return false
	}
	changed := maps.Clone(row)
	for _, column := range []string{"reactions_ts", "changed_ts"} {
		changed[column] = before[column]
	}
	if deletes := row["deleted_by"] == user && user != "" && all.moderates(user, before["channel"], row["deleted_as"]); deletes {
		for _, column := range []string{"deleted", "deleted_ts", "deleted_by", "deleted_as"} {
			changed[column] = before[column]
		}
	}
	return maps.Equal(changed, before) || before["sender"] == user && row["sender"] == user && row["channel"] == before["channel"] && row["ts"] == before["ts"]
}

// moderates reports whether the user is in a channel what they deleted as.
func (all tables) moderates(user, channel, as string) bool {
	switch chat.Moderator(as) {
	case chat.ByOwner:
		return all.owns(user, channel)
	case chat.ByAdministrator:
		return user == asAdministrator.name() && !strings.Contains(channel, ":")
	}
	return false
}

// owns reports whether a private channel is the user's.
func (all tables) owns(user, channel string) bool {
	id, private := strings.CutPrefix(channel, "private:")
	return private && all.member(user, id)["role"] == chat.RoleOwner
}
