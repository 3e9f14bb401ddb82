package chat_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"minimost/chat"
)

func TestParseUsername(t *testing.T) {
	for _, name := range []string{
		"a", "Z", "0", "-", "_", "alice", "Alice", "a-b_C9", "---", strings.Repeat("x", 32),
		"systems", "minimost2", "_everyone", "deleted-user", "admins", "dm", "private", "null",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := chat.ParseUsername(name); err != nil || got != name {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	refused := map[string]string{
		"empty":                       "",
		"33 characters":               strings.Repeat("x", 33),
		"a space":                     "alice smith",
		"spaces around":               " alice",
		"a line end":                  "alice\n",
		"a colon, as in dm:":          "alice:bob",
		"a slash":                     "alice/bob",
		"a dot":                       "alice.b",
		"an at sign":                  "@alice",
		"a quote":                     `alice"`,
		"a NUL":                       "alice\x00",
		"a letter beyond ASCII":       "zoë",
		"a Cyrillic look-alike":       "аlice",
		"a full-width letter":         "ａlice",
		"a digit beyond ASCII":        "user١",
		"a zero-width space":          "ali\u200bce",
		"the Kelvin sign":             "\u212aate",
		"not UTF-8":                   "alice\xff",
		"reserved":                    "system",
		"reserved, in capitals":       "SYSTEM",
		"reserved, mixed":             "MiniMost",
		"reserved, everyone":          "Everyone",
		"reserved, deleted":           "DeletedUser",
		"reserved, deleted, shouting": "DELETEDUSER",
		"an administrator's":          "Admin",
		"a Unix administrator's":      "root",
		"a group's":                   "HERE",
		"a channel's":                 "channel",
		"everyone's":                  "all",
	}
	for name, raw := range refused {
		t.Run(name, func(t *testing.T) {
			got, err := chat.ParseUsername(raw)
			wantCode(t, err, chat.Invalid)
			if got != "" || chat.MessageOf(err) == "" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestNamesOfGroupsStayTheirHolders(t *testing.T) {
	for _, name := range []string{"admin", "ROOT", "channel", "Here", "all"} {
		if err := chat.CheckUsername(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"System", "everyone", "minimost", "deleteduser", "", "a b"} {
		wantCode(t, chat.CheckUsername(name), chat.Invalid)
	}
}

func TestCheckPassword(t *testing.T) {
	accepted := map[string]string{
		"8 characters":              "xk4;qw0z",
		"128 characters":            strings.Repeat("xk4;qw0z", 16),
		"8 emoji":                   "🐝🐙🦊🐸🐳🦉🐢🦀",
		"128 emoji are 512 bytes":   strings.Repeat("🦀", 128),
		"spaces count":              "a b c d ",
		"a common one and one more": "password1~",
		"a common one in spaces":    " password ",
	}
	for name, password := range accepted {
		t.Run(name, func(t *testing.T) {
			if err := chat.CheckPassword(password); err != nil {
				t.Error(err)
			}
		})
	}
	refused := map[string]struct{ password, says string }{
		"empty":                           {"", "at least 8"},
		"7 characters":                    {"xk4;qw0", "at least 8"},
		"7 emoji are 28 bytes":            {"🐝🐙🦊🐸🐳🦉🐢", "at least 8"},
		"129 characters":                  {strings.Repeat("x", 129), "at most 128"},
		"129 emoji":                       {strings.Repeat("🦀", 129), "at most 128"},
		"not UTF-8":                       {"xk4;qw0z\xff", "UTF-8"},
		"common":                          {"password1", "too common"},
		"common, in capitals":             {"PASSWORD1", "too common"},
		"common, mixed":                   {"PassWord1", "too common"},
		"common, digits":                  {"12345678", "too common"},
		"common, a Kelvin sign for the k": {"\u212aawasaki", "too common"},
	}
	for name, tt := range refused {
		t.Run(name, func(t *testing.T) {
			err := chat.CheckPassword(tt.password)
			wantCode(t, err, chat.Invalid)
			if !strings.Contains(chat.MessageOf(err), tt.says) {
				t.Errorf("says %q, not %q", chat.MessageOf(err), tt.says)
			}
		})
	}
}

func TestCheckPasswordNeverRepeatsThePassword(t *testing.T) {
	for _, password := range []string{"xk4;qw0", "password1", strings.Repeat("secret!", 40)} {
		if err := chat.CheckPassword(password); strings.Contains(chat.MessageOf(err), password) {
			t.Errorf("the sentence shows the password: %v", err)
		}
	}
}

func TestEveryListedCommonPasswordIsRefused(t *testing.T) {
	list, err := os.ReadFile("common_passwords.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for line := range strings.Lines(string(list)) {
		password := strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(password, "#") {
			continue
		}
		listed++
		if utf8.RuneCountInString(password) < chat.MinPasswordChars {
			t.Errorf("%q is too short to matter", password)
		}
		wantCode(t, chat.CheckPassword(password), chat.Invalid)
		wantCode(t, chat.CheckPassword(strings.ToUpper(password)), chat.Invalid)
	}
	if listed < 1_000 {
		t.Errorf("only %d common passwords are listed", listed)
	}
}
