package admin

import (
	"context"
	"io"
	"mime"
	"net"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/export"
)

// exportLasts bounds how long a whole export may take its client.
const exportLasts = time.Hour

// ExportAccount answers with a zip of what is stored of the user's account, which is
// read while it is sent. It changes nothing, and is a POST for it costs much and the audit
// log tells of it.
func (h *Handlers) ExportAccount(r *web.Request) error {
	if err := h.store.WriteAudit(h.Audited(r), r.Now, chat.AuditDataExported, r.User.Username, ""); err != nil {
		return err
	}
	name := "minimost-" + r.User.Username + "-" + r.Local(r.Now).Format(time.DateOnly) + ".zip"
	r.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	r.Set(fiber.HeaderContentType, "application/zip")
	r.Set(fiber.HeaderCacheControl, "no-store")
	from, to := io.Pipe()
	go h.export(&patient{to, r.Context().Conn(), h.TimeToWrite()}, to, r.User.Username, web.RequestID(r.HTTP), r.Now)
	r.Context().SetBodyStream(from, -1)
	return nil
}

// export writes until the client is gone or all is written. What goes wrong ends the
// connection, by which the client sees that the file is not whole.
func (h *Handlers) export(w io.Writer, to *io.PipeWriter, username, id string, now time.Time) {
	ctx, cancel := context.WithTimeout(context.Background(), exportLasts)
	defer cancel()
	err := io.ErrUnexpectedEOF // of a panic
	defer func() {
		if wrong := recover(); wrong != nil {
			h.Logger.Error("an export panicked", "request", id, "panic", wrong)
		}
		_ = to.CloseWithError(err)
	}()
	if err = export.Write(ctx, w, h.store, username, now); err != nil {
		h.Logger.Info("an export was not finished", "request", id, "error", err)
	}
}

// patient gives each part of a long answer the time of a whole one.
type patient struct {
	io.Writer
	conn    net.Conn
	timeout time.Duration
}

func (p *patient) Write(b []byte) (int, error) {
	if err := p.conn.SetWriteDeadline(time.Now().Add(p.timeout)); err != nil {
		return 0, err
	}
	return p.Writer.Write(b)
}
