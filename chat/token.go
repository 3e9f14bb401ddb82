package chat

import "time"

// Scope is what a token may do.
type Scope string

// The scopes. Whoever may write may read.
const (
	ReadScope  Scope = "read"
	WriteScope Scope = "write"
)

const (
	// MaxTokens is how many tokens an account has at most.
	MaxTokens = 50
	// TokenUseEvery is how often the use of a token is written down at most.
	TokenUseEvery = 10 * time.Minute
)

// Token lets a program act as an account without its password. The token itself
// is shown once, when it is made; a store keeps its hash.
type Token struct {
	ID         int64
	Username   string // whom it acts as
	Name       string // what it is for, in its maker's words
	Scope      Scope
	CreatedTS  Stamp
	LastUsedTS Stamp // none: never; at most TokenUseEvery old while it is used
}

// ErrNoPersonalToken is the one answer for a token that does not exist and for one
// of somebody else.
var ErrNoPersonalToken = Errorf(NotFound, "There is no such token.")

// Covers reports whether a scope allows what needs another.
func (s Scope) Covers(needed Scope) bool { return s == WriteScope || s == needed }

// ParseScope is Invalid for what is no scope.
func ParseScope(name string) (Scope, error) {
	switch s := Scope(name); s {
	case ReadScope, WriteScope:
		return s, nil
	}
	return "", Errorf(Invalid, `The scope of a token is "read" or "write".`)
}

// ParseTokenName returns the name of a token as it is stored, by the rule of
// ParsePrivateName.
func ParseTokenName(raw string) (string, error) { return parseName(raw, "token") }

// CheckNewToken is Conflict where the new token's account has as many as it may, or
// one of that name: of two with one name nobody knows which to end.
func CheckNewToken(has []Token, created Token) error {
	count := 0
	for _, t := range has {
		if t.Username != created.Username {
			continue
		}
		if t.Name == created.Name {
			return Errorf(Conflict, "There is a token of that name already. End it first, or choose another name.")
		}
		count++
	}
	if count >= MaxTokens {
		return Errorf(Conflict, "An account has at most %d tokens. End one first.", MaxTokens)
	}
	return nil
}
