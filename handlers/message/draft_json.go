package message

import (
	"context"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
)

type draftStore interface {
	// Drafts are those of channels that the user sees.
	Drafts(ctx context.Context, user string) ([]chat.Draft, error)
	// SaveDraft keeps nothing for "". It is ErrNoChannel without access and Conflict beyond
	// chat.MaxDrafts.
	SaveDraft(ctx context.Context, user, channel, draft string, now time.Time) error
}

type draftJSON struct {
	Channel   string    `json:"channel"`
	Text      string    `json:"text"`
	ChangedTS web.Stamp `json:"changed_ts"`
}

// Drafts lists what the user has begun to write.
func (h *Handlers) Drafts(r *web.Request) error {
	drafts, err := h.store.Drafts(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return web.SendListOf(r, drafts, func(d chat.Draft) draftJSON { return draftJSON{d.Channel, d.Text, web.Stamp(d.ChangedTS)} })
}

// SaveDraft keeps what the user has begun to write in a channel. To a page that has lost
// its channel it says nothing, as of typing.
func (h *Handlers) SaveDraft(r *web.Request) error {
	form, err := r.FormBody()
	if err != nil {
		return err
	}
	raw, err := form.Text("text")
	if err != nil {
		return err
	}
	draft, err := chat.ParseDraft(raw)
	if err != nil {
		return err
	}
	return web.Quietly(r, h.store.SaveDraft(r.Ctx, r.User.Username, r.Channel(), draft, r.Now))
}
