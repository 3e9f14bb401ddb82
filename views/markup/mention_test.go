package markup

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minimost/chat"
)

func TestMentionsStandOutsideCodeAndAddresses(t *testing.T) {
	for source, want := range map[string][]string{
		"hello @bob and @Bob":                        {"bob"},
		"**@bob** _@carol_ ~~@dave~~":                {"bob", "carol", "dave"},
		"> @bob\n- @carol\n1. @dave":                 {"bob", "carol", "dave"},
		"`@bob` and ``@carol``":                      nil,
		"```\n@bob\n```":                             nil,
		"```@bob\nx\n```":                            nil,
		"bob@example.org https://example.org/@bob":   nil,
		"[@bob](https://example.org) @carol":         {"carol"},
		"\\@bob":                                     {"bob"},
		"@here, @channel & @grace_hopper":            {"here", "channel", "grace_hopper"},
		strings.Repeat("@a ", 10) + "no sign at all": {"a"},
	} {
		if got := Mentions(source); !slices.Equal(got, want) {
			t.Errorf("%q mentions %q, want %q", source, got, want)
		}
	}
	var many strings.Builder
	for i := range 2 * chat.MaxMentions {
		many.WriteString("@u" + strings.Repeat("x", i%20) + string(rune('a'+i%26)) + string(rune('a'+i/26)) + " ")
	}
	if got := len(Mentions(many.String())); got != chat.MaxMentions {
		t.Errorf("%d mentions", got)
	}
}

func TestMentionsAreMarkedWhereTheyMention(t *testing.T) {
	names := []string{"bob", "channel"}
	for source, want := range map[string]string{
		"hi @bob":         `hi <span class="mention">@bob</span>`,
		"@BOB, @carol":    `<span class="mention">@BOB</span>, @carol`,
		"**@bob_** @bob-": `<strong><span class="mention">@bob</span>_</strong> <span class="mention">@bob</span>-`,
		"<@bob>":          `&lt;<span class="mention">@bob</span>&gt;`,
		"`@bob` @channel": `<code>@bob</code> <span class="mention">@channel</span>`,
		"[@bob](https://a.example) @bob": `<a href="https://a.example" rel="noopener nofollow" target="_blank" title="https://a.example">@bob</a> ` +
			`<span class="mention">@bob</span>`,
	} {
		var html strings.Builder
		if err := Write(&html, source, Options{Mentions: names}); err != nil {
			t.Fatal(err)
		}
		if want = `<p dir="auto">` + want + "</p>"; html.String() != want {
			t.Errorf("%q is drawn as\n%s, want\n%s", source, html.String(), want)
		}
	}
}

// TestMarkedTextIsDrawnAsWithoutMarks holds the law for texts with mentions: but for the marks nothing differs.
func TestMarkedTextIsDrawnAsWithoutMarks(t *testing.T) {
	unmark := strings.NewReplacer(`<span class="mention">`, "", "</span>", "")
	for _, source := range []string{
		"@bob `@bob` > @bob\n```\n@bob\n```\n> @bob\n\n- **@bob**", "&@bob;<@bob", strings.Repeat("@bob ", 2000), "@bob\x00@bob",
	} {
		var plain, marked strings.Builder
		if Write(&plain, source, Options{}) != nil || Write(&marked, source, Options{Mentions: []string{"bob"}}) != nil {
			t.Fatal("not drawn")
		}
		if got := unmark.Replace(marked.String()); got != plain.String() {
			t.Errorf("%q is drawn as %s, want %s", source, got, plain.String())
		}
	}
}

// TestNamesAreFoundByAnySpelling compares what is found of a name with what it can mean.
func TestNamesAreFoundByAnySpelling(t *testing.T) {
	names := []string{"bob", "x-", "a_b", "-", "Long-" + strings.Repeat("n", 27)}
	for i := len(names); i < chat.MaxMentions; i++ {
		names = append(names, fmt.Sprint("user", i))
	}
	var m mentioned
	m.reset(names)
	for _, typed := range []string{"bob", "BOB", "bob-_", "bo", "bobb", "x", "x-", "x--", "a_b_", "a_", "-", "--", "user99", "user_99", strings.ToLower(names[4]), names[4] + "-", names[4] + "n"} {
		want := 0
		for _, spelling := range chat.MentionSpellings(typed) {
			if want == 0 && slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, spelling) }) {
				want = len(spelling)
			}
		}
		if got := m.length(typed); got != want {
			t.Errorf("of %q %d bytes are a name, want %d", typed, got, want)
		}
	}
}
