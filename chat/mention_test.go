package chat

import (
	"slices"
	"testing"
)

func mentionsIn(text string) (names []string) {
	for at, end := NextMention(text, 0); at >= 0; at, end = NextMention(text, end) {
		names = append(names, text[at+1:end])
	}
	return names
}

func TestAMentionIsAnAtSignWithANameThatStandsAlone(t *testing.T) {
	for text, want := range map[string][]string{
		"@bob":                      {"bob"},
		"hi @bob, @Carol-Ann!":      {"bob", "Carol-Ann"},
		"(@bob)/@bob":               {"bob", "bob"},
		"mail bob@example.org":      nil,
		"x.@bob -@bob @@bob _@bob":  nil,
		"é@bob @bobé @bob٣":         nil,
		"@ bob @":                   nil,
		"请@bob看 @bobさん @bob님":       {"bob", "bob", "bob"},
		"«@bob» ¡@bob!":             {"bob", "bob"},
		"@grace_hopper's @bob_ @b-": {"grace_hopper", "bob_", "b-"},
	} {
		if got := mentionsIn(text); !slices.Equal(got, want) {
			t.Errorf("%q mentions %q, want %q", text, got, want)
		}
	}
}

func TestMentionSpellings(t *testing.T) {
	long := "abcdefghijklmnopqrstuvwxyz0123456789"
	for name, want := range map[string][]string{
		"bob":            {"bob"},
		"bob_-":          {"bob_-", "bob_", "bob"},
		"a-b":            {"a-b"},
		"--":             {"--", "-"},
		long:             nil,
		long[:32] + "__": {long[:32]},
	} {
		if got := MentionSpellings(name); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestMentionsGroup(t *testing.T) {
	for name, want := range map[string]bool{"here": true, "Channel": true, "all": false, "": false} {
		if MentionsGroup(name) != want {
			t.Errorf("%q: %t", name, !want)
		}
	}
}
