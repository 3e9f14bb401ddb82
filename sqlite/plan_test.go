package sqlite

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
)

// readsAll are the statements that may go through a whole table or sort what
// they found, and why: the part of the plan, then the reason.
var readsAll = map[string]map[string]string{
	"account/names":            {"SCAN users": "lists every account"},
	"account/in_order":         {"SCAN users": "lists every account, when one has come or gone", "USE TEMP B-TREE": "likewise"},
	"block/sides":              {"SCAN blocks": "everyone who keeps somebody away, when a block is made or ended", "SCAN b": "likewise", "SCAN u USING COVERING INDEX users_bot_owner": "every bot, likewise"},
	"profile/list":             {"SCAN users": "everyone, when somebody's profile has changed"},
	"removal/names":            {"SCAN removed_accounts": "lists every name, for an import"},
	"removal/unfinished":       {"SCAN removed_accounts USING INDEX removed_accounts_left": "lists every one that is not done"},
	"presence/reset":           {"SCAN presence": "changes every row, once a start"},
	"presence/all_tabs":        {"SCAN presence_tabs": "every open page, when everyone is read for the first time"},
	"presence/list":            {"SCAN presence": "everyone, when they are read for the first time", "SCAN presence_tabs": "every open page, likewise"},
	"presence/silent":          {"SCAN presence_tabs": "every open page, when one may be silent", "SCAN presence USING": "everyone who is there, likewise"},
	"presence/count":           {"SCAN presence USING": "everyone who is there, when somebody asks for metrics", "USE TEMP B-TREE": "likewise"},
	"presence/find_many":       {"SCAN json_each": "as many as :users lists"},
	"presence/tabs_many":       {"SCAN json_each": "as many as :users lists"},
	"presence/beat_many":       {"SCAN json_each": "as many as :users lists"},
	"presence/beat_tabs":       {"SCAN json_each": "as many as :tabs lists"},
	"presence/set_back":        {"SCAN presence": "everyone, when the clock was set back"},
	"presence/set_back_tabs":   {"SCAN presence_tabs": "every open page, when the clock was set back"},
	"notification/undisturbed": {"SCAN notification_settings": "everyone, when they are read for the first time"},
	"push/candidates":          {"SCAN p": "those whom one message may notify"},
	"push/shown":               {"SCAN o": "everyone, when somebody with a display name is pushed something of"},
	"push/list":                {"USE TEMP B-TREE": "as many as one person's sessions"},
	"channel/recent":           {"USE TEMP B-TREE": "as many as one person's channels"},
	"direct/list":              {"USE TEMP B-TREE": "as many as one person's direct channels"},
	"reaction/list":            {"USE TEMP B-TREE": "as many as one message's reactions"},
	"receipt/list":             {"USE TEMP B-TREE": "as many as one message's readers"},
	"receipt/watermarks":       {"SCAN readers": "a step for each reader, not for each receipt"},
	"receipt/step":             {"SCAN first": "as many as :many"},
	"token/list":               {"USE TEMP B-TREE": "as many as one account and its bots have"},
	"typing/lapsed":            {"USE TEMP B-TREE": "as many as stopped typing within a second"},

	"clock/messages_ahead": {"SCAN channels": "a step for each channel, once a start"},
	"clock/members_ahead":  {"SCAN private_channel_members USING COVERING INDEX private_channel_members_standing": "once a start"},
	"clock/accounts_ahead": {"SCAN users": "once a start"},

	"private_channel/archived_last": {"USE TEMP B-TREE": "as many as one person is in"},
	"private_channel/left_last":     {"SCAN f": "who went out of private channels, for a page that is sent away from one", "USE TEMP B-TREE": "as many as one person went out of"},

	"search/numbers":       {"SCAN sqlite_sequence": "a row a table"},
	"search/find_all":      {"SCAN json_each": "as many as :ids lists"},
	"search/blocks":        {"SCAN search_blocks": "a row for 2048 messages"},
	"search/block_numbers": {"SCAN search_blocks": "likewise, once a second"},
	"search/stale":         {"SCAN search_stale": "what one commit changed"},
	"search/any_stale":     {"SCAN search_stale": "its first row"},

	"pin/export_pins": {"SCAN pins": "as many as are pinned"},
	"channel/names":   {"SCAN public_channels": "as many as there are"},
	"private_channel/export_private_channels": {"USE TEMP B-TREE": "as many as one person's channels"},
	"token/export_tokens":                     {"USE TEMP B-TREE": "as many as one account and its bots have"},

	"public_channel/list":     {"SCAN public_channels": "lists those that people made"},
	"public_channel/archived": {"SCAN public_channels": "likewise"},
	"public_channel/renamed":  {"SCAN public_channels": "likewise"},

	"once/prune": {"SCAN idempotency_keys": "the oldest of them, as many as :limit"},

	"administrator/another": {"SCAN users USING INDEX users_administrators": "the administrators alone"},
	"administrator/usage":   {"SCAN users": "when an administrator asks", "SCAN messages USING COVERING INDEX": "likewise", "SCAN private_channels": "likewise"},
	"administrator/unused":  {"SCAN users": "finds the first row, if any", "SCAN messages": "likewise", "SCAN presence": "likewise", "SCAN private_channels": "likewise", "SCAN demo": "likewise", "SCAN removed_accounts": "likewise"},
	"invite/list":           {"SCAN invites": "the newest of them, as many as :limit"},
	"invite/end_of_members": {"SCAN users USING COVERING INDEX users_administrators": "as many as there are administrators", "SCAN invites": "when administrators change who may invite", "USE TEMP B-TREE": "likewise"},

	"import/highest":          {"SCAN sqlite_sequence": "a row a table"},
	"import/taken_channels":   {"SCAN private_channels": "once an import"},
	"import/accounts":         {"SCAN users": "once an import"},
	"import/removed_accounts": {"SCAN removed_accounts": "once an import"},
	"import/noted_accounts":   {"SCAN imported_accounts": "once an import"},
	"import/readers":          {"SCAN read_receipts": "once an import", "USE TEMP B-TREE": "as many as readers"},
	"import/rename_reader":    {"SCAN read_receipts": "once for each reader of another program without an account"},

	"import/foreign_reactions": {"SCAN message_reactions": "once an import"},
}

func TestNoStatementReadsAWholeTable(t *testing.T) {
	s := newTestStore(t)
	conn, err := sqlite.OpenConn(s.file(), sqlite.OpenReadWrite)
	must(t, err)
	defer func() { must(t, conn.Close()) }()
	unused := maps.Clone(readsAll)
	for name, text := range statements {
		for _, step := range plan(t, conn, text) {
			if !strings.Contains(step, "SCAN ") && !strings.Contains(step, "USE TEMP B-TREE") {
				continue
			}
			if !slices.ContainsFunc(allowed(name), func(part string) bool { return strings.HasPrefix(step+" ", part+" ") }) {
				t.Errorf("%s: %s", name, step)
			}
			delete(unused, name)
		}
	}
	for name := range unused {
		t.Errorf("%s needs no exception", name)
	}
}

func allowed(name string) []string {
	return append(slices.Collect(maps.Keys(readsAll[name])), "SCAN CONSTANT ROW")
}

func plan(t *testing.T, conn *sqlite.Conn, statement string) (steps []string) {
	t.Helper()
	explained, _, err := conn.PrepareTransient("EXPLAIN QUERY PLAN " + statement)
	must(t, err)
	defer func() { must(t, explained.Finalize()) }()
	for {
		more, err := explained.Step()
		must(t, err)
		if !more {
			return steps
		}
		steps = append(steps, explained.GetText("detail"))
	}
}
