package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

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
	Username string `json:"username"`
	SinceTS  stamp  `json:"since_ts"`
}

// blocked lists whom the user has blocked. Who has blocked the user is told nowhere.
func (s *server) blocked(r *request) error {
	blocks, err := s.cache.Blocks(r.ctx, r.user.Username, r.now)
	if err != nil {
		return err
	}
	list := make([]blockJSON, 0, len(blocks.Blocked))
	for _, name := range blocks.Names() {
		list = append(list, blockJSON{name, stamp(blocks.Blocked[name])})
	}
	return sendList(r, slices.Clip(list))
}

func (s *server) block(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	leave, err := optionalMember[bool](body, "leave_channels")
	if err != nil {
		return err
	}
	if leave != nil && *leave {
		return s.changeBlock(r, s.Store.BlockAndLeave)
	}
	return s.changeBlock(r, s.Store.Block)
}

func (s *server) unblock(r *request) error { return s.changeBlock(r, s.Store.Unblock) }

func (s *server) changeBlock(r *request, change func(ctx context.Context, user, name string, now time.Time) error) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	name, err := body.text("username")
	if err != nil {
		return err
	}
	if strings.TrimSpace(name) == "" {
		return errNobodyToBlock
	}
	return sendOK(r, change(r.ctx, r.user.Username, name, r.now))
}
