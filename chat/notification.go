package chat

import (
	"cmp"
	"time"
)

// NotifyLevelInfo is what a form needs to know of a level.
type NotifyLevelInfo struct {
	Level       NotifyLevel
	Label, Hint string
}

// NotifyLevels are the levels that somebody chooses from, in the order in which they
// are offered. NotifyMentions goes for what is sent to them directly or in reply to
// them too.
var NotifyLevels = []NotifyLevelInfo{
	{NotifyAll, "Every message", "In every channel that is not muted"},
	{NotifyMentions, "Mentions, direct messages and replies", "What somebody wrote to you"},
	{NotifyNone, "Nothing", "Counts in the sidebar still show what is new"},
}

// NoticeWithin is how old a message may be for somebody to be notified of it: a
// page that slept does not begin with what was said meanwhile.
const NoticeWithin = 5 * time.Minute

// MaxNotices is how many notifications come at once; of more, the newest.
const MaxNotices = 10

// NotificationSettings are what somebody is notified of, and when.
type NotificationSettings struct {
	Level NotifyLevel
	Sound bool // one is played with each
	DoNotDisturb
}

// DefaultNotifications are the settings of who has set nothing.
var DefaultNotifications = NotificationSettings{Level: NotifyMentions, Sound: true}

// NotificationChange is what is to be different in somebody's settings; nil stays
// as it is.
type NotificationChange struct {
	Level *NotifyLevel
	Sound *bool
	// Pause is for how many minutes from now they are not to be disturbed; 0 ends that.
	Pause    *int
	Schedule *Schedule
}

// Apply makes the change, at now.
func (n NotificationSettings) Apply(change NotificationChange, now time.Time) NotificationSettings {
	if change.Level != nil {
		n.Level = *change.Level
	}
	if change.Sound != nil {
		n.Sound = *change.Sound
	}
	if change.Pause != nil {
		n.DoNotDisturb = n.Pause(now, *change.Pause)
	}
	if change.Schedule != nil {
		n.Schedule = *change.Schedule
	}
	return n
}

// Check is Invalid for a change that cannot be made.
func (c NotificationChange) Check() error {
	if c.Pause != nil && (*c.Pause < 0 || *c.Pause > MaxDoNotDisturbMinutes) {
		return Errorf(Invalid, "Choose 1 minute to 7 days, or 0.")
	}
	if c.Level != nil && *c.Level == NotifyDefault {
		return Errorf(Invalid, "Choose what you want to be notified of.")
	}
	if c.Schedule != nil {
		return CheckSchedule(*c.Schedule)
	}
	return nil
}

// Arrival is a message as it concerns one person, who can see it.
type Arrival struct {
	Own     bool // they sent it
	System  bool // nobody did
	Blocked bool // they block its sender
	Direct  bool // it is in a conversation
	// Mentioned tells that it mentions them, by name or as one of many, and that they
	// are to hear of it. A webhook that may not mention mentions nobody.
	Mentioned bool
	Reply     bool // to a message of theirs
	// Level is what they set for its channel and Muted whether they
	// muted that.
	Level NotifyLevel
	Muted bool
}

// NotifiesOfAll reports whether messages of a channel can notify that are not meant for the person.
func (n NotificationSettings) NotifiesOfAll(c ChannelSettings) bool {
	return cmp.Or(c.Notify, n.Level) == NotifyAll && !c.Muted
}

// Notifies reports whether a message notifies the person whose settings they are.
// That goes by how things are, whatever the person shows of themselves.
func (n NotificationSettings) Notifies(m Arrival, now time.Time) bool {
	if m.Own || m.System || m.Blocked || n.Holds(now) {
		return false
	}
	level := m.Level
	if level == NotifyDefault {
		level = n.Level
	}
	switch {
	case level == NotifyNone:
		return false
	case m.Muted:
		return m.Mentioned
	case level == NotifyAll:
		return true
	}
	return m.Mentioned || m.Direct || m.Reply
}
