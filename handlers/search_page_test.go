package handlers

import (
	"strings"
	"testing"
)

func TestASearchSaysWhomAndWhichChannelNobodyKnows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/private_channels/create", `{"name":"plans"}`).want(200)
	find := func(b *browser, query string) answer {
		return b.get("/search?q="+query, "Accept", "text/html").want(200).contains("Nothing was found")
	}
	find(alice, "from:bbo+zebra").contains("There is no account called “bbo”.", "!Try fewer")
	find(alice, "from:bob+in:plans+zebra").contains("!called “", "Try fewer or shorter words.")
	results := func(a answer) string {
		_, part, _ := strings.Cut(a.body, `<section aria-labelledby="search-results"`)
		return part
	}
	hidden := find(bob, "in:plans+zebra").contains("You see no channel called “plans”.", "!Try fewer")
	missing := results(find(bob, "in:plums+zebra"))
	if strings.ReplaceAll(results(hidden), "plans", "plums") != missing {
		t.Errorf("a private channel is told from none:\n%s\n%s", results(hidden), missing)
	}
}
