package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
)

type personJSON struct {
	Username      string        `json:"username"`
	CreatedTS     stamp         `json:"created_ts"`
	SeenTS        optionalStamp `json:"seen_ts"`
	Administrator bool          `json:"administrator"`
	Deactivated   bool          `json:"deactivated"`
}

func (s *server) listPeople(r *request) error {
	people, err := s.Store.People(r.ctx, r.user.Username, r.Query("q"), r.Query("after"), peopleShown)
	if err != nil {
		return err
	}
	list := make([]personJSON, len(people))
	for i, p := range people {
		list[i] = personJSON{p.Username, stamp(p.CreatedTS), optionalStamp(p.SeenTS), p.Administrator, p.Deactivated}
	}
	return sendList(r, list)
}

// person is a handler that does to the account in the path what an administrator asks
// for.
func person(do func(*server, *request, string) error) func(*server, *request) error {
	return func(s *server, r *request) error { return sendOK(r, do(s, r, r.Params("username"))) }
}

func (s *server) setAdministrator(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	administrator, given, err := member[bool](body, "administrator")
	if err == nil && !given {
		err = chat.Errorf(chat.Invalid, `"administrator" is missing.`)
	}
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.SetAdministrator(s.audited(r), r.user.Username, r.Params("username"), administrator, r.now))
}

func (s *server) removePerson(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	messages, err := body.text("messages")
	if err != nil {
		return err
	}
	fate, err := chat.ParseFate(messages)
	if err != nil {
		return err
	}
	return sendOK(r, s.removeAccount(r, r.user.Username, r.Params("username"), fate))
}

func (s *server) createResetLink(r *request) error {
	_, link, err := s.makeResetLink(r, r.Params("username"))
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"link": link})
}

type ownerlessJSON struct {
	ID      int64 `json:"id"`
	Members int   `json:"members"`
}

func (s *server) adminChannels(r *request) error {
	channels, err := s.Store.OwnerlessChannels(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	list := make([]ownerlessJSON, len(channels))
	for i, c := range channels {
		list[i] = ownerlessJSON(c)
	}
	public, err := s.publicNames(r)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"public": public, "ownerless": list})
}

func (s *server) takeOver(r *request) error {
	return sendOK(r, s.Store.TakeOver(s.audited(r), r.user.Username, r.id("id"), r.now))
}

func (s *server) serverSettings(r *request) error {
	settings, err := s.Store.ServerSettings(r.ctx)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"inviting": settings.Inviting, "creating_channels": settings.CreatingChannels, "signup": s.Signup})
}

// saveServerSettings keeps those that are not named.
func (s *server) saveServerSettings(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	settings, err := s.Store.ServerSettings(r.ctx)
	if err != nil {
		return err
	}
	for key, to := range map[string]*chat.Permission{"inviting": &settings.Inviting, "creating_channels": &settings.CreatingChannels} {
		name, given, err := member[string](body, key)
		if err == nil && given {
			*to, err = chat.ParsePermission(name)
		}
		if err != nil {
			return err
		}
	}
	return sendOK(r, s.Store.SetServerSettings(s.audited(r), r.user.Username, settings, r.now))
}

func (s *server) usage(r *request) error {
	u, err := s.Store.Usage(r.ctx, r.user.Username, r.now)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{
		"accounts": u.Accounts, "deactivated": u.Deactivated, "bots": u.Bots, "messages": u.Messages, "private_channels": u.PrivateChannels,
		"sessions": u.Sessions, "database_bytes": u.DatabaseBytes, "log_bytes": u.LogBytes, "healthy": s.isHealthy(r.ctx),
	})
}

type auditJSON struct {
	ID      int64            `json:"id"`
	TS      stamp            `json:"ts"`
	Action  chat.AuditAction `json:"action"`
	Actor   string           `json:"actor"`
	Address string           `json:"address"`
	Subject string           `json:"subject"`
	Detail  string           `json:"detail"`
}

func (s *server) auditLog(r *request) error {
	filter := chat.AuditFilter{Before: parseID(r.Query("before")), Person: r.Query("person"), Action: chat.AuditAction(r.Query("action"))}
	entries, err := s.Store.AuditEntries(r.ctx, filter, auditShown)
	if err != nil {
		return err
	}
	list := make([]auditJSON, len(entries))
	for i, e := range entries {
		list[i] = auditJSON{e.ID, stamp(e.TS), e.Action, e.Actor, e.Address, e.Subject, e.Detail}
	}
	return sendList(r, list)
}

type inviteJSON struct {
	ID        int64  `json:"id"`
	MadeBy    string `json:"made_by"`
	ExpiresTS stamp  `json:"expires_ts"`
	Uses      int    `json:"uses"`
	MostUses  int    `json:"most_uses"`
	Valid     bool   `json:"valid"`
}

// listInvites lists one's own, everybody's for an administrator.
func (s *server) listInvites(r *request) error {
	if err := s.checkInviter(r); err != nil {
		return err
	}
	invites, err := s.Store.Invites(r.ctx, r.user.Username, invitesShown)
	if err != nil {
		return err
	}
	list := make([]inviteJSON, len(invites))
	for i, v := range invites {
		list[i] = inviteJSON{v.ID, v.MadeBy, stamp(v.ExpiresTS), v.Uses, v.MostUses, v.Valid(r.now)}
	}
	return sendList(r, list)
}

func (s *server) checkInviter(r *request) error {
	settings, err := s.Store.ServerSettings(r.ctx)
	if err == nil && !settings.Inviting.Allows(r.user) {
		err = chat.ErrNoInviter
	}
	return err
}

func (s *server) createInvite(r *request) error {
	if err := s.checkInviter(r); err != nil {
		return err
	}
	if s.Signup == chat.SignupClosed {
		return chat.ErrSignupClosed
	}
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	var n chat.NewInvite
	if n.Days, _, err = member[int](body, "days"); err == nil {
		n.Uses, _, err = member[int](body, "uses")
	}
	if err == nil {
		n.Channels, err = body.texts("channels")
	}
	if err != nil {
		return err
	}
	secret := auth.NewSecret()
	invite, err := s.Store.CreateInvite(s.audited(r), r.user.Username, auth.HashSecret(secret), n, r.now)
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderCacheControl, "no-store")
	return r.JSON(fiber.Map{"id": invite.ID, "link": s.link(r, "/invite/"+secret)})
}

func (s *server) endInvite(r *request) error {
	return sendOK(r, s.Store.EndInvite(s.audited(r), r.user.Username, r.id("id"), r.now))
}
