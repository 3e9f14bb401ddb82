package program

import (
	"minimost/auth"
	"minimost/chat"
	"minimost/handlers/web"
)

type hookJSON struct {
	ID         int64             `json:"id"`
	Channel    string            `json:"channel"`
	Bot        string            `json:"bot"`
	Mentions   bool              `json:"mentions"`
	CreatedTS  web.Stamp         `json:"created_ts"`
	LastUsedTS web.OptionalStamp `json:"last_used_ts"`
}

func newHookJSON(h chat.Hook) hookJSON {
	return hookJSON{ID: h.ID, Channel: h.Channel, Bot: h.Bot, Mentions: h.Mentions, CreatedTS: web.Stamp(h.CreatedTS), LastUsedTS: web.OptionalStamp(h.LastUsedTS)}
}

// createdHookJSON is a webhook with the address that nobody is shown again.
type createdHookJSON struct {
	hookJSON
	URL string `json:"url"`
}

func (h *Handlers) ListHooks(r *web.Request) error {
	hooks, err := h.store.Hooks(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return web.SendListOf(r, hooks, newHookJSON)
}

func (h *Handlers) CreateHook(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	channel, err := body.Text("channel")
	if err != nil {
		return err
	}
	bot, err := body.Text("bot")
	if err != nil {
		return err
	}
	mentions, _, err := web.Member[bool](body, "mentions")
	if err != nil {
		return err
	}
	hook, url, err := h.makeHook(r, chat.Hook{Channel: channel, Bot: bot, Mentions: mentions})
	if err != nil {
		return err
	}
	return r.JSON(createdHookJSON{newHookJSON(hook), url})
}

// makeHook makes a webhook, and returns it with the address that is shown this once.
func (h *Handlers) makeHook(r *web.Request, hook chat.Hook) (made chat.Hook, url string, err error) {
	secret := auth.NewHookSecret()
	hook.Maker = r.User.Username
	made, err = h.store.CreateHook(r.Ctx, auth.HashToken(secret), hook, r.Now)
	return made, h.hookURL(r, secret), err
}

func (h *Handlers) EndHook(r *web.Request) error {
	return web.SendOK(r, h.store.EndHook(r.Ctx, r.User.Username, r.ID("id"), r.Now))
}
