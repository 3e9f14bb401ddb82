package message

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

type reactionStore interface {
	// React toggles an emoji and returns the reactions after it. It is
	// ErrNoMessage, also for a deleted message, or Conflict at the cap.
	React(ctx context.Context, user string, id int64, emoji string, now time.Time) ([]chat.Reaction, error)
	// SetReaction is React for a reaction that is to be there or not.
	SetReaction(ctx context.Context, user string, id int64, emoji string, on bool, now time.Time) error
}

func (h *Handlers) React(r *web.Request) error {
	fields, err := r.FormBody()
	if err != nil {
		return err
	}
	raw, err := fields.Text("reaction")
	if err != nil {
		return err
	}
	set, err := h.Emoji()
	if err != nil {
		return err
	}
	emoji, err := set.Parse(raw)
	if err != nil {
		return err
	}
	reactions, err := h.store.React(r.Ctx, r.User.Username, r.ID("msg_id"), emoji, r.Now)
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return r.Send(reactionsJSON(reactions))
}

// reactionsJSON writes {emoji: [reactors]} in the order of the reactions, which
// a map would lose.
func reactionsJSON(reactions []chat.Reaction) []byte {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, reaction := range reactions {
		if i > 0 {
			out.WriteByte(',')
		}
		// Strings and lists of them always marshal.
		emoji, _ := json.Marshal(reaction.Emoji)
		reactors, _ := json.Marshal(reaction.Reactors)
		out.Write(emoji)
		out.WriteByte(':')
		out.Write(reactors)
	}
	out.WriteByte('}')
	return out.Bytes()
}
