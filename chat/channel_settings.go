package chat

// NotifyLevel is what somebody is told of: in a channel, or everywhere.
type NotifyLevel string

// The levels of notification. NotifyDefault, of a channel, is as everywhere.
const (
	NotifyDefault  NotifyLevel = ""
	NotifyAll      NotifyLevel = "all"
	NotifyMentions NotifyLevel = "mentions"
	NotifyNone     NotifyLevel = "none"
)

// ParseNotifyLevel reads a level; "" is NotifyDefault. Anything else is Invalid.
func ParseNotifyLevel(text string) (NotifyLevel, error) {
	switch level := NotifyLevel(text); level {
	case NotifyDefault, NotifyAll, NotifyMentions, NotifyNone:
		return level, nil
	}
	return NotifyDefault, Errorf(Invalid, `Notifications are "all", "mentions" or "none".`)
}

// MaxChannelSettings is for how many channels one person can set something.
const MaxChannelSettings = 2_000

// ErrTooManyChannelSettings refuses to keep settings of more channels.
var ErrTooManyChannelSettings = Errorf(Conflict, "You have set something for %d channels; reset one of them first.", MaxChannelSettings)

// ChannelSettings is what somebody has set for a channel, for themselves alone.
type ChannelSettings struct {
	// Muted channels count and tell mentions alone.
	Muted     bool
	Favourite bool
	Notify    NotifyLevel
	// MarkedUnread is when they marked the channel as unread, 0 where they did not, or
	// have read it since.
	MarkedUnread Stamp
}

// ChannelSettingsChange changes those that it names.
type ChannelSettingsChange struct {
	Muted, Favourite *bool
	Notify           *NotifyLevel
}

// NotifyAs reports whether the same notifies under both.
func (s ChannelSettings) NotifyAs(other ChannelSettings) bool {
	return s.Muted == other.Muted && s.Notify == other.Notify
}

// Change are the settings after a change.
func (s ChannelSettings) Change(c ChannelSettingsChange) ChannelSettings {
	if c.Muted != nil {
		s.Muted = *c.Muted
	}
	if c.Favourite != nil {
		s.Favourite = *c.Favourite
	}
	if c.Notify != nil {
		s.Notify = *c.Notify
	}
	return s
}

// Counted is how many messages of the channel the sidebar and the title count: what
// is unread, of a muted channel what mentions them alone.
func (c SidebarChannel) Counted() int {
	if c.Settings.Muted {
		return c.Mentions
	}
	return c.Unread
}
