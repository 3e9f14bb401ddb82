package handlers

import (
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

const blocksPage = "/ui/blocks"

// showBlocks lists whom the user has blocked.
func (s *server) showBlocks(r *request) error {
	return s.sendBlocks(r, fiber.StatusOK, r.Query("username"), "")
}

func (s *server) sendBlocks(r *request, status int, name, failure string) error {
	blocks, err := s.cache.Blocks(r.ctx, r.user.Username, r.now)
	if err != nil {
		return err
	}
	declined, err := s.Store.Declined(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	seen, err := s.seen(r)
	if err != nil {
		return err
	}
	props := views.BlocksProps{BackURL: r.backURL("/"), Name: name, Error: failure}
	for _, blocked := range blocks.Names() {
		face := faceOf(seen, blocked)
		face.State = ""
		props.People = append(props.People, face)
	}
	for _, c := range declined {
		props.Declined = append(props.Declined, views.DeclinedChannel{ID: c.ID, Name: c.Name})
	}
	return s.sendDialog(r, status, r.T("People you have blocked"), views.BlocksDialog(props))
}

// showBlock asks before the sender of the message in the path is blocked.
func (s *server) showBlock(r *request) error {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if err != nil {
		return err
	}
	if m.ContentType == chat.ContentSystem {
		return chat.ErrNoMessage
	}
	if m.Sender == r.user.Username {
		return chat.ErrBlockSelf
	}
	addedTo, err := s.Store.AddedBy(r.ctx, r.user.Username, m.Sender)
	if err != nil {
		return err
	}
	seen, err := s.seen(r)
	if err != nil {
		return err
	}
	props := views.BlockProps{BackURL: r.backURL(page.ChannelURL(m.Channel)), Name: m.Sender, Shown: seen.Shown(m.Sender)}
	for _, c := range addedTo {
		props.AddedTo = append(props.AddedTo, c.Name)
	}
	return s.sendDialog(r, fiber.StatusOK, r.T("Block a person"), views.BlockDialog(props))
}

func (s *server) blockForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	if form.text(views.LeaveField) != "" {
		return s.changeBlocks(r, s.Store.BlockAndLeave)
	}
	return s.changeBlocks(r, s.Store.Block)
}

func (s *server) unblockForm(r *request) error { return s.changeBlocks(r, s.Store.Unblock) }

// changeBlocks answers with who is blocked now.
func (s *server) changeBlocks(r *request, change func(ctx context.Context, user, name string, now time.Time) error) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	name := strings.TrimSpace(form.text("username"))
	if err = errNobodyToBlock; name != "" {
		err = change(r.ctx, r.user.Username, name, r.now)
	}
	if err == nil && r.htmx() {
		return s.sendBlocks(r, fiber.StatusOK, "", "")
	}
	if err == nil {
		return r.Redirect(blocksPage, fiber.StatusSeeOther)
	}
	sentence := r.says(err)
	if chat.CodeOf(err) != chat.NotFound {
		if sentence, err = r.refusal(err); err != nil {
			return err
		}
	}
	return s.sendBlocks(r, fiber.StatusUnprocessableEntity, name, sentence)
}
