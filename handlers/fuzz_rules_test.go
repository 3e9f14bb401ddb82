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
	rule := writeRules[table]
	return rule != nil && rule(all, user, before, row)
}

// writeRules says of each table whether a row is user's to add, or to change from
// before.
var writeRules = map[string]func(all tables, user string, before, row record) bool{
	// Those of others are of no use without their id.
	"sessions": func(tables, string, record, record) bool { return true },
	"users": func(_ tables, user string, before, row record) bool {
		return before == nil && (row["bot_owner"] == "NULL" || row["bot_owner"] == user) || before != nil && row["username"] == user
	},
	"messages": tables.mayWriteMessage,
	"private_channels": func(all tables, user string, before, row record) bool {
		return before == nil && row["created_by"] == user || before != nil && all.member(user, row["id"]) != nil
	},
	"private_channel_members": func(all tables, user string, _, row record) bool {
		// Of a channel that is made now, it is the maker who writes them.
		return user != "" && (all["private_channels"][row["channel_id"]] == nil || all.member(user, row["channel_id"]) != nil)
	},
	"private_channel_former": func(all tables, user string, _, row record) bool { return all.member(user, row["channel_id"]) != nil },
	"message_reactions":      ownInChannel("reactor"),
	"read_receipts":          ownInChannel("reader"),
	"typing":                 ownInChannel("user"),
	"read_state":             own,
	"pictures":               func(_ tables, user string, _, row record) bool { return row["username"] == user && user != "" },
	"mentions":               inChannel,
	"dm_hidden":              inChannel,
	"dm_participants":        inChannel,
	"pins": func(all tables, user string, _, row record) bool {
		m := all["messages"][row["message_id"]]
		return m != nil && all.reads(user, m)
	},
	"saved": func(_ tables, user string, _, row record) bool { return row["username"] == user && user != "" },
	"public_channels": func(all tables, user string, before, row record) bool {
		archives := all["users"][user]["administrator"] == "1" && (before == nil || before["created_by"] == row["created_by"])
		return user != "" && (archives || before == nil && row["created_by"] == user || before != nil && before["created_by"] == user && row["created_by"] == user)
	},
	"public_channel_members": func(_ tables, user string, _, row record) bool { return row["username"] == user && user != "" },
	"channel_topics":         inChannel,
	"presence":               own,
	"presence_tabs":          own,
	"tokens":                 mayWriteToken,
	"hooks":                  func(_ tables, user string, _, row record) bool { return row["maker"] == user && user != "" },
	"reset_tokens":           nobodys, // but with the link: see trespasses
	"logins":                 func(_ tables, user string, _, row record) bool { return row["username"] == user || user == "" },
	"known_devices":          func(tables, string, record, record) bool { return true }, // as sessions are
	"notification_settings":  ofAccount,
	"push_keys":              nobodys,
	"push_subscriptions":     ofAccount,
	"removed_accounts":       nobodys,
	"demo":                   nobodys,
	"search_blocks":          nobodys,
	"search_grams":           nobodys,
	"search_stale":           func(tables, string, record, record) bool { return true }, // with each message that changes
	"imported":               nobodys,
	"imported_members":       nobodys,
	"imported_accounts":      nobodys,
	"blocks":                 func(_ tables, user string, _, row record) bool { return row["blocker"] == user && user != "" },
	"files":                  func(_ tables, user string, _, row record) bool { return row["uploader"] == user && user != "" },
	"file_chunks":            func(_ tables, user string, _, _ record) bool { return user != "" },
	"file_thumbnails":        func(_ tables, user string, _, _ record) bool { return user != "" },
	"files_total":            func(_ tables, user string, _, _ record) bool { return user != "" },
	"channel_settings":       func(all tables, user string, _, row record) bool { return row["username"] == user && user != "" },
	"drafts":                 func(_ tables, user string, _, row record) bool { return row["user"] == user && user != "" },
	"sidebar_settings":       func(_ tables, user string, _, row record) bool { return row["username"] == user && user != "" },
	"declined_channels":      func(_ tables, user string, _, row record) bool { return row["username"] == user && user != "" },
	"idempotency_keys":       func(_ tables, user string, _, row record) bool { return row["account"] == user },
	"server_settings":        nobodys,
	"invites":                func(_ tables, user string, _, row record) bool { return user != "" && row["made_by"] == user },
	"invite_channels":        nobodys,
	// What is written is told of, and stays as it is.
	"audit": func(_ tables, _ string, before, _ record) bool { return before == nil },
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

func own(_ tables, user string, _, row record) bool { return row["user"] == user && user != "" }

func ofAccount(_ tables, user string, _, row record) bool {
	return row["username"] == user && user != ""
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
