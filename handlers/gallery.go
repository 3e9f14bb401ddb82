package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/lang"
	"minimost/views/gallery"
)

// framedPolicy lets the gallery show its states in frames of its own.
const framedPolicy = "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"

func (s *server) gallery(r *web.Request) error {
	speak(r)
	return web.SendPage(r.HTTP, fiber.StatusOK, gallery.Index(s.PageProps("Gallery")))
}

func (s *server) galleryState(r *web.Request) error {
	entry, found := gallery.Find(r.Params("component"), r.Params("state"))
	if !found {
		return fiber.ErrNotFound
	}
	speak(r)
	props := s.PageProps(entry.Title)
	props.Theme = r.Query("theme")
	r.Set(fiber.HeaderContentSecurityPolicy, framedPolicy)
	r.Set(fiber.HeaderXFrameOptions, "SAMEORIGIN")
	return web.SendPage(r.HTTP, fiber.StatusOK, gallery.Document(props, entry))
}

// speak has the gallery in the language that its address names.
func speak(r *web.Request) {
	if tag := r.Query("language"); lang.Known(tag) {
		look := chat.DefaultLook
		if r.LoggedIn() {
			look = r.User.Look
		}
		look.Language = tag
		r.Locals(web.LookKey, look)
	}
}
