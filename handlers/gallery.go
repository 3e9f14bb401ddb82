package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/lang"
	"minimost/views/gallery"
)

// framedPolicy lets the gallery show its states in frames of its own.
const framedPolicy = "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"

func (s *server) gallery(r *request) error {
	speak(r)
	return sendPage(r.Ctx, fiber.StatusOK, gallery.Index(s.pageProps("Gallery")))
}

func (s *server) galleryState(r *request) error {
	entry, found := gallery.Find(r.Params("component"), r.Params("state"))
	if !found {
		return fiber.ErrNotFound
	}
	speak(r)
	props := s.pageProps(entry.Title)
	props.Theme = r.Query("theme")
	r.Set(fiber.HeaderContentSecurityPolicy, framedPolicy)
	r.Set(fiber.HeaderXFrameOptions, "SAMEORIGIN")
	return sendPage(r.Ctx, fiber.StatusOK, gallery.Document(props, entry))
}

// speak has the gallery in the language that its address names.
func speak(r *request) {
	if tag := r.Query("language"); lang.Known(tag) {
		look := chat.DefaultLook
		if r.loggedIn() {
			look = r.user.Look
		}
		look.Language = tag
		r.Locals(lookKey, look)
	}
}
