package chat

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ChannelKind tells the three kinds of channel apart.
type ChannelKind int

// The kinds of channel.
const (
	Public  ChannelKind = iota // every account
	Direct                     // the participants named in its identifier
	Private                    // its members
)

const (
	directPrefix  = "dm:"
	privatePrefix = "private:"
)

// MaxChannelBytes bounds a channel identifier: a direct channel of thirty names
// as long as they can be.
const MaxChannelBytes = 1_000

var publicName = regexp.MustCompile(`^[a-z0-9_-]{1,80}$`)

// Channel is a well-formed channel identifier. It says nothing of whether the
// channel exists.
type Channel struct {
	ID   string
	Kind ChannelKind
	// PrivateID is the private channel's number.
	PrivateID int64
	// Participants are a direct channel's, sorted by byte.
	Participants []string
}

// ParseChannel reads a channel identifier: a public name, "dm:" and two or more
// names sorted by byte and joined with ":", or "private:" and a number. Any
// other spelling, and one longer than MaxChannelBytes, is Invalid.
func ParseChannel(id string) (Channel, error) {
	if len(id) > MaxChannelBytes {
		return Channel{}, errSpelling
	}
	if names, ok := strings.CutPrefix(id, directPrefix); ok {
		participants := strings.Split(names, ":")
		if !utf8.ValidString(id) || strings.ContainsFunc(id, unicode.IsControl) || len(participants) < 2 || !strictlySorted(participants) {
			return Channel{}, errSpelling
		}
		return Channel{ID: id, Kind: Direct, Participants: participants}, nil
	}
	if digits, ok := strings.CutPrefix(id, privatePrefix); ok {
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n < 1 || PrivateChannelID(n) != id {
			return Channel{}, errSpelling
		}
		return Channel{ID: id, Kind: Private, PrivateID: n}, nil
	}
	if !publicName.MatchString(id) {
		return Channel{}, errSpelling
	}
	return Channel{ID: id, Kind: Public}, nil
}

var errSpelling = Errorf(Invalid, "There is no channel of that spelling.")

// ErrNoChannel is the one answer for a channel that does not exist and for one
// the asker may not see.
var ErrNoChannel = Errorf(Forbidden, "You have no access to this channel.")

// ParseChannelToPost is ParseChannel for someone who is about to send: a direct
// channel spelled wrong is Invalid, and says so; anything else that is no
// channel is ErrNoChannel.
func ParseChannelToPost(id string) (Channel, error) {
	ch, err := ParseChannel(id)
	if err != nil && !strings.HasPrefix(id, directPrefix) {
		err = ErrNoChannel
	}
	return ch, err
}

func strictlySorted(names []string) bool {
	for i, name := range names {
		if name == "" || i > 0 && names[i-1] >= name {
			return false
		}
	}
	return true
}

// PrivateChannelID is the identifier of the private channel with number id.
func PrivateChannelID(id int64) string {
	return privatePrefix + strconv.FormatInt(id, 10)
}

// DirectChannelID is the identifier of the direct channel between names, each
// counted once. It is Invalid with fewer than two.
func DirectChannelID(names []string) (string, error) {
	sorted := slices.Compact(slices.Sorted(slices.Values(names)))
	ch, err := ParseChannel(directPrefix + strings.Join(sorted, ":"))
	return ch.ID, err
}

// Includes reports whether user is a participant of a direct channel.
func (c Channel) Includes(user string) bool {
	return slices.Contains(c.Participants, user)
}

// ParsePublicNames reads the list of public channels: comma-separated names,
// each 1 to 80 of a-z0-9_-. It returns Invalid for a bad or repeated name or an
// empty list.
func ParsePublicNames(list []string) ([]string, error) {
	names := make([]string, 0, len(list))
	for _, raw := range list {
		name := strings.TrimSpace(raw)
		if !publicName.MatchString(name) {
			return nil, Errorf(Invalid, "The channel name %q is not 1 to 80 of a-z, 0-9, _ and -.", raw)
		}
		if slices.Contains(names, name) {
			return nil, Errorf(Invalid, "The channel name %q is given twice.", name)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil, Errorf(Invalid, "At least one channel is needed.")
	}
	return names, nil
}

// ChannelUnread is a channel and how many of its messages someone has unread.
type ChannelUnread struct {
	Channel string
	Unread  int
}

// PrivateChannelSummary is a private channel as one of its members lists it.
type PrivateChannelSummary struct {
	PrivateChannel
	Unread int
}

// SidebarChannel is a channel in someone's sidebar.
type SidebarChannel struct {
	Channel
	Name     string
	Unread   int
	Mentions int // unread messages that mention them
	// Floor is the stamp after which messages can be unread, and LastID the newest
	// message, of any channel, when they were counted.
	Floor  Stamp
	LastID int64
	Newest Stamp // the newest message, where ByNewest is set
	// ByNewest is set on channels that are listed in the order of their newest messages:
	// conversations, and all of somebody who wants it so.
	ByNewest bool
	// Settings are what they have set for it.
	Settings ChannelSettings
}

// DirectChannel is a direct channel as one participant lists it.
type DirectChannel struct {
	Channel string
	Users   []string // the others
	Unread  int
}
