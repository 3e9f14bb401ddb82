package handlers

import (
	"bytes"
	"context"
	"strings"
	"time"

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
	Declined(ctx context.Context, user string) ([]chat.Declined, error)
	// AcceptAgain is ErrNotDeclined for any other channel.
	AcceptAgain(ctx context.Context, user string, id int64, now time.Time) error
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
	JoinedTS optionalStamp `json:"joined_ts"`
}

func newCreatedChannelJSON(c chat.PrivateChannel) createdChannelJSON {
	return createdChannelJSON{ID: c.ID, Channel: chat.PrivateChannelID(c.ID), Name: c.Name}
}

func (s *server) createPrivateChannel(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	name, err := body.privateName()
	if err != nil {
		return err
	}
	members, err := body.texts("members")
	if err != nil {
		return err
	}
	channel, err := s.Store.CreatePrivateChannel(r.ctx, r.user.Username, name, members, r.now)
	if err != nil {
		return err
	}
	return r.JSON(newCreatedChannelJSON(channel))
}

// privateName reads the name of a private channel as it is stored.
func (o jsonObject) privateName() (string, error) {
	raw, err := o.text("name")
	if err != nil {
		return "", err
	}
	return chat.ParsePrivateName(raw)
}

func (s *server) privateChannels(r *request) error {
	user := r.user.Username
	return s.sendCached(r, answerID{"private_channels", user, ""}, func() (cache.Read[any], error) {
		channels, err := s.Store.PrivateChannels(r.ctx, user)
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

func (s *server) privateMembers(r *request) error {
	channel, err := s.Store.PrivateChannel(r.ctx, r.user.Username, r.id("id"))
	if err != nil {
		return err
	}
	list := make([]memberJSON, len(channel.Members))
	for i, m := range channel.Members {
		list[i] = memberJSON{m.Username, channel.RoleOf(m.Username), optionalStamp(m.JoinedTS)}
	}
	return sendList(r, list)
}

func (s *server) renamePrivateChannel(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	name, err := body.privateName()
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.RenamePrivateChannel(r.ctx, r.user.Username, r.id("id"), name, r.now))
}

func (s *server) addMember(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	username, err := body.text("username")
	if err != nil {
		return err
	}
	if strings.TrimSpace(username) == "" {
		return errNoUsername
	}
	choice, _, err := member[string](body, "history")
	if err != nil {
		return err
	}
	history, err := chat.ParseHistory(choice)
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.AddMember(r.ctx, r.user.Username, r.id("id"), username, history, r.now))
}

func (s *server) removeMember(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	username, err := body.text("username")
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.RemoveMember(r.ctx, r.user.Username, r.id("id"), username, r.now))
}

// leavePrivateChannel takes an object that may be left out, as it once had to be.
func (s *server) leavePrivateChannel(r *request) error {
	if !bytes.HasPrefix(r.BodyRaw(), []byte("{")) {
		return sendOK(r, s.leave(r, false))
	}
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	decline, _, err := member[bool](body, "decline")
	if err != nil {
		return err
	}
	return sendOK(r, s.leave(r, decline))
}

func (s *server) leave(r *request, decline bool) error {
	if decline {
		return s.Store.DeclinePrivateChannel(r.ctx, r.user.Username, r.id("id"), r.now)
	}
	return s.Store.LeavePrivateChannel(r.ctx, r.user.Username, r.id("id"), r.now)
}

func (s *server) archivePrivateChannel(r *request) error {
	return sendOK(r, s.Store.ArchivePrivateChannel(r.ctx, r.user.Username, r.id("id"), r.now))
}
