package search

import "testing"

func TestSymbolsAreFound(t *testing.T) {
	for _, c := range []struct {
		query, text string
		want        bool
	}{
		{"€", "it costs 20€ today", true},
		{"€", "it costs 20 $ today", false},
		{"20€", "it costs 20€ today", true},
		{"$5", "for $5.", true},
		{"→", "first → second", true},
		{"a→b", "go a→b now", true},
		{"≠", "a ≠ b", true},
		{"≠", "a = b", false},
		{"©", "© 2026", true},
		{"§", "see § 5", true},
		{"c++", "written in C++, mostly", true},
		{"c++", "written in C, mostly", false},
		{"1/2", "½ of it", true},
		{"½", "1/2 of it", true},
		{"#plans", "see plans", true},
	} {
		q, err := Parse(c.query, nil)
		if err != nil || len(q.Terms) != 1 {
			t.Errorf("%q: %v, %v", c.query, q.Terms, err)
		} else if found := q.Terms[0].in(Fold(c.text)); found != c.want {
			t.Errorf("%q in %q: %v", c.query, c.text, found)
		}
	}
}
