package channel

import (
	"cmp"
	"slices"
	"strings"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/search"
	"minimost/views"
)

// MembersShown is how many members the dialog lists: a public channel has
// everyone.
const MembersShown = 200

// ShowMembers lists who is in the channel in the path, whatever its kind.
func (h *Handlers) ShowMembers(r *web.Request) error {
	return h.sendMembers(r, r.Channel())
}

func (h *Handlers) ShowPrivateMembers(r *web.Request) error {
	return h.sendMembers(r, chat.PrivateChannelID(r.ID("id")))
}

func (h *Handlers) sendMembers(r *web.Request, channel string) error {
	access, err := h.store.CheckAccess(r.Ctx, r.User.Username, channel)
	if err != nil {
		return err
	}
	room, err := h.Pages.Room(r.Reader(), access.Channel)
	if err != nil {
		return err
	}
	members, err := h.members(r, room)
	if err != nil {
		return err
	}
	total, query := len(members), strings.TrimSpace(r.Query("q"))
	if query != "" {
		typed := strings.TrimSpace(search.Fold(query))
		members = slices.DeleteFunc(members, func(m views.Member) bool {
			return !strings.Contains(search.Fold(m.Face.Name+" "+m.Face.Shown), typed)
		})
	}
	more := max(0, len(members)-MembersShown)
	return h.SendDialog(r, fiber.StatusOK, r.T("Members"), views.MembersDialog(views.MembersProps{
		BackURL:     r.BackURL(page.ChannelURL(channel)),
		ChannelName: r.RoomName(room),
		ChannelID:   access.Channel.PrivateID,
		Members:     members[:len(members)-more],
		More:        more,
		Total:       total,
		Query:       query,
		SearchURL:   membersSearchURL(channel, total),
		Owner:       room.Owner == r.User.Username,
	}))
}

// SearchedFrom is how many members are too many to look through.
const SearchedFrom = 8

func membersSearchURL(channel string, members int) string {
	if members < SearchedFrom {
		return ""
	}
	return "/ui/channels/" + channel + "/members"
}

// members are drawn the owner first, then who is most present.
func (h *Handlers) members(r *web.Request, room page.Room) ([]views.Member, error) {
	seen, err := h.Seen(r)
	if err != nil {
		return nil, err
	}
	joined, err := h.joined(r, room.Channel)
	if err != nil {
		return nil, err
	}
	var members []views.Member
	reader := r.Reader()
	for _, name := range seen.MostPresent(slices.Sorted(slices.Values(room.Members)), len(room.Members)) {
		m := views.Member{Face: reader.Face(seen, name), Me: name == r.User.Username, Owner: name == room.Owner}
		if ts := joined[name]; ts != 0 && ts.Valid() {
			m.Joined = r.Local(ts.Time())
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
func (h *Handlers) joined(r *web.Request, channel chat.Channel) (map[string]chat.Stamp, error) {
	if channel.Kind != chat.Private {
		return nil, nil
	}
	c, err := h.store.PrivateChannel(r.Ctx, r.User.Username, channel.PrivateID)
	joined := make(map[string]chat.Stamp, len(c.Members))
	for _, m := range c.Members {
		joined[m.Username] = m.JoinedAtTS
	}
	return joined, err
}
