package views

import (
	"strings"
	"testing"
	"unicode/utf8"

	"minimost/chat"
	"minimost/lang"
)

func FuzzExcerpt(f *testing.F) {
	for _, seed := range []string{"", " a\n b\t", strings.Repeat("👍", 200), "\xff", "<script>", strings.Repeat("x", 161), "**a** `b` [c](https://d.example)", "|a|b|\n|-|-|\n|c|d|", "1. a\n2. b", "\u2028\u3000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		line := Excerpt(lang.English, chat.Message{Content: source}, nil)
		if n := utf8.RuneCountInString(line); n > 161 || strings.ContainsAny(line, "\r\n\t") || utf8.ValidString(source) && !utf8.ValidString(line) {
			t.Fatalf("%q became %q", source, line)
		}
	})
}

func FuzzAvatar(f *testing.F) {
	for _, seed := range []string{"", "alice", "a-b", "--", "_é", "\xff", "ß", "漢 字"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if AvatarInitials(name) == "" {
			t.Errorf("%q has no initials", name)
		}
		if c := AvatarColor(name); c < 0 || c >= AvatarPalette || c != AvatarColor(strings.ToLower(name)) && utf8.ValidString(name) {
			t.Errorf("%q has the colour %d", name, c)
		}
	})
}
