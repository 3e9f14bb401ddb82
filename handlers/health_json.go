package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"
)

// readyTimeout is how long the database may take to answer: a proxy waits for this.
const readyTimeout = 2 * time.Second

func (s *server) live(r *request) error {
	return sendText(r.Ctx, fiber.StatusOK, "ok")
}

func (s *server) ready(r *request) error {
	if err := s.cutOff(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.ctx, readyTimeout)
	defer cancel()
	return sendOK(r, s.Store.Ready(ctx))
}
