package handlers

import (
	"fmt"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/views"
)

const appColor = "#3646c4" // of the icon

// serviceWorker answers with the script that runs beside the pages. It is never
// cached: a new version of the server is to have its own.
func (s *server) serviceWorker(r *web.Request) error {
	status, script := s.Assets.Serve(s.assetPath("js/service-worker.js"), "", "", func(string, string) {})
	if status != fiber.StatusOK {
		return fiber.ErrNotFound
	}
	r.Set(fiber.HeaderContentType, "text/javascript; charset=utf-8")
	return r.Send(fmt.Appendf(nil, "const base = %q;\n%s", s.Assets.Base(), script))
}

// assetPath is that of a file below "/static/".
func (s *server) assetPath(name string) string { return s.Assets.Base()[len("/static/"):] + "/" + name }

// manifest is what makes the chat an app.
func (s *server) manifest(r *web.Request) error {
	icon := func(name, sizes, kind, purpose string) fiber.Map {
		return fiber.Map{"src": s.Assets.Base() + "/icons/" + name, "sizes": sizes, "type": kind, "purpose": purpose}
	}
	err := r.JSON(fiber.Map{
		"id": "/", "name": "MiniMost", "short_name": "MiniMost", "start_url": "/", "scope": "/", "display": "standalone",
		"background_color": "#fffefb", "theme_color": appColor,
		"icons": []fiber.Map{
			icon("favicon.svg", "any", "image/svg+xml", "any"),
			icon("app-192.png", "192x192", "image/png", "any"),
			icon("app-512.png", "512x512", "image/png", "any"),
			icon("app-maskable-512.png", "512x512", "image/png", "maskable"),
		},
	})
	r.Set(fiber.HeaderContentType, "application/manifest+json")
	return err
}

// offline is the page that a browser keeps for when there is no network.
func (s *server) offline(r *web.Request) error {
	return web.SendPage(r.HTTP, fiber.StatusOK, views.OfflinePage(s.PageProps("")))
}

func (s *server) asset(r *web.Request) error {
	status, body := s.Assets.Serve(r.Params("*"), r.Get(fiber.HeaderAcceptEncoding), r.Get(fiber.HeaderIfNoneMatch), r.Set)
	if status == fiber.StatusNotFound {
		return fiber.ErrNotFound
	}
	r.Status(status)
	return r.Send(body)
}
