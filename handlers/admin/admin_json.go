package admin

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/auth"
	"minimost/chat"
)

type personJSON struct {
	Username      string            `json:"username"`
	CreatedTS     web.Stamp         `json:"created_ts"`
	SeenTS        web.OptionalStamp `json:"seen_ts"`
	Administrator bool              `json:"administrator"`
	Deactivated   bool              `json:"deactivated"`
}

func (h *Handlers) ListPeople(r *web.Request) error {
	people, err := h.store.People(r.Ctx, r.User.Username, r.Query("q"), r.Query("after"), peopleShown)
	if err != nil {
		return err
	}
	return web.SendListOf(r, people, func(p chat.Person) personJSON {
		return personJSON{p.Username, web.Stamp(p.CreatedTS), web.OptionalStamp(p.SeenTS), p.Administrator, p.Deactivated}
	})
}

// Person is a handler that does to the account in the path what an administrator asks
// for.
func Person(do func(r *web.Request, name string) error) web.Handler {
	return func(r *web.Request) error { return web.SendOK(r, do(r, r.Params("username"))) }
}

func (h *Handlers) SetAdministrator(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	administrator, given, err := web.Member[bool](body, "administrator")
	if err == nil && !given {
		err = chat.Errorf(chat.Invalid, `"administrator" is missing.`)
	}
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.SetAdministrator(h.Audited(r), r.User.Username, r.Params("username"), administrator, r.Now))
}

func (h *Handlers) RemovePerson(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	fate, err := body.Fate()
	if err != nil {
		return err
	}
	return web.SendOK(r, h.accounts.RemoveAccount(r, r.User.Username, r.Params("username"), fate))
}

func (h *Handlers) CreateResetLink(r *web.Request) error {
	_, link, err := h.makeResetLink(r, r.Params("username"))
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"link": link})
}

type ownerlessJSON struct {
	ID      int64 `json:"id"`
	Members int   `json:"members"`
}

func (h *Handlers) AdminChannels(r *web.Request) error {
	channels, err := h.store.OwnerlessChannels(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	list := make([]ownerlessJSON, len(channels))
	for i, c := range channels {
		list[i] = ownerlessJSON(c)
	}
	public, err := h.publicNames(r)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"public": public, "ownerless": list})
}

func (h *Handlers) TakeOver(r *web.Request) error {
	return web.SendOK(r, h.store.TakeOver(h.Audited(r), r.User.Username, r.ID("id"), r.Now))
}

func (h *Handlers) ServerSettings(r *web.Request) error {
	settings, err := h.store.ServerSettings(r.Ctx)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"inviting": settings.Inviting, "creating_channels": settings.CreatingChannels, "signup": h.Signup})
}

// SaveServerSettings keeps those that are not named.
func (h *Handlers) SaveServerSettings(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	settings, err := h.store.ServerSettings(r.Ctx)
	if err != nil {
		return err
	}
	for key, to := range map[string]*chat.Permission{"inviting": &settings.Inviting, "creating_channels": &settings.CreatingChannels} {
		name, given, err := web.Member[string](body, key)
		if err == nil && given {
			*to, err = chat.ParsePermission(name)
		}
		if err != nil {
			return err
		}
	}
	return web.SendOK(r, h.store.SetServerSettings(h.Audited(r), r.User.Username, settings, r.Now))
}

func (h *Handlers) Usage(r *web.Request) error {
	u, err := h.store.Usage(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{
		"accounts": u.Accounts, "deactivated": u.Deactivated, "bots": u.Bots, "messages": u.Messages, "private_channels": u.PrivateChannels,
		"sessions": u.Sessions, "database_bytes": u.DatabaseBytes, "log_bytes": u.LogBytes, "healthy": h.isHealthy(r.Ctx),
	})
}

type auditJSON struct {
	ID      int64            `json:"id"`
	TS      web.Stamp        `json:"ts"`
	Action  chat.AuditAction `json:"action"`
	Actor   string           `json:"actor"`
	Address string           `json:"address"`
	Subject string           `json:"subject"`
	Detail  string           `json:"detail"`
}

func (h *Handlers) AuditLog(r *web.Request) error {
	filter := chat.AuditFilter{Before: web.ParseID(r.Query("before")), Person: r.Query("person"), Action: chat.AuditAction(r.Query("action"))}
	entries, err := h.store.AuditEntries(r.Ctx, filter, auditShown)
	if err != nil {
		return err
	}
	return web.SendListOf(r, entries, func(e chat.AuditEntry) auditJSON {
		return auditJSON{e.ID, web.Stamp(e.TS), e.Action, e.Actor, e.Address, e.Subject, e.Detail}
	})
}

type inviteJSON struct {
	ID        int64     `json:"id"`
	MadeBy    string    `json:"made_by"`
	ExpiresTS web.Stamp `json:"expires_ts"`
	Uses      int       `json:"uses"`
	MostUses  int       `json:"most_uses"`
	Valid     bool      `json:"valid"`
}

// ListInvites lists one's own, everybody's for an administrator.
func (h *Handlers) ListInvites(r *web.Request) error {
	if err := h.checkInviter(r); err != nil {
		return err
	}
	invites, err := h.store.Invites(r.Ctx, r.User.Username, invitesShown)
	if err != nil {
		return err
	}
	return web.SendListOf(r, invites, func(v chat.Invite) inviteJSON {
		return inviteJSON{v.ID, v.MadeBy, web.Stamp(v.ExpiresTS), v.Uses, v.MostUses, v.Valid(r.Now)}
	})
}

func (h *Handlers) checkInviter(r *web.Request) error {
	settings, err := h.store.ServerSettings(r.Ctx)
	if err == nil && !settings.Inviting.Allows(r.User) {
		err = chat.ErrNoInviter
	}
	return err
}

func (h *Handlers) CreateInvite(r *web.Request) error {
	if err := h.checkInviter(r); err != nil {
		return err
	}
	if h.Signup == chat.SignupClosed {
		return chat.ErrSignupClosed
	}
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	var n chat.NewInvite
	if n.Days, _, err = web.Member[int](body, "days"); err == nil {
		n.Uses, _, err = web.Member[int](body, "uses")
	}
	if err == nil {
		n.Channels, err = body.Texts("channels")
	}
	if err != nil {
		return err
	}
	secret := auth.NewSecret()
	invite, err := h.store.CreateInvite(h.Audited(r), r.User.Username, auth.HashSecret(secret), n, r.Now)
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderCacheControl, "no-store")
	return r.JSON(fiber.Map{"id": invite.ID, "link": h.link(r, "/invite/"+secret)})
}

func (h *Handlers) EndInvite(r *web.Request) error {
	return web.SendOK(r, h.store.EndInvite(h.Audited(r), r.User.Username, r.ID("id"), r.Now))
}
