package sqlite

import "fmt"

// trace is what becomes of a name in a column when its account is removed.
type trace int

const (
	forgotten trace = iota // the rows go
	renamed                // they stay, under the new name
	inSteps                // there may be many: see removalSteps
	inChannel              // it is a channel's identifier, which may name a participant
	unnamed                // it names nobody, or keeps what a removal must not change
)

// column is one column of text.
type column struct{ table, name string }

// removedColumns is what becomes of each column of text of each table.
var removedColumns = map[column]trace{
	{"presence", "user"}:                     forgotten,
	{"presence", "state"}:                    unnamed,
	{"presence", "override"}:                 unnamed,
	{"presence", "tabs_state"}:               unnamed,
	{"presence", "status_emoji"}:             unnamed,
	{"presence", "status_text"}:              unnamed,
	{"presence", "shown_emoji"}:              unnamed,
	{"presence", "shown_text"}:               unnamed,
	{"presence_tabs", "user"}:                forgotten,
	{"presence_tabs", "tab"}:                 unnamed,
	{"presence_tabs", "state"}:               unnamed,
	{"presence_tabs", "session"}:             unnamed,
	{"presence_tabs", "ending"}:              unnamed,
	{"typing", "user"}:                       forgotten,
	{"typing", "channel"}:                    inChannel,
	{"read_receipts", "channel"}:             inChannel,
	{"read_receipts", "reader"}:              inSteps,
	{"read_state", "user"}:                   forgotten,
	{"read_state", "channel"}:                inChannel,
	{"message_reactions", "channel"}:         inChannel,
	{"message_reactions", "emoji"}:           unnamed,
	{"message_reactions", "reactor"}:         inSteps,
	{"message_reactions", "author"}:          renamed,
	{"private_channels", "name"}:             unnamed,
	{"private_channels", "created_by"}:       renamed,
	{"private_channel_members", "username"}:  forgotten,
	{"private_channel_members", "role"}:      unnamed,
	{"private_channel_members", "added_by"}:  renamed,
	{"declined_channels", "username"}:        forgotten,
	{"declined_channels", "name"}:            unnamed,
	{"private_channel_former", "username"}:   forgotten,
	{"users", "username"}:                    forgotten,
	{"users", "password_hash"}:               unnamed,
	{"users", "zone"}:                        unnamed,
	{"users", "theme"}:                       unnamed,
	{"users", "density"}:                     unnamed,
	{"users", "language"}:                    unnamed,
	{"users", "bot_owner"}:                   renamed,
	{"users", "display_name"}:                unnamed,
	{"users", "display_key"}:                 unnamed,
	{"users", "pronouns"}:                    unnamed,
	{"users", "local_zone"}:                  unnamed,
	{"pictures", "username"}:                 forgotten,
	{"pictures", "kind"}:                     unnamed,
	{"tokens", "username"}:                   forgotten,
	{"tokens", "name"}:                       unnamed,
	{"tokens", "scope"}:                      unnamed,
	{"hooks", "channel"}:                     inChannel,
	{"hooks", "maker"}:                       forgotten,
	{"hooks", "bot"}:                         forgotten,
	{"reset_tokens", "username"}:             forgotten,
	{"messages", "channel"}:                  inChannel,
	{"messages", "sender"}:                   inSteps,
	{"messages", "content"}:                  inSteps, // of system messages
	{"messages", "content_type"}:             unnamed,
	{"messages", "deleted_by"}:               inSteps,
	{"messages", "reply_to_sender"}:          renamed,
	{"messages", "deleted_as"}:               unnamed,
	{"dm_participants", "username"}:          forgotten,
	{"dm_participants", "channel"}:           inChannel,
	{"dm_hidden", "user"}:                    forgotten,
	{"dm_hidden", "channel"}:                 inChannel,
	{"channel_settings", "username"}:         forgotten,
	{"channel_settings", "channel"}:          inChannel,
	{"channel_settings", "notify"}:           unnamed,
	{"drafts", "user"}:                       forgotten,
	{"drafts", "channel"}:                    inChannel,
	{"drafts", "text"}:                       unnamed,
	{"sidebar_settings", "username"}:         forgotten,
	{"sidebar_settings", "sort_by"}:          unnamed,
	{"sidebar_settings", "folded"}:           unnamed,
	{"mentions", "username"}:                 forgotten,
	{"mentions", "channel"}:                  inChannel,
	{"notification_settings", "username"}:    forgotten,
	{"notification_settings", "level"}:       unnamed,
	{"push_keys", "private_key"}:             unnamed,
	{"push_keys", "public_key"}:              unnamed,
	{"push_subscriptions", "endpoint"}:       unnamed,
	{"push_subscriptions", "username"}:       forgotten,
	{"push_subscriptions", "session"}:        unnamed,
	{"push_subscriptions", "key"}:            unnamed,
	{"push_subscriptions", "secret"}:         unnamed,
	{"push_subscriptions", "language"}:       unnamed,
	{"idempotency_keys", "account"}:          forgotten,
	{"idempotency_keys", "method"}:           unnamed,
	{"idempotency_keys", "route"}:            unnamed,
	{"idempotency_keys", "key"}:              unnamed,
	{"idempotency_keys", "result"}:           unnamed, // for a day
	{"imported", "kind"}:                     unnamed,
	{"imported_members", "username"}:         forgotten,
	{"imported_accounts", "username"}:        forgotten,
	{"imported_accounts", "password_digest"}: unnamed,
	{"pins", "channel"}:                      inChannel,
	{"pins", "pinned_by"}:                    renamed,
	{"saved", "username"}:                    forgotten,
	{"public_channels", "channel"}:           unnamed, // no conversation
	{"public_channels", "name"}:              unnamed,
	{"public_channels", "created_by"}:        renamed,
	{"public_channel_members", "channel"}:    unnamed, // no conversation
	{"public_channel_members", "username"}:   forgotten,
	{"channel_topics", "channel"}:            unnamed, // no conversation
	{"channel_topics", "topic"}:              unnamed,
	{"channel_topics", "purpose"}:            unnamed,
	{"blocks", "blocker"}:                    forgotten,
	{"blocks", "blocked"}:                    forgotten,
	{"logins", "username"}:                   forgotten,
	{"logins", "session"}:                    unnamed,
	{"logins", "address"}:                    unnamed,
	{"logins", "browser"}:                    unnamed,
	{"known_devices", "username"}:            forgotten,
	{"removed_accounts", "name"}:             unnamed, // to refuse it for ever
	{"removed_accounts", "messages"}:         unnamed,
	{"audit", "action"}:                      unnamed,
	{"audit", "actor"}:                       unnamed, // for its days
	{"audit", "address"}:                     unnamed,
	{"audit", "subject"}:                     unnamed, // for its days
	{"audit", "detail"}:                      unnamed,
	{"server_settings", "inviting"}:          unnamed,
	{"server_settings", "creating_channels"}: unnamed,
	{"invites", "made_by"}:                   renamed,
	{"invite_channels", "channel"}:           unnamed, // no conversation
	{"search_stale", "content"}:              unnamed, // gone with the commit
	{"files", "uploader"}:                    renamed,
	{"files", "channel"}:                     unnamed, // for a day at most
	{"files", "name"}:                        unnamed,
	{"files", "type"}:                        unnamed,
	{"files", "state"}:                       unnamed,
	{"file_thumbnails", "type"}:              unnamed,
	{"sessions", "k"}:                        unnamed, // those of its logins are gone before
}

// statement makes one of the statements that differ in a column alone.
func (c column) statement(format string, columns ...any) query {
	return query{c.table + "." + c.name, fmt.Sprintf(format, append([]any{c.table, c.name}, columns...)...)}
}

// columnsThat lists the columns of which this becomes.
func columnsThat(become trace) (list []column) {
	for c, t := range removedColumns {
		if t == become {
			list = append(list, c)
		}
	}
	return list
}
