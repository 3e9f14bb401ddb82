package handlers

import (
	"context"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"
)

// readyTimeout is how long the database may take to answer: a proxy waits for this.
const readyTimeout = 2 * time.Second

func (s *server) live(r *web.Request) error {
	return web.SendText(r.HTTP, fiber.StatusOK, "ok")
}

func (s *server) ready(r *web.Request) error {
	if err := s.CutOff(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Ctx, readyTimeout)
	defer cancel()
	return web.SendOK(r, s.health.Ready(ctx))
}
