package program

import (
	"cmp"
	"context"
	"time"

	"minimost/handlers/web"

	"minimost/auth"
	"minimost/chat"
)

type tokenStore interface {
	auth.TokenStore
	// Tokens lists the tokens of an account and of its bots, by name.
	Tokens(ctx context.Context, username string) ([]chat.Token, error)
	// CreateToken is chat.ErrNoBot for a token of somebody else, and Conflict for a name
	// that another token has, or for one too many.
	CreateToken(ctx context.Context, owner string, hash []byte, t chat.Token, now time.Time) (chat.Token, error)
	// EndToken is NotFound for a token that is neither the owner's nor one of their bots'.
	EndToken(ctx context.Context, owner string, id int64, now time.Time) error
}

type tokenJSON struct {
	ID         int64             `json:"id"`
	Username   string            `json:"username"` // whom it acts as
	Name       string            `json:"name"`
	Scope      chat.Scope        `json:"scope"`
	CreatedTS  web.Stamp         `json:"created_ts"`
	LastUsedTS web.OptionalStamp `json:"last_used_ts"`
}

func newTokenJSON(t chat.Token) tokenJSON {
	return tokenJSON{ID: t.ID, Username: t.Username, Name: t.Name, Scope: t.Scope, CreatedTS: web.Stamp(t.CreatedTS), LastUsedTS: web.OptionalStamp(t.LastUsedTS)}
}

// createdTokenJSON is a token with what nobody is shown again.
type createdTokenJSON struct {
	tokenJSON
	Token string `json:"token"`
}

func (h *Handlers) ListTokens(r *web.Request) error {
	tokens, err := h.store.Tokens(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return web.SendListOf(r, tokens, newTokenJSON)
}

func (h *Handlers) CreateToken(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	name, err := body.Text("name")
	if err != nil {
		return err
	}
	scope, err := body.Text("scope")
	if err != nil {
		return err
	}
	bot, _, err := web.Member[string](body, "bot")
	if err != nil {
		return err
	}
	t, secret, err := h.makeToken(r, bot, name, scope)
	if err != nil {
		return err
	}
	return r.JSON(createdTokenJSON{newTokenJSON(t), secret})
}

// makeToken makes a token of a bot, or with none of the user's own, and returns it
// with what it is shown as this once.
func (h *Handlers) makeToken(r *web.Request, bot, rawName, rawScope string) (t chat.Token, secret string, err error) {
	name, err := chat.ParseTokenName(rawName)
	if err != nil {
		return t, "", err
	}
	scope, err := chat.ParseScope(rawScope)
	if err != nil {
		return t, "", err
	}
	secret = auth.NewToken()
	t = chat.Token{Username: cmp.Or(bot, r.User.Username), Name: name, Scope: scope}
	t, err = h.store.CreateToken(r.Ctx, r.User.Username, auth.HashToken(secret), t, r.Now)
	return t, secret, err
}

func (h *Handlers) EndToken(r *web.Request) error {
	return web.SendOK(r, h.store.EndToken(r.Ctx, r.User.Username, r.ID("id"), r.Now))
}
