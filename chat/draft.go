package chat

import "unicode/utf8"

// MaxDrafts is in how many channels one person may have begun to write.
const MaxDrafts = 200

// ErrTooManyDrafts is Conflict: there is no room for a draft in a further channel.
var ErrTooManyDrafts = Errorf(Conflict, "You have drafts in 200 channels: send some of them first.")

// Draft is what somebody has begun to write in a channel, in whichever tab or device.
type Draft struct {
	Channel   string
	Text      string
	ChangedTS Stamp
}

// ParseDraft returns a draft as it is stored, "" for none: line ends are LF, and nothing
// but white space is a draft too. It is Invalid for what is not UTF-8, and TooLarge for
// more than MaxMessageChars characters.
func ParseDraft(raw string) (string, error) {
	text, err := cleanText(raw)
	if err != nil {
		return "", err
	}
	if n := utf8.RuneCountInString(text); n > MaxMessageChars {
		return "", Errorf(TooLarge, "A draft has at most 10,000 characters; this one has %d.", n)
	}
	return text, nil
}

// TopicDrafts is what one person has begun to write.
func TopicDrafts(user string) Topic { return Topic("drafts " + user) }
