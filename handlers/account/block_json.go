package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
)

type blockStore interface {
	// Block is NotFound without such an account, Invalid for oneself, Conflict beyond
	// chat.MaxBlocks.
	Block(ctx context.Context, user, name string, now time.Time) error
	BlockAndLeave(ctx context.Context, user, name string, now time.Time) error
	AddedBy(ctx context.Context, user, name string) ([]chat.PrivateChannel, error)
	Unblock(ctx context.Context, user, name string, now time.Time) error
}

var errNobodyToBlock = chat.Errorf(chat.Invalid, "Say whom to block.")

type blockJSON struct {
	Username string    `json:"username"`
	SinceTS  web.Stamp `json:"since_ts"`
}

// Blocked lists whom the user has blocked. Who has blocked the user is told nowhere.
func (h *Handlers) Blocked(r *web.Request) error {
	blocks, err := h.Cache.Blocks(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return err
	}
	list := make([]blockJSON, 0, len(blocks.Blocked))
	for _, name := range blocks.Names() {
		list = append(list, blockJSON{name, web.Stamp(blocks.Blocked[name])})
	}
	return web.SendList(r, slices.Clip(list))
}

func (h *Handlers) Block(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	leave, err := web.OptionalMember[bool](body, "leave_channels")
	if err != nil {
		return err
	}
	if leave != nil && *leave {
		return h.changeBlock(r, h.store.BlockAndLeave)
	}
	return h.changeBlock(r, h.store.Block)
}

func (h *Handlers) Unblock(r *web.Request) error { return h.changeBlock(r, h.store.Unblock) }

func (h *Handlers) changeBlock(r *web.Request, change func(ctx context.Context, user, name string, now time.Time) error) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	name, err := body.Text("username")
	if err != nil {
		return err
	}
	if strings.TrimSpace(name) == "" {
		return errNobodyToBlock
	}
	return web.SendOK(r, h.Settling(r, func() error { return change(r.Ctx, r.User.Username, name, r.Now) }))
}
