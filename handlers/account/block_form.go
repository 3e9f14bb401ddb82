package account

import (
	"context"
	"strings"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

const blocksPage = "/ui/blocks"

// ShowBlocks lists whom the user has blocked.
func (h *Handlers) ShowBlocks(r *web.Request) error {
	return h.sendBlocks(r, fiber.StatusOK, r.Query("username"), "")
}

func (h *Handlers) sendBlocks(r *web.Request, status int, name, failure string) error {
	blocks, err := h.Cache.Blocks(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return err
	}
	declined, err := h.store.Declined(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	seen, err := h.Seen(r)
	if err != nil {
		return err
	}
	props := views.BlocksProps{BackURL: r.BackURL("/"), Name: name, Error: failure}
	for _, blocked := range blocks.Names() {
		face := web.FaceOf(seen, blocked)
		face.State = ""
		props.People = append(props.People, face)
	}
	for _, c := range declined {
		props.Declined = append(props.Declined, views.DeclinedChannel{ID: c.ID, Name: c.Name})
	}
	return h.SendDialog(r, status, r.T("People you have blocked"), views.BlocksDialog(props))
}

// ShowBlock asks before the sender of the message in the path is blocked.
func (h *Handlers) ShowBlock(r *web.Request) error {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if err != nil {
		return err
	}
	if m.ContentType == chat.ContentSystem {
		return chat.ErrNoMessage
	}
	if m.Sender == r.User.Username {
		return chat.ErrBlockSelf
	}
	addedTo, err := h.store.AddedBy(r.Ctx, r.User.Username, m.Sender)
	if err != nil {
		return err
	}
	seen, err := h.Seen(r)
	if err != nil {
		return err
	}
	props := views.BlockProps{BackURL: r.BackURL(page.ChannelURL(m.Channel)), Name: m.Sender, Shown: seen.Shown(m.Sender)}
	for _, c := range addedTo {
		props.AddedTo = append(props.AddedTo, c.Name)
	}
	return h.SendDialog(r, fiber.StatusOK, r.T("Block a person"), views.BlockDialog(props))
}

func (h *Handlers) BlockForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	if form.Text(views.LeaveField) != "" {
		return h.changeBlocks(r, h.store.BlockAndLeave)
	}
	return h.changeBlocks(r, h.store.Block)
}

func (h *Handlers) UnblockForm(r *web.Request) error { return h.changeBlocks(r, h.store.Unblock) }

// changeBlocks answers with who is blocked now.
func (h *Handlers) changeBlocks(r *web.Request, change func(ctx context.Context, user, name string, now time.Time) error) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	name := strings.TrimSpace(form.Text("username"))
	if err = errNobodyToBlock; name != "" {
		err = h.Settling(r, func() error { return change(r.Ctx, r.User.Username, name, r.Now) })
	}
	if err == nil && r.HTMX() {
		return h.sendBlocks(r, fiber.StatusOK, "", "")
	}
	if err == nil {
		return r.Redirect(blocksPage, fiber.StatusSeeOther)
	}
	sentence := r.Says(err)
	if chat.CodeOf(err) != chat.NotFound {
		if sentence, err = r.Refusal(err); err != nil {
			return err
		}
	}
	return h.sendBlocks(r, fiber.StatusUnprocessableEntity, name, sentence)
}
