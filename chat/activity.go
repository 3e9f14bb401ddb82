package chat

import (
	"strconv"
	"strings"
)

// ActivityKind says why something concerns somebody.
type ActivityKind string

// The kinds of activity.
const (
	ActivityMention  ActivityKind = "mention"
	ActivityReply    ActivityKind = "reply"    // to what they wrote
	ActivityReaction ActivityKind = "reaction" // to what they wrote
)

// ActivityKinds are all of them, in the order of what happened at one moment.
var ActivityKinds = []ActivityKind{ActivityMention, ActivityReply, ActivityReaction}

// Activity is something that somebody else did and that concerns the reader.
type Activity struct {
	Kind ActivityKind
	TS   Stamp
	By   string
	// Emoji is that of a reaction.
	Emoji string
	// Message is the one that mentions or replies, or that was reacted to.
	Message Message
	// Row tells apart what happened at one moment and is of one kind.
	Row int64
}

// ActivityCursor is a place in a list of activity, the newest first: behind the one
// that it names; the zero value is before all.
type ActivityCursor struct {
	TS   Stamp
	Kind ActivityKind
	Row  int64
}

// Cursor is the place behind it.
func (a Activity) Cursor() ActivityCursor { return ActivityCursor{a.TS, a.Kind, a.Row} }

// Text is the cursor as it stands in an address, "" for the zero value.
func (c ActivityCursor) Text() string {
	if c.Kind == "" {
		return ""
	}
	return c.TS.Text() + "-" + string(c.Kind) + "-" + strconv.FormatInt(c.Row, 10)
}

var errActivityCursor = Errorf(Invalid, `"before" is the "next" of the page before.`)

// ParseActivityCursor reads what Text has written. It is Invalid for anything else.
func ParseActivityCursor(text string) (ActivityCursor, error) {
	if text == "" {
		return ActivityCursor{}, nil
	}
	for _, kind := range ActivityKinds {
		ts, row, found := strings.Cut(text, "-"+string(kind)+"-")
		if !found {
			continue
		}
		at, ok := ParseStamp(ts)
		id, err := strconv.ParseInt(row, 10, 64)
		if ok && err == nil && id > 0 {
			return ActivityCursor{at, kind, id}, nil
		}
	}
	return ActivityCursor{}, errActivityCursor
}

// TopicActivity is what others did that concerns one person: what is listed of mentions of
// them, of replies and reactions to what they wrote. Of Everyone it may concern anybody.
func TopicActivity(user string) Topic { return Topic("activity " + user) }

// Everyone is no account's name.
const Everyone = "@"
