package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// oftenUsed are the emoji offered where the picker is not.
var oftenUsed = []string{
	"👍", "👎", "❤️", "😂", "😄", "🎉", "🙏", "👏", "🔥", "🚀", "✅", "👀",
	"💯", "🤔", "😮", "😢", "😅", "😍", "🙌", "💪", "👋", "☕", "🤷", "❌",
}

// showReact is the picker for browsers without scripts.
func (s *server) showReact(r *request) error {
	return s.sendReact(r, fiber.StatusOK, "", "")
}

func (s *server) sendReact(r *request, status int, typed, failure string) error {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if err != nil {
		return err
	}
	if m.Deleted {
		return chat.ErrNoMessage
	}
	choices, err := s.emojiChoices(r, m)
	if err != nil {
		return err
	}
	return s.sendDialog(r, status, r.T("React to a message"), views.EmojiDialog(views.EmojiDialogProps{
		BackURL: r.backURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: r.excerpt(m),
		Choices: choices, Typed: typed, Error: failure,
	}))
}

func (s *server) emojiChoices(r *request, m chat.Message) ([]views.EmojiChoice, error) {
	set, err := s.Emoji()
	if err != nil {
		return nil, err
	}
	names := set.In(r.language().Tag())
	var choices []views.EmojiChoice
	for _, often := range oftenUsed {
		emoji, err := set.Parse(often)
		if err != nil {
			return nil, err
		}
		mine := slices.ContainsFunc(m.Reactions, func(one chat.Reaction) bool {
			return one.Emoji == emoji && slices.Contains(one.Reactors, r.user.Username)
		})
		choices = append(choices, views.EmojiChoice{Emoji: emoji, Name: names.Name(emoji), Mine: mine})
	}
	return choices, nil
}

func (s *server) reactForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	raw, on := form.text(views.ReactionField), true
	if taken := form.text(views.TakeBackField); taken != "" {
		raw, on = taken, false
	}
	m, err := s.setReaction(r, raw, on)
	if err != nil {
		return s.refuseReaction(r, raw, err)
	}
	if r.htmx() && !r.inDialog() {
		return s.sendReactionBar(r, fiber.StatusOK, m)
	}
	return r.closeDialog(r.messageURL(m))
}

// setReaction returns the message as it is after the press.
func (s *server) setReaction(r *request, raw string, on bool) (m chat.Message, err error) {
	set, err := s.Emoji()
	if err != nil {
		return m, err
	}
	emoji, err := set.Parse(raw)
	if err != nil && on {
		return m, err
	} else if err != nil {
		emoji = raw // what another program has stored can be taken back as it is
	}
	if err = s.Store.SetReaction(r.ctx, r.user.Username, r.id("id"), emoji, on, r.now); err != nil {
		return m, err
	}
	return s.Store.Message(r.ctx, r.user.Username, r.id("id"))
}

// inDialog reports whether the answer to htmx replaces a dialog's content.
func (r *request) inDialog() bool { return r.Get("HX-Target") == "dialog" }

func (s *server) sendReactionBar(r *request, status int, m chat.Message) error {
	seen, err := s.cache.Presences(r.ctx, r.now)
	if err != nil {
		return err
	}
	bar, err := s.pages.ReactionBar(seen.In(r.T), m, r.user.Username, r.language())
	if err != nil {
		return err
	}
	return sendPage(r.Ctx, status, views.ReactionBar(bar))
}

// refuseReaction says it in the dialog. The bar has no place for words: htmx
// gets the sentence with its own status then, or a bar to press anew.
func (s *server) refuseReaction(r *request, typed string, err error) error {
	sentence, failure := r.refusal(err)
	if inBar := r.htmx() && !r.inDialog(); inBar && chat.CodeOf(err) == chat.Reused {
		m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
		if err != nil {
			return err
		}
		return s.sendReactionBar(r, fiber.StatusUnprocessableEntity, m)
	} else if failure != nil || inBar {
		return err
	}
	return s.sendReact(r, fiber.StatusUnprocessableEntity, typed, sentence)
}
