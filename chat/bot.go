package chat

import "strings"

// MaxBots is how many bots somebody has at most.
const MaxBots = 20

// Bot is how a bot appears: it has no state, and is none of States.
const Bot State = "bot"

// ErrBot is the answer to a bot that asks for what is for people.
var ErrBot = Errorf(Forbidden, "A bot may not do this: it is for people.")

// ErrNoBot is the one answer for a bot that does not exist and for somebody else's.
var ErrNoBot = Errorf(NotFound, "You have no bot of that name.")

// IsBot reports whether the account is that of a program.
func (u User) IsBot() bool { return u.BotOwner != "" }

// CheckNewBot is Conflict where somebody has as many bots as they may.
func CheckNewBot(has []string) error {
	if len(has) >= MaxBots {
		return Errorf(Conflict, "You have %d bots already, which is as many as there may be.", MaxBots)
	}
	return nil
}

// ParseBotName checks the name of a new bot by the rule of usernames.
func ParseBotName(raw string) (string, error) {
	if name := strings.TrimSpace(raw); name != "" {
		return ParseUsername(name)
	}
	return "", Errorf(Invalid, "A bot needs a name.")
}

// What a bot, which nobody logs in as, is refused.
var (
	ErrBotAdministrator = Errorf(Invalid, "A bot cannot be administrator.")
	ErrBotPassword      = Errorf(Invalid, "A bot has no password: it acts by its tokens.")
)
