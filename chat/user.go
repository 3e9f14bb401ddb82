package chat

import (
	_ "embed"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Limits of accounts.
const (
	MaxUsernameChars = 32
	MinPasswordChars = 8
	MaxPasswordChars = 128
)

// ResetLasts is how long a link that sets a new password is good for.
const ResetLasts = time.Hour

// reservedNames cannot be taken: they speak for the chat itself, for everyone,
// or for an account that was removed.
var reservedNames = map[string]bool{"minimost": true, "everyone": true, "system": true, "deleteduser": true}

// groupNames cannot be taken by a new account: people would take it for an
// administrator, or for a group. Accounts that are called so keep their names.
var groupNames = map[string]bool{"admin": true, "root": true, "channel": true, "here": true, "all": true}

// User is an account.
type User struct {
	Username     string
	PasswordHash string
	CreatedTS    Stamp
	Settings     Settings
	// SessionEpoch is another one when every session of the account is to end; a
	// session of another epoch is none. It is random, so that a cookie is no good for
	// an account that was made anew by the same name.
	SessionEpoch int64
	// Deactivated is when the account was taken out of use; none: it is in use.
	Deactivated Stamp
	// Zone is that of the account's clock, as its browser named it; "" when it is not
	// known.
	Zone string
	Look Look
	// Administrator looks after the accounts and the server.
	Administrator bool
	// BotOwner is who made the account for a program; "" for a person.
	BotOwner string
	Profile
}

// Settings are what an account shares with others. All of them start out true,
// which is up to the store.
type Settings struct {
	ShareReceipts bool
	ShareTyping   bool
	// ShareLastSeen lets others see when one was there last.
	ShareLastSeen bool
}

// SettingsChange is what is to be different in an account's settings; nil stays
// as it is.
type SettingsChange struct {
	ShareReceipts *bool
	ShareTyping   *bool
	ShareLastSeen *bool
}

// All is the change after which the settings are s.
func (s Settings) All() SettingsChange {
	return SettingsChange{ShareReceipts: &s.ShareReceipts, ShareTyping: &s.ShareTyping, ShareLastSeen: &s.ShareLastSeen}
}

// ParseUsername checks the name of a new account. It returns Invalid with a
// sentence that says what is wrong.
func ParseUsername(name string) (string, error) {
	if groupNames[strings.ToLower(name)] {
		return "", errReserved(name)
	}
	if err := CheckUsername(name); err != nil {
		return "", err
	}
	return name, nil
}

// CheckUsername is ParseUsername for an account that was made elsewhere or before.
func CheckUsername(name string) error {
	switch {
	case name == "":
		return Errorf(Invalid, "Choose a username.")
	case len(name) > MaxUsernameChars || strings.ContainsFunc(name, notInUsername):
		return Errorf(Invalid, "A username is 1 to %d letters, digits, - or _.", MaxUsernameChars)
	case reservedNames[strings.ToLower(name)]:
		return errReserved(name)
	}
	return nil
}

func errReserved(name string) *Error { return Errorf(Invalid, "The username %s is reserved.", name) }

func notInUsername(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
}

// CheckPassword says whether password may protect an account. It returns
// Invalid with a sentence that says what is wrong.
func CheckPassword(password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return Errorf(Invalid, "The password is not valid UTF-8.")
	case n < MinPasswordChars:
		return Errorf(Invalid, "A password has at least %d characters.", MinPasswordChars)
	case n > MaxPasswordChars:
		return Errorf(Invalid, "A password has at most %d characters.", MaxPasswordChars)
	case commonPasswords()[strings.ToLower(password)]:
		return Errorf(Invalid, "This password is too common. Choose another one.")
	}
	return nil
}

//go:embed common_passwords.txt
var commonPasswordList string

var commonPasswords = sync.OnceValue(func() map[string]bool {
	set := make(map[string]bool)
	for line := range strings.Lines(commonPasswordList) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			set[line] = true
		}
	}
	return set
})

// TopicAccount is an account's password, settings and which sessions of it
// still count.
func TopicAccount(user string) Topic { return Topic("account " + user) }
