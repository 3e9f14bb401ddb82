package chat

import (
	"fmt"
	"regexp"
	"strings"
)

// The system messages, as they are stored. Whoever did it comes first.
const (
	addedText     = "%s added %s to this channel"
	removedText   = "%s removed %s from this channel"
	leftText      = "%s has left the channel"
	joinedText    = "%s has joined the channel"
	createdText   = "%s has made this channel"
	renamedText   = `%s has renamed the channel to "%s"`
	archivedText  = "%s has archived this channel"
	restoredText  = "%s has brought this channel back"
	takenOverText = "%s has taken over this channel"
	aboutText     = "%s changed what this channel is about"
	pinnedText    = "%s pinned a message"
	unpinnedText  = "%s unpinned a message"
)

// systemText is one of them with the pattern of what it makes.
type systemText struct {
	format  string
	pattern *regexp.Regexp
}

var systemTexts = func() (texts []systemText) {
	for _, format := range []string{
		addedText, removedText, leftText, joinedText, createdText, renamedText, archivedText, restoredText, takenOverText, aboutText, pinnedText,
		unpinnedText,
	} {
		pattern := strings.Replace(regexp.QuoteMeta(format), `"%s"`, `"(.*)"`, 1)
		texts = append(texts, systemText{format, regexp.MustCompile(`(?s)^` + strings.ReplaceAll(pattern, "%s", "("+nameInText+")") + `$`)})
	}
	return texts
}()

// ParseSystemText takes a system message apart. One of an unknown form, as the original may have, is itself a format without
// arguments.
func ParseSystemText(text string) Words {
	return SystemTextNaming(text, func(name string) string { return name })
}

// SystemNames are the people in a system message.
func SystemNames(text string) (names []string) {
	SystemTextNaming(text, func(name string) string {
		names = append(names, name)
		return name
	})
	return names
}

// SystemTextNaming is ParseSystemText where people with an account are called by other names than those that are stored.
func SystemTextNaming(text string, called func(name string) string) Words {
	for _, known := range systemTexts {
		if found := known.pattern.FindStringSubmatch(text); found != nil {
			args := make([]any, len(found)-1)
			for i, arg := range found[1:] {
				args[i] = arg
				if quoted := strings.HasSuffix(known.format, `"%s"`) && i == len(args)-1; !quoted {
					args[i] = deletedWords(arg, called)
				}
			}
			return Words{known.format, args}
		}
	}
	return Words{Format: text}
}

// deletedWords are those of the name of a removed account; anybody else is called by their name.
func deletedWords(name string, called func(string) string) (said any) {
	SayDeletedName(name, func(format string, args ...any) string {
		said = Words{format, args}
		return ""
	})
	if said == nil {
		said = called(name)
	}
	return said
}

// AddedText is the system message about a new member.
func AddedText(by, member string) string { return fmt.Sprintf(addedText, by, member) }

// RemovedText is the system message about a removed member.
func RemovedText(by, member string) string { return fmt.Sprintf(removedText, by, member) }

// LeftText is the system message about someone who left.
func LeftText(member string) string { return fmt.Sprintf(leftText, member) }

// JoinedText is the system message about someone who joined by themselves.
func JoinedText(member string) string { return fmt.Sprintf(joinedText, member) }

// CreatedText is the system message that a public channel begins with.
func CreatedText(by string) string { return fmt.Sprintf(createdText, by) }

// RenamedText is the system message about a new name.
func RenamedText(by, name string) string { return fmt.Sprintf(renamedText, by, name) }

// ArchivedText is the system message about a public channel that is archived.
func ArchivedText(by string) string { return fmt.Sprintf(archivedText, by) }

// RestoredText is the system message about one that is in use again.
func RestoredText(by string) string { return fmt.Sprintf(restoredText, by) }

// TakenOverText is the system message about a new owner.
func TakenOverText(by string) string { return fmt.Sprintf(takenOverText, by) }

// AboutText is the system message about another topic or purpose.
func AboutText(by string) string { return fmt.Sprintf(aboutText, by) }

// PinText is the system message about a message that is pinned, or is no more.
func PinText(by string, pinned bool) string {
	if pinned {
		return fmt.Sprintf(pinnedText, by)
	}
	return fmt.Sprintf(unpinnedText, by)
}
