package sqlite

// table is what there is to say of a table of presence.db beside its columns.
type table struct {
	// name, what it holds and its key are listed in sql/schema/README.md.
	name, key, holds string
	// texts is what becomes of a name in each of its columns of text.
	texts map[string]trace
	// exported is the list of an export that has somebody's rows, or the reason why none has, which
	// ends with a full stop. "" is for rows that are nobody's.
	exported string
}

// tables are all of them but those that a PostgreSQL database has alone.
var tables = []table{
	{
		name: "presence", key: "`user`",
		holds: "one row a person: merged state, when last heard of, chosen override, status",
		texts: map[string]trace{
			"user":         forgotten,
			"state":        unnamed,
			"override":     unnamed,
			"tabs_state":   unnamed,
			"status_emoji": unnamed,
			"status_text":  unnamed,
			"shown_emoji":  unnamed,
			"shown_text":   unnamed,
		},
		exported: "It is what shows now.",
	},
	{
		name: "presence_tabs", key: "`user, tab`",
		holds:    "one row an open page, from which the state is merged: a lease, renewed while its connection lives, and how it ends",
		texts:    map[string]trace{"user": forgotten, "tab": unnamed, "state": unnamed, "session": unnamed, "ending": unnamed},
		exported: "It is what shows now.",
	},
	{
		name: "typing", key: "`user, channel`",
		holds:    "one row a person and channel, moved by each keystroke",
		texts:    map[string]trace{"user": forgotten, "channel": inChannel},
		exported: "It is what shows now.",
	},
	{
		name: "read_receipts", key: "`channel, msg_ts, reader`",
		holds:    "who has read which message, for everyone to see",
		texts:    map[string]trace{"channel": inChannel, "reader": inSteps},
		exported: "read_receipts",
	},
	{
		name: "read_state", key: "`user, channel`",
		holds:    "how far someone has read, for themselves: unread counts come from it",
		texts:    map[string]trace{"user": forgotten, "channel": inChannel},
		exported: "read_positions",
	},
	{
		name: "message_reactions", key: "`channel, msg_ts, emoji, reactor`",
		holds:    "one row a message, emoji and person; `author` is whom it concerns",
		texts:    map[string]trace{"channel": inChannel, "emoji": unnamed, "reactor": inSteps, "author": renamed},
		exported: "reactions",
	},
	{
		name: "private_channels", key: "`id`",
		holds:    "name, creator, archived or not",
		texts:    map[string]trace{"name": unnamed, "created_by": renamed},
		exported: "private_channels",
	},
	{
		name: "private_channel_members", key: "`channel_id, username`",
		holds:    "who belongs, since when, and what they see of before",
		texts:    map[string]trace{"username": forgotten, "role": unnamed, "added_by": renamed},
		exported: "private_channels",
	},
	{
		name: "private_channel_former", key: "`channel_id, username`",
		holds:    "what former members saw from, should they return",
		texts:    map[string]trace{"username": forgotten},
		exported: "It says what comes back to one who returns.",
	},
	{
		name: "users", key: "`username`, unique without regard to case",
		holds: "accounts of people and bots, what they share, how they present themselves, the zone of their clock, how their pages look to them, who is administrator, and since when they are out of use",
		texts: map[string]trace{
			"username":      forgotten,
			"password_hash": unnamed,
			"zone":          unnamed,
			"theme":         unnamed,
			"density":       unnamed,
			"language":      unnamed,
			"bot_owner":     renamed,
			"display_name":  unnamed,
			"display_key":   unnamed,
			"pronouns":      unnamed,
			"local_zone":    unnamed,
		},
		exported: "profile",
	},
	{
		name: "pictures", key: "`username`",
		holds:    "a person's picture, square and small; `users.picture` counts them",
		texts:    map[string]trace{"username": forgotten, "kind": unnamed},
		exported: "It is a file of its own.",
	},
	{
		name: "declined_channels", key: "`username, channel_id`",
		holds:    "private channels that somebody does not want to be added to again",
		texts:    map[string]trace{"username": forgotten, "name": unnamed},
		exported: "declined_channels",
	},
	{
		name: "reset_tokens", key: "`hash`",
		holds:    "hashes of one-time links that set a new password",
		texts:    map[string]trace{"username": forgotten},
		exported: "They are hashes, for an hour.",
	},
	{
		name: "tokens", key: "`id`; `hash`",
		holds:    "hashes of what programs act as an account by, with its scope; one of an earlier epoch of the account has ended",
		texts:    map[string]trace{"username": forgotten, "name": unnamed, "scope": unnamed},
		exported: "tokens",
	},
	{
		name: "hooks", key: "`id`; `hash`",
		holds:    "hashes of the addresses of incoming webhooks: to which channel, by whose rights and as which bot each posts",
		texts:    map[string]trace{"channel": inChannel, "maker": forgotten, "bot": forgotten},
		exported: "webhooks",
	},
	{
		name: "messages", key: "`id`; `channel, ts`",
		holds: "every message; `ts` identifies and orders it within its channel, `sent_ts` is when it was sent by the clock, `reply_to_sender` whom a reply concerns",
		texts: map[string]trace{
			"channel":         inChannel,
			"sender":          inSteps,
			"content":         inSteps, // of system messages
			"content_type":    unnamed,
			"deleted_by":      inSteps,
			"reply_to_sender": renamed,
			"deleted_as":      unnamed,
		},
		exported: "messages",
	},
	{
		name: "dm_participants", key: "`username, channel`",
		holds:    "the direct channels someone takes part in, kept by a trigger",
		texts:    map[string]trace{"username": forgotten, "channel": inChannel},
		exported: "conversations",
	},
	{
		name: "dm_hidden", key: "`user, channel`",
		holds:    "direct channels someone closed, until a newer message",
		texts:    map[string]trace{"user": forgotten, "channel": inChannel},
		exported: "conversations",
	},
	{
		name: "blocks", key: "`blocker, blocked`",
		holds:    "whom somebody keeps away from themselves, and since when",
		texts:    map[string]trace{"blocker": forgotten, "blocked": forgotten},
		exported: "blocks",
	},
	{
		name: "drafts", key: "`user, channel`",
		holds:    "what somebody has begun to write in a channel; no row: nothing",
		texts:    map[string]trace{"user": forgotten, "channel": inChannel, "text": unnamed},
		exported: "drafts",
	},
	{
		name: "channel_settings", key: "`username, channel`",
		holds:    "what somebody has set for a channel: muted, favourite, notifications, marked as unread; no row: nothing",
		texts:    map[string]trace{"username": forgotten, "channel": inChannel, "notify": unnamed},
		exported: "channel_settings",
	},
	{
		name: "sidebar_settings", key: "`username`",
		holds:    "in which order someone's sidebar lists channels, and which of its sections are folded; no row: nothing",
		texts:    map[string]trace{"username": forgotten, "sort_by": unnamed, "folded": unnamed},
		exported: "sidebar_settings",
	},
	{
		name: "logins", key: "`session`",
		holds:    "sessions by where they are used from, for the list of their account",
		texts:    map[string]trace{"username": forgotten, "session": unnamed, "address": unnamed, "browser": unnamed},
		exported: "sessions",
	},
	{
		name: "known_devices", key: "`hash, username`",
		holds:    "hashes of the browsers that an account is known to use, which others' guesses do not slow down",
		texts:    map[string]trace{"username": forgotten},
		exported: "They are hashes.",
	},
	{
		name: "removed_accounts", key: "`number`",
		holds: "names that are handed out no more, with the number under which the account is shown",
		texts: map[string]trace{
			"name":     unnamed, // to refuse it for ever
			"messages": unnamed,
		},
	},
	{
		name: "mentions", key: "`message_id, username`",
		holds:    "whom a message mentions, by name or as one of many, and the words `@here` and `@channel` that it marks",
		texts:    map[string]trace{"username": forgotten, "channel": inChannel},
		exported: "mentions",
	},
	{
		name: "notification_settings", key: "`username`",
		holds:    "what somebody is notified of, until when and at which times of which days they are not to be disturbed",
		texts:    map[string]trace{"username": forgotten, "level": unnamed},
		exported: "notification_settings",
	},
	{
		name: "push_keys", key: "`id`",
		holds: "one row: the keys by which push services know the server, made when they are first needed",
		texts: map[string]trace{"private_key": unnamed, "public_key": unnamed},
	},
	{
		name: "push_subscriptions", key: "`endpoint`",
		holds:    "browsers that are reached by Web Push, each with the session it belongs to and ends with",
		texts:    map[string]trace{"endpoint": unnamed, "username": forgotten, "session": unnamed, "key": unnamed, "secret": unnamed, "language": unnamed},
		exported: "push_subscriptions",
	},
	{
		name: "files", key: "`id`",
		holds: "what people have uploaded: name, media type, size, to which message it belongs, and whether it is still arriving, waits or is to go",
		texts: map[string]trace{
			"uploader": renamed,
			"channel":  unnamed, // for a day at most
			"name":     unnamed,
			"type":     unnamed,
			"state":    unnamed,
		},
		exported: "files",
	},
	{
		name: "file_chunks", key: "`file_id, n`",
		holds: "the content of files, in pieces of 64 KiB",
	},
	{
		name: "file_thumbnails", key: "`file_id`",
		holds: "small pictures of pictures",
		texts: map[string]trace{"type": unnamed},
	},
	{
		name: "files_total", key: "`id`",
		holds: "how many bytes all files take, kept by triggers",
	},
	{
		name: "public_channels", key: "`channel`",
		holds: "public channels that people have made, and those of `--channels` that were renamed or archived",
		texts: map[string]trace{
			"channel":    unnamed, // no conversation
			"name":       unnamed,
			"created_by": renamed,
		},
		exported: "public_channels",
	},
	{
		name: "public_channel_members", key: "`channel, username`",
		holds: "who has joined a public channel, or left it; without a row somebody is in those of `--channels` alone",
		texts: map[string]trace{
			"channel":  unnamed, // no conversation
			"username": forgotten,
		},
		exported: "public_channels",
	},
	{
		name: "channel_topics", key: "`channel`",
		holds: "what a channel is about just now, and what it is for",
		texts: map[string]trace{
			"channel": unnamed, // no conversation
			"topic":   unnamed,
			"purpose": unnamed,
		},
	},
	{
		name: "pins", key: "`message_id`",
		holds:    "pinned messages and who pinned them; triggers take out those that are deleted",
		texts:    map[string]trace{"channel": inChannel, "pinned_by": renamed},
		exported: "pins",
	},
	{
		name: "saved", key: "`username, message_id`",
		holds:    "messages that somebody keeps for themselves",
		texts:    map[string]trace{"username": forgotten},
		exported: "saved",
	},
	{
		name: "demo", key: "`id`",
		holds: "one row where `--demo` filled the database, none elsewhere",
	},
	{
		name: "idempotency_keys", key: "`account, method, route, key`",
		holds: "what was done under which key within a day, so that it is done once, and what its answer is made of",
		texts: map[string]trace{
			"account": forgotten,
			"method":  unnamed,
			"route":   unnamed,
			"key":     unnamed,
			"result":  unnamed, // for a day
		},
		exported: "They are kept for a day.",
	},
	{
		name: "audit", key: "`id`",
		holds: "what was done to accounts, roles and settings, by whom and from where, for so many days",
		texts: map[string]trace{
			"action":  unnamed,
			"actor":   unnamed, // for its days
			"address": unnamed,
			"subject": unnamed, // for its days
			"detail":  unnamed,
		},
	},
	{
		name: "server_settings", key: "`id`",
		holds: "what administrators set for everyone; no row: nothing",
		texts: map[string]trace{"inviting": unnamed, "creating_channels": unnamed},
	},
	{
		name: "invites", key: "`id`; `hash`",
		holds:    "hashes of links by which people sign up, who made them and how often they may be used",
		texts:    map[string]trace{"made_by": renamed},
		exported: "invites",
	},
	{
		name: "invite_channels", key: "`invite_id, channel`",
		holds: "channels that whoever uses an invite is in then",
		texts: map[string]trace{
			"channel": unnamed, // no conversation
		},
	},
	{
		name: "imported", key: "`kind, source_id, source_ts`",
		holds: "what `minimost import` took, so that it takes nothing twice",
		texts: map[string]trace{"kind": unnamed},
	},
	{
		name: "imported_members", key: "`channel_id, username`",
		holds:    "who belonged to a private channel where it was taken from, at the last import: who left there since is out here",
		texts:    map[string]trace{"username": forgotten},
		exported: "It is kept for the next import.",
	},
	{
		name: "imported_accounts", key: "`username`",
		holds:    "the accounts of the last import, with digests of their password hashes there",
		texts:    map[string]trace{"username": forgotten, "password_digest": unnamed},
		exported: "It is kept for the next import.",
	},
	{
		name: "search_blocks", key: "`block`",
		holds: "the index of searches: 2048 messages a row, of which time, and where its grams are",
	},
	{
		name: "search_grams", key: "`id`",
		holds: "the channels, senders and grams of a block's messages",
	},
	{
		name: "search_stale", key: "`message_id`",
		holds: "messages changed and not yet reindexed, kept by triggers: empty after each commit of the server",
		texts: map[string]trace{
			"content": unnamed, // gone with the commit
		},
	},
	{
		name: "sessions", key: "`k`",
		holds: "the session storage's own table (`k`, `v`, `e`)",
		texts: map[string]trace{
			"k": unnamed, // those of its logins are gone before
		},
	},
}
