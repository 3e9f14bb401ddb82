package message

import (
	"slices"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// OftenUsed are the emoji offered where the picker is not.
var OftenUsed = []string{
	"👍", "👎", "❤️", "😂", "😄", "🎉", "🙏", "👏", "🔥", "🚀", "✅", "👀",
	"💯", "🤔", "😮", "😢", "😅", "😍", "🙌", "💪", "👋", "☕", "🤷", "❌",
}

// ShowReact is the picker for browsers without scripts.
func (h *Handlers) ShowReact(r *web.Request) error {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if err == nil {
		err = h.checkOpen(r, m.Channel, chat.Closed.TakesChanges)
	}
	if err != nil {
		return err
	}
	return h.sendReact(r, fiber.StatusOK, "", "")
}

func (h *Handlers) sendReact(r *web.Request, status int, typed, failure string) error {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if err != nil {
		return err
	}
	if m.Deleted {
		return chat.ErrNoMessage
	}
	choices, err := h.emojiChoices(r, m)
	if err != nil {
		return err
	}
	return h.SendDialog(r, status, r.T("React to a message"), views.EmojiDialog(views.EmojiDialogProps{
		BackURL: r.BackURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: h.excerpt(r, m),
		Choices: choices, Typed: typed, Error: failure,
	}))
}

func (h *Handlers) emojiChoices(r *web.Request, m chat.Message) ([]views.EmojiChoice, error) {
	set, err := h.Emoji()
	if err != nil {
		return nil, err
	}
	names := set.In(r.Language().Tag())
	var choices []views.EmojiChoice
	for _, often := range OftenUsed {
		emoji, err := set.Parse(often)
		if err != nil {
			return nil, err
		}
		mine := slices.ContainsFunc(m.Reactions, func(one chat.Reaction) bool {
			return one.Emoji == emoji && slices.Contains(one.Reactors, r.User.Username)
		})
		choices = append(choices, views.EmojiChoice{Emoji: emoji, Name: names.Name(emoji), Mine: mine})
	}
	return choices, nil
}

func (h *Handlers) ReactForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	raw, on := form.Text(views.ReactionField), true
	if taken := form.Text(views.TakeBackField); taken != "" {
		raw, on = taken, false
	}
	m, err := h.setReaction(r, raw, on)
	if err != nil {
		return h.refuseReaction(r, raw, err)
	}
	if r.HTMX() && !inDialog(r) {
		return r.SendStatus(fiber.StatusNoContent) // a bar that was drawn now could come after what others did since
	}
	return r.CloseDialog(messageURL(r, m))
}

// setReaction returns the message as it is after the press.
func (h *Handlers) setReaction(r *web.Request, raw string, on bool) (m chat.Message, err error) {
	set, err := h.Emoji()
	if err != nil {
		return m, err
	}
	emoji, err := set.Parse(raw)
	if err != nil && on {
		return m, err
	} else if err != nil {
		emoji = raw // what another program has stored can be taken back as it is
	}
	if err = h.store.SetReaction(r.Ctx, r.User.Username, r.ID("id"), emoji, on, r.Now); err != nil {
		return m, err
	}
	return h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
}

// inDialog reports whether the answer to htmx replaces a dialog's content.
func inDialog(r *web.Request) bool { return r.Get("HX-Target") == "dialog" }

func (h *Handlers) sendReactionBar(r *web.Request, status int, m chat.Message) error {
	seen, err := h.Cache.Presences(r.Ctx, r.Now)
	if err != nil {
		return err
	}
	bar, err := h.Pages.ReactionBar(seen.In(r.T), m, r.User.Username, r.Language())
	if err != nil {
		return err
	}
	return web.SendPage(r.HTTP, status, views.ReactionBar(bar))
}

// refuseReaction says it in the dialog. The bar has no place for words: htmx
// gets the sentence with its own status then, or a bar to press anew.
func (h *Handlers) refuseReaction(r *web.Request, typed string, err error) error {
	sentence, failure := r.Refusal(err)
	if inBar := r.HTMX() && !inDialog(r); inBar && chat.CodeOf(err) == chat.Reused {
		m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
		if err != nil {
			return err
		}
		return h.sendReactionBar(r, fiber.StatusUnprocessableEntity, m)
	} else if failure != nil || inBar {
		return err
	}
	return h.sendReact(r, fiber.StatusUnprocessableEntity, typed, sentence)
}
