package handlers

import "github.com/gofiber/fiber/v2"

func (s *server) live(r *request) error {
	return sendText(r.Ctx, fiber.StatusOK, "ok")
}

func (s *server) ready(r *request) error {
	if err := s.cutOff(); err != nil {
		return err
	}
	return sendOK(r, s.Store.Ready(r.ctx))
}
