package handlers

import (
	"minimost/auth"
	"minimost/chat"
)

type hookJSON struct {
	ID         int64         `json:"id"`
	Channel    string        `json:"channel"`
	Bot        string        `json:"bot"`
	Mentions   bool          `json:"mentions"`
	CreatedTS  stamp         `json:"created_ts"`
	LastUsedTS optionalStamp `json:"last_used_ts"`
}

func newHookJSON(h chat.Hook) hookJSON {
	return hookJSON{ID: h.ID, Channel: h.Channel, Bot: h.Bot, Mentions: h.Mentions, CreatedTS: stamp(h.CreatedTS), LastUsedTS: optionalStamp(h.LastUsedTS)}
}

// createdHookJSON is a webhook with the address that nobody is shown again.
type createdHookJSON struct {
	hookJSON
	URL string `json:"url"`
}

func (s *server) listHooks(r *request) error {
	hooks, err := s.Store.Hooks(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	list := make([]hookJSON, len(hooks))
	for i, h := range hooks {
		list[i] = newHookJSON(h)
	}
	return sendList(r, list)
}

func (s *server) createHook(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	channel, err := body.text("channel")
	if err != nil {
		return err
	}
	bot, err := body.text("bot")
	if err != nil {
		return err
	}
	mentions, _, err := member[bool](body, "mentions")
	if err != nil {
		return err
	}
	h, url, err := s.makeHook(r, chat.Hook{Channel: channel, Bot: bot, Mentions: mentions})
	if err != nil {
		return err
	}
	return r.JSON(createdHookJSON{newHookJSON(h), url})
}

// makeHook makes a webhook, and returns it with the address that is shown this once.
func (s *server) makeHook(r *request, h chat.Hook) (made chat.Hook, url string, err error) {
	secret := auth.NewHookSecret()
	h.Maker = r.user.Username
	made, err = s.Store.CreateHook(r.ctx, auth.HashToken(secret), h, r.now)
	return made, s.hookURL(r, secret), err
}

func (s *server) endHook(r *request) error {
	return sendOK(r, s.Store.EndHook(r.ctx, r.user.Username, r.id("id"), r.now))
}
