package handlers

import (
	"context"
	"io"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/lang"
	"minimost/views/fixtures"
	"minimost/views/gallery"
)

// framedPolicy lets the gallery show its states in frames of its own.
const framedPolicy = "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"

func (s *server) gallery(r *web.Request) error {
	speak(r)
	view := gallery.View{Find: r.Query("find"), Theme: r.Query("theme"), Width: r.Query("width"), Forced: r.Query("forced") != ""}
	return web.SendPage(r.HTTP, fiber.StatusOK, gallery.Index(s.PageProps("Gallery"), view.Known()))
}

func (s *server) galleryState(r *web.Request) error {
	entry, found := fixtures.Find(r.Params("component"), r.Params("state"))
	if !found {
		return fiber.ErrNotFound
	}
	speak(r)
	props := s.PageProps(entry.Title)
	props.Theme = r.Query("theme")
	if r.Query("forced") != "" {
		props.Sheet = gallery.ForcedSheet
	}
	r.Set(fiber.HeaderContentSecurityPolicy, framedPolicy)
	r.Set(fiber.HeaderXFrameOptions, "SAMEORIGIN")
	return web.SendPage(r.HTTP, fiber.StatusOK, s.withStyles(gallery.Document(props, entry)))
}

// withStyles draws with the style sheet of today at hand, whose tokens the gallery shows.
func (s *server) withStyles(page templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		_, sheet := s.Assets.Serve(s.assetPath("app.css"), "", "", func(string, string) {})
		return page.Render(gallery.WithStyles(ctx, string(sheet)), w)
	})
}

// speak has the gallery in the language that its address names.
func speak(r *web.Request) {
	if tag := r.Query("language"); lang.Known(tag) {
		look := chat.DefaultLook
		if r.LoggedIn() {
			look = r.User.Look
		}
		look.Language = tag
		r.Locals(web.LookKey, &look)
	}
}
