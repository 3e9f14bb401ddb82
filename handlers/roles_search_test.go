package handlers

import (
	"regexp"
	"strings"
)

var _ = addRoleCases(searchCases)

var _ = addTables(map[string]tableRule{
	"search_blocks": {nobodys, noSecret},
	"search_grams":  {nobodys, noSecret},
	"search_stale":  {anybodys, noSecret}, // with each message that changes
})

func searchCases() map[string][]roleCase {
	nothing := says(`{"hits":[],"next":null,"incomplete":false}`)
	options := func(a answer) string {
		var texts []string
		for _, found := range regexp.MustCompile(`data-text="([^"]*)"`).FindAllStringSubmatch(a.body, -1) {
			texts = append(texts, strings.ReplaceAll(found[1], "&#34;", `"`))
		}
		return strings.Join(texts, " ")
	}
	return map[string][]roleCase{
		"GET /ui/search/options": {
			{name: "filters", path: "/ui/search/options?q=b", read: options, cast: accounts(says("before:"))},
			{name: "excluded", path: "/ui/search/options?q=-I", read: options, cast: accounts(says("-in: -is:edited -is:mine -is:unread"))},
			{name: "what a message has", path: "/ui/search/options?q=has:", read: options, cast: accounts(says("has:file has:link has:reaction has:pin"))},
			{name: "a private channel", path: "/ui/search/options?q=in:pl", read: options, cast: insiders(says("in:plans"), says(""))},
			{name: "people", path: "/ui/search/options?q=-from:M", read: options, cast: accounts(says("-from:me -from:mallory")).but(asStranger, says("-from:me"))},
			{name: "no such filter", path: "/ui/search/options?q=x:y", read: options, cast: accounts(says(""))},
			{name: "days are not excluded", path: "/ui/search/options?q=-on:", read: options, cast: accounts(says(""))},
		},
		"GET /search": {
			{name: "public", path: "/search?q=ANYONE", read: ids, cast: accounts(says(listed(malloryInGeneral)))},
			{name: "private", path: "/search?q=after+carol", read: ids, cast: insiders(says(listed(aliceAfterCarol)), says("[]"))},
			{name: "private, the whole answer", path: "/search?q=plan", cast: accounts(nothing).
				but(asMember, says(`{"hits":[{"id":5,"channel":"private:1","sender":"alice","content":"welcome to the plan","content_type":"text",`+
					`"ts":T,"sent_ts":T,"edited":0,"edited_ts":null,"deleted":0,"deleted_ts":null,"reply_to_id":null,"reactions":null,"reactions_ts":null,`+
					`"channel_name":"plans","excerpt":[{"text":"welcome to the ","mark":false},{"text":"plan","mark":true}]}],"next":null,"incomplete":false}`)).
				but(asOwner, says(`{"hits":[{"id":5,"channel":"private:1","sender":"alice","content":"welcome to the plan","content_type":"text",`+
					`"ts":T,"sent_ts":T,"edited":0,"edited_ts":null,"deleted":0,"deleted_ts":null,"reply_to_id":null,"reactions":null,"reactions_ts":null,`+
					`"channel_name":"plans","excerpt":[{"text":"welcome to the ","mark":false},{"text":"plan","mark":true}]}],"next":null,"incomplete":false}`))},
			{name: "before the member", path: "/search?q=before", read: ids, cast: accounts(says("[]")).but(asOwner, says(listed(aliceBeforeBob)))},
			{name: "one's own of before the removal", path: "/search?q=is:mine+here", read: ids, cast: accounts(says("[]")).
				but(asMember, says(listed(bobInPrivate)))},
			{name: "in a channel", path: "/search?q=in:private:1+in:plans", read: ids, cast: accounts(says("[]")).
				but(asMember, says(listed(aliceAfterCarol, bobInPrivate, aliceWithBob))).
				but(asOwner, says(listed(aliceAfterCarol, bobInPrivate, aliceWithBob, carolBeforeBob, aliceBeforeBob)))},
			{name: "all but a channel", path: "/search?q=-in:general&sort=best", read: ids, cast: accounts(says("[]")).
				but(asMember, says(listed(aliceToBob, aliceAfterCarol, bobInPrivate, aliceWithBob))).
				but(asOwner, says(listed(aliceToBob, aliceAfterCarol, bobInPrivate, aliceWithBob, carolBeforeBob, aliceBeforeBob)))},
			{name: "direct", path: "/search?q=with:bob+with:alice+hi", read: ids, cast: insiders(says(listed(aliceToBob)), says("[]"))},
			{name: "pins of a channel", path: "/search?q=has:pin", read: ids,
				cast: insiders(says(listed(aliceWithBob)), says("[]")).but(asOwner, says(listed(aliceWithBob, aliceBeforeBob)))},
			{name: "reactions of a channel", path: "/search?q=has:reaction", read: ids, cast: insiders(says(listed(aliceAfterCarol)), says("[]"))},
			{name: "lines of the system", path: "/search?q=added", read: ids, cast: accounts(says("[]"))},
			{name: "unreadable", path: "/search?q=%22plan", cast: accounts(denied(400))},
			{name: "nothing", path: "/search", cast: accounts(denied(400))},
			{name: "bad cursor", path: "/search?q=plan&before=x", cast: accounts(denied(400))},
		},
	}
}
