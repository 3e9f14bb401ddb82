package handlers

import "fmt"

var _ = addRoleCases(blockCases)

var _ = addTables(map[string]tableRule{
	"blocks": {ownedBy("blocker"), noSecret},
})

func blockCases() map[string][]roleCase {
	blocks := "SELECT blocked FROM blocks WHERE blocker = '{me}'"
	someone := `{"username":"CAROL"}`
	oneself := denied(400)
	return map[string][]roleCase{
		"GET /blocks": {{name: "none yet", path: "/blocks", cast: accounts(says("[]")).but(asStranger, says(`[{"username":"carol","since_ts":T}]`))}},
		"POST /blocks/add": {
			{name: "somebody", path: "/blocks/add", body: someone, cast: accounts(does("blocks")).but(asRemoved, oneself).but(asStranger, does("")),
				query: blocks, after: "carol"},
			{name: "and leave", path: "/blocks/add", body: `{"username":"alice","leave_channels":true}`,
				cast: accounts(does("blocks")).but(asOwner, oneself).but(asMember, does("blocks messages private_channel_former private_channel_members typing"))},
			{name: "nobody", path: "/blocks/add", body: `{"username":"zed"}`, cast: accounts(denied(404))},
			{name: "no name", path: "/blocks/add", body: `{"username":" "}`, cast: accounts(denied(400))},
		},
		"POST /blocks/remove": {
			{name: "somebody", path: "/blocks/remove", body: someone, cast: accounts(does("")).but(asStranger, does("blocks")),
				query: "SELECT count(*) FROM blocks", after: "0"},
			{name: "no name", path: "/blocks/remove", body: `{}`, cast: accounts(denied(400))},
		},
		"GET /ui/blocks": {{name: "all", path: "/ui/blocks", read: document, cast: accounts(shownPage)}},
		"GET /ui/block/:id": {
			{name: "public", path: fmt.Sprint("/ui/block/", malloryInGeneral), read: document, cast: accounts(shownPage).but(asStranger, oneself)},
			{name: "private", path: fmt.Sprint("/ui/block/", bobInPrivate), read: document,
				cast: accounts(denied(404)).but(asOwner, shownPage).but(asMember, oneself)},
			{name: "of the system", path: fmt.Sprint("/ui/block/", bobWasAdded), cast: accounts(denied(404))},
		},
		"POST /ui/blocks/add": {
			{name: "somebody", path: "/ui/blocks/add", body: "username=carol",
				cast:  accounts(goesBack("/ui/blocks", "blocks "+seen)).but(asRemoved, corrected()).but(asStranger, goesBack("/ui/blocks", seen)),
				query: "SELECT coalesce((" + blocks + "), 'nobody') || ' by {me}' IN ('carol by {me}', 'nobody by carol')", after: "1"},
			{name: "nobody", path: "/ui/blocks/add", body: "username=zed", cast: accounts(corrected())},
		},
		"POST /ui/blocks/remove": {
			{name: "somebody", path: "/ui/blocks/remove", body: "username=carol",
				cast: accounts(goesBack("/ui/blocks", seen)).but(asStranger, goesBack("/ui/blocks", "blocks "+seen))},
		},
	}
}
