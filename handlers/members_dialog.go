package handlers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// membersShown is how many members the dialog lists: a public channel has
// everyone.
const membersShown = 200

// showMembers lists who is in the channel in the path, whatever its kind.
func (s *server) showMembers(r *request) error {
	return s.sendMembers(r, r.channel())
}

func (s *server) showPrivateMembers(r *request) error {
	return s.sendMembers(r, chat.PrivateChannelID(r.id("id")))
}

func (s *server) sendMembers(r *request, channel string) error {
	access, err := s.Store.CheckAccess(r.ctx, r.user.Username, channel)
	if err != nil {
		return err
	}
	room, err := s.pages.Room(r.reader(), access.Channel)
	if err != nil {
		return err
	}
	members, err := s.members(r, room)
	if err != nil {
		return err
	}
	total, query := len(members), strings.TrimSpace(r.Query("q"))
	if query != "" {
		typed := strings.ToLower(query)
		members = slices.DeleteFunc(members, func(m views.Member) bool {
			return !strings.Contains(strings.ToLower(m.Face.Name+" "+m.Face.Shown), typed)
		})
	}
	more := max(0, len(members)-membersShown)
	return s.sendDialog(r, fiber.StatusOK, r.T("Members"), views.MembersDialog(views.MembersProps{
		BackURL:     r.backURL(page.ChannelURL(channel)),
		ChannelName: r.roomName(room),
		ChannelID:   access.Channel.PrivateID,
		Members:     members[:len(members)-more],
		More:        more,
		Total:       total,
		Query:       query,
		SearchURL:   membersSearchURL(channel, total),
		Owner:       room.Owner == r.user.Username,
	}))
}

// searchedFrom is how many members are too many to look through.
const searchedFrom = 8

func membersSearchURL(channel string, members int) string {
	if members < searchedFrom {
		return ""
	}
	return "/ui/channels/" + channel + "/members"
}

func (r *request) roomName(room page.Room) string {
	if room.Channel.Kind == chat.Direct {
		return r.T("the conversation with %s", room.Name)
	}
	return room.Name
}

// members are drawn the owner first, then who is most present.
func (s *server) members(r *request, room page.Room) ([]views.Member, error) {
	seen, err := s.seen(r)
	if err != nil {
		return nil, err
	}
	joined, err := s.joined(r, room.Channel)
	if err != nil {
		return nil, err
	}
	var members []views.Member
	reader := r.reader()
	for _, name := range seen.MostPresent(slices.Sorted(slices.Values(room.Members)), len(room.Members)) {
		m := views.Member{Face: reader.Face(seen, name), Me: name == r.user.Username, Owner: name == room.Owner}
		if ts := joined[name]; ts != 0 && ts.Valid() {
			m.Joined = r.local(ts.Time())
		}
		members = append(members, m)
	}
	slices.SortStableFunc(members, func(a, b views.Member) int { return cmp.Compare(rank(a), rank(b)) })
	return members, nil
}

func rank(m views.Member) int {
	if m.Owner {
		return 0
	}
	return 1
}

// joined is when the members of a private channel came.
func (s *server) joined(r *request, channel chat.Channel) (map[string]chat.Stamp, error) {
	if channel.Kind != chat.Private {
		return nil, nil
	}
	c, err := s.Store.PrivateChannel(r.ctx, r.user.Username, channel.PrivateID)
	joined := make(map[string]chat.Stamp, len(c.Members))
	for _, m := range c.Members {
		joined[m.Username] = m.JoinedAtTS
	}
	return joined, err
}
