package chat_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"minimost/chat"
)

// unicodeSpaces are the characters with the property White_Space.
const unicodeSpaces = " \t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"

func TestParseMessageTextKeepsWhatWasWritten(t *testing.T) {
	long := strings.Repeat("x", chat.MaxMessageChars)
	tests := map[string]struct{ raw, want string }{
		"plain":                                  {"hello", "hello"},
		"spaces around stay":                     {"  hello \n", "  hello \n"},
		"CRLF becomes LF":                        {"a\r\nb\r\n", "a\nb\n"},
		"a lone CR stays":                        {"a\rb", "a\rb"},
		"CR CRLF":                                {"a\r\r\nb", "a\r\nb"},
		"exactly 10,000":                         {long, long},
		"10,000 emoji are 40,000 bytes":          {strings.Repeat("👍", 10_000), strings.Repeat("👍", 10_000)},
		"CRLF counts once":                       {strings.Repeat("x\r\n", 5_000), strings.Repeat("x\n", 5_000)},
		"the replacement character is a letter":  {"\ufffd", "\ufffd"},
		"control characters other than NUL stay": {"a\x1bb\x07", "a\x1bb\x07"},
		"right to left":                          {"שלום", "שלום"},
		"markup is text":                         {"<b>&amp;</b>", "<b>&amp;</b>"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := chat.ParseMessageText(tt.raw)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got %.60q, want %.60q", got, tt.want)
			}
		})
	}
}

func TestParseMessageTextRefuses(t *testing.T) {
	tests := map[string]struct {
		raw  string
		code chat.Code
	}{
		"empty":                               {"", chat.Invalid},
		"a space":                             {" ", chat.Invalid},
		"line ends":                           {"\r\n\r\n\t", chat.Invalid},
		"every Unicode space":                 {unicodeSpaces, chat.Invalid},
		"an ideographic space":                {"\u3000", chat.Invalid},
		"a no-break space":                    {"\u00a0", chat.Invalid},
		"more spaces than allowed characters": {strings.Repeat(" ", chat.MaxMessageChars+1), chat.Invalid},
		"a NUL":                               {"a\x00b", chat.Invalid},
		"only a NUL":                          {"\x00", chat.Invalid},
		"not UTF-8":                           {"a\xffb", chat.Invalid},
		"half an emoji":                       {"👍"[:3], chat.Invalid},
		"a surrogate":                         {"\xed\xa0\x80", chat.Invalid},
		"an overlong slash":                   {"\xc0\xaf", chat.Invalid},
		"too long and not UTF-8":              {strings.Repeat("x", 20_000) + "\xff", chat.Invalid},
		"10,001":                              {strings.Repeat("x", chat.MaxMessageChars+1), chat.TooLarge},
		"10,001 emoji":                        {strings.Repeat("👍", chat.MaxMessageChars+1), chat.TooLarge},
		"10,001 with the spaces around":       {strings.Repeat("x", chat.MaxMessageChars) + " ", chat.TooLarge},
		"combining marks count one each":      {strings.Repeat("e\u0301", 5_000) + "x", chat.TooLarge},
		"10,001 once CRLF is LF":              {strings.Repeat("x\r\n", 5_000) + "x", chat.TooLarge},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := chat.ParseMessageText(tt.raw)
			wantCode(t, err, tt.code)
			if got != "" {
				t.Errorf("refused, and yet %.60q", got)
			}
		})
	}
}

func TestParseMessageTextSaysHowLongItIs(t *testing.T) {
	_, err := chat.ParseMessageText(strings.Repeat("é", 10_001))
	if got, want := chat.MessageOf(err), "A message has at most 10,000 characters; this one has 10001."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParsePrivateName(t *testing.T) {
	tests := map[string]struct{ raw, want string }{
		"plain":                               {"Project X", "Project X"},
		"one character":                       {"x", "x"},
		"trimmed":                             {" \u3000plans\u00a0\r\n", "plans"},
		"80 after trimming":                   {"  " + strings.Repeat("x", 80) + "  ", strings.Repeat("x", 80)},
		"80 emoji are 320 bytes":              {strings.Repeat("🚀", 80), strings.Repeat("🚀", 80)},
		"quotes and markup":                   {`"<b>"`, `"<b>"`},
		"looks like a channel identifier":     {"dm:alice:bob", "dm:alice:bob"},
		"spaces within stay":                  {"a  b", "a  b"},
		"a joined emoji is several, all kept": {"👩‍💻", "👩‍💻"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := chat.ParsePrivateName(tt.raw)
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
	refused := map[string]string{
		"empty":                    "",
		"only Unicode spaces":      unicodeSpaces,
		"81 characters":            strings.Repeat("x", 81),
		"81 emoji":                 strings.Repeat("🚀", 81),
		"two lines":                "a\nb",
		"two lines, CRLF":          "a\r\nb",
		"a tab within":             "a\tb",
		"an escape":                "a\x1b[31m",
		"a delete":                 "a\x7f",
		"a C1 control":             "a\u0085b",
		"a NUL":                    "a\x00",
		"not UTF-8":                "a\xff",
		"a NUL that would be cut":  "a\x00 ",
		"a space of no width":      "\u200b",
		"a soft hyphen":            "\u00ad",
		"a letter without a shape": "\u3164",
		"an accent alone":          "\u0301",
	}
	for name, raw := range refused {
		t.Run(name, func(t *testing.T) {
			_, err := chat.ParsePrivateName(raw)
			wantCode(t, err, chat.Invalid)
		})
	}
}

func FuzzParseMessageText(f *testing.F) {
	for _, seed := range []string{"hello", "a\r\nb", "\r\r\n", " \u3000", "\x00", "\xff", "👍🏽", strings.Repeat("x\r\n", 5_001)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		text, err := chat.ParseMessageText(raw)
		if err != nil {
			code := chat.CodeOf(err)
			if text != "" || code != chat.Invalid && code != chat.TooLarge {
				t.Fatalf("%q: %q, %v", raw, text, err)
			}
			return
		}
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || strings.TrimSpace(text) == "" ||
			utf8.RuneCountInString(text) > chat.MaxMessageChars {
			t.Fatalf("%q passed as %q", raw, text)
		}
		if strings.ReplaceAll(text, "\n", "") != strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", ""), "\n", "") {
			t.Fatalf("%q became %q: more than line ends changed", raw, text)
		}
	})
}

func FuzzParsePrivateName(f *testing.F) {
	for _, seed := range []string{"plans", " plans ", "a\nb", "\u00a0", "a\u202eb", "\u2067a\u2069", strings.Repeat("🚀", 81), "\xff", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		name, err := chat.ParsePrivateName(raw)
		if err != nil {
			if name != "" || chat.CodeOf(err) != chat.Invalid {
				t.Fatalf("%q: %q, %v", raw, name, err)
			}
			return
		}
		if n := utf8.RuneCountInString(name); n < 1 || n > chat.MaxChannelNameChars || !utf8.ValidString(name) {
			t.Fatalf("%q passed as %q", raw, name)
		}
		if strings.TrimSpace(name) != name || strings.ContainsFunc(name, unicode.IsControl) || strings.ContainsAny(name, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029") {
			t.Fatalf("%q passed as %q", raw, name)
		}
		if again, err := chat.ParsePrivateName(name); err != nil || again != name {
			t.Fatalf("%q is not stable: %q, %v", name, again, err)
		}
	})
}
