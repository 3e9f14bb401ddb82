package channel

import (
	"bytes"
	"context"
	"strings"
	"time"

	"minimost/handlers/web"

	"minimost/cache"
	"minimost/chat"
)

// The methods with an id are ErrNoChannel for everyone who is no member.
type privateChannelStore interface {
	PrivateChannels(ctx context.Context, user string) ([]chat.PrivateChannelSummary, error)
	// CreatePrivateChannel leaves out members without an account. It is Invalid
	// with too many of them.
	CreatePrivateChannel(ctx context.Context, user, name string, members []string, now time.Time) (chat.PrivateChannel, error)
	RenamePrivateChannel(ctx context.Context, user string, id int64, name string, now time.Time) error
	// AddMember is NotFound without such an account, Conflict for a member.
	AddMember(ctx context.Context, user string, id int64, username string, h chat.History, now time.Time) error
	// RemoveMember is Forbidden for all but the owner, NotFound for no member.
	RemoveMember(ctx context.Context, user string, id int64, username string, now time.Time) error
	LeavePrivateChannel(ctx context.Context, user string, id int64, now time.Time) error
	// DeclinePrivateChannel is LeavePrivateChannel, after which nobody can add them.
	DeclinePrivateChannel(ctx context.Context, user string, id int64, now time.Time) error
	// AcceptAgain is ErrNotDeclined for any other channel.
	ArchivePrivateChannel(ctx context.Context, user string, id int64, now time.Time) error
}

var errNoUsername = chat.Errorf(chat.Invalid, "Say whom to add.")

type createdChannelJSON struct {
	ID      int64  `json:"id"`
	Channel string `json:"channel"`
	Name    string `json:"name"`
}

type privateChannelJSON struct {
	createdChannelJSON
	Unread  int      `json:"unread"`
	Members []string `json:"members"`
}

type memberJSON struct {
	Username string `json:"username"`
	Role     string `json:"role"`
	// JoinedTS is null where another program did not say.
	JoinedTS web.OptionalStamp `json:"joined_ts"`
}

func newCreatedChannelJSON(c chat.PrivateChannel) createdChannelJSON {
	return createdChannelJSON{ID: c.ID, Channel: chat.PrivateChannelID(c.ID), Name: c.Name}
}

func (h *Handlers) CreatePrivateChannel(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	name, err := privateName(body)
	if err != nil {
		return err
	}
	members, err := body.Texts("members")
	if err != nil {
		return err
	}
	channel, err := h.store.CreatePrivateChannel(r.Ctx, r.User.Username, name, members, r.Now)
	if err != nil {
		return err
	}
	return r.JSON(newCreatedChannelJSON(channel))
}

// privateName reads the name of a private channel as it is stored.
func privateName(body web.JSONObject) (string, error) {
	raw, err := body.Text("name")
	if err != nil {
		return "", err
	}
	return chat.ParsePrivateName(raw)
}

func (h *Handlers) PrivateChannels(r *web.Request) error {
	user := r.User.Username
	return h.SendCached(r, web.AnswerID{What: "private_channels", User: user}, func() (cache.Read[any], error) {
		channels, err := h.store.PrivateChannels(r.Ctx, user)
		topics := []chat.Topic{chat.TopicPerson(user)}
		list := make([]privateChannelJSON, len(channels))
		for i, c := range channels {
			names := make([]string, len(c.Members))
			for j, m := range c.Members {
				names[j] = m.Username
			}
			list[i] = privateChannelJSON{newCreatedChannelJSON(c.PrivateChannel), c.Unread, names}
			topics = append(topics, chat.TopicMembers(list[i].Channel), chat.TopicMessages(list[i].Channel))
		}
		return cache.Read[any]{Value: list, Topics: topics}, err
	})
}

func (h *Handlers) PrivateMembers(r *web.Request) error {
	channel, err := h.store.PrivateChannel(r.Ctx, r.User.Username, r.ID("id"))
	if err != nil {
		return err
	}
	return web.SendListOf(r, channel.Members, func(m chat.Member) memberJSON {
		return memberJSON{m.Username, channel.RoleOf(m.Username), web.OptionalStamp(m.JoinedTS)}
	})
}

func (h *Handlers) RenamePrivateChannel(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	name, err := privateName(body)
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.RenamePrivateChannel(r.Ctx, r.User.Username, r.ID("id"), name, r.Now))
}

func (h *Handlers) AddMember(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	username, err := body.Text("username")
	if err != nil {
		return err
	}
	if strings.TrimSpace(username) == "" {
		return errNoUsername
	}
	choice, _, err := web.Member[string](body, "history")
	if err != nil {
		return err
	}
	history, err := chat.ParseHistory(choice)
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.AddMember(r.Ctx, r.User.Username, r.ID("id"), username, history, r.Now))
}

func (h *Handlers) RemoveMember(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	username, err := body.Text("username")
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.RemoveMember(r.Ctx, r.User.Username, r.ID("id"), username, r.Now))
}

// LeavePrivateChannel takes an object that may be left out, as it once had to be.
func (h *Handlers) LeavePrivateChannel(r *web.Request) error {
	if !bytes.HasPrefix(r.BodyRaw(), []byte("{")) {
		return web.SendOK(r, h.leave(r, false))
	}
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	decline, _, err := web.Member[bool](body, "decline")
	if err != nil {
		return err
	}
	return web.SendOK(r, h.leave(r, decline))
}

func (h *Handlers) leave(r *web.Request, decline bool) error {
	if decline {
		return h.store.DeclinePrivateChannel(r.Ctx, r.User.Username, r.ID("id"), r.Now)
	}
	return h.store.LeavePrivateChannel(r.Ctx, r.User.Username, r.ID("id"), r.Now)
}

func (h *Handlers) ArchivePrivateChannel(r *web.Request) error {
	return web.SendOK(r, h.store.ArchivePrivateChannel(r.Ctx, r.User.Username, r.ID("id"), r.Now))
}
