package message

import (
	"context"
	"strings"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

type activityStore interface {
	// Activity is what others did that concerns the user and that they can see, the
	// newest first: those behind a place.
	Activity(ctx context.Context, user string, before chat.ActivityCursor, limit int) ([]chat.Activity, error)
}

// activityPage is how many an answer has when the asker names no limit.
const activityPage = 50

// Activity answers a program with JSON and a browser with a page.
func (h *Handlers) Activity(r *web.Request) error {
	r.Vary(fiber.HeaderAccept)
	html := strings.Contains(r.Get(fiber.HeaderAccept), fiber.MIMETextHTML)
	if html {
		r.Locals(web.AnswerKey, web.Page)
	}
	before, err := chat.ParseActivityCursor(r.Query("before"))
	if err != nil {
		return err
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	if html {
		return h.showActivity(r, before)
	}
	limit := web.ParseLimit(r.Query("limit"), chat.MaxMessagesBeforePage)
	if limit <= 0 {
		limit = activityPage
	}
	list, err := h.store.Activity(r.Ctx, r.User.Username, before, limit)
	if err != nil {
		return err
	}
	return r.JSON(newActivityJSON(list, limit))
}

func (h *Handlers) showActivity(r *web.Request, before chat.ActivityCursor) error {
	props, err := h.Pages.OpenActivity(r.Reader(), before)
	if err != nil {
		return err
	}
	props.Page.AssetBase = h.Assets.Base()
	return r.SendMessages(fiber.StatusOK, views.ActivityPage(props))
}

type activityListJSON struct {
	Items []activityJSON `json:"items"`
	Next  *string        `json:"next"`
}

type activityJSON struct {
	Kind    chat.ActivityKind `json:"kind"`
	TS      web.Stamp         `json:"ts"`
	By      string            `json:"by"`
	Emoji   *string           `json:"emoji"`
	Message messageJSON       `json:"message"`
}

func newActivityJSON(list []chat.Activity, limit int) activityListJSON {
	answer := activityListJSON{Items: []activityJSON{}}
	if len(list) == limit {
		next := list[limit-1].Cursor().Text()
		answer.Next = &next
	}
	for _, a := range list {
		item := activityJSON{Kind: a.Kind, TS: web.Stamp(a.TS), By: a.By, Message: newMessageJSON(a.Message)}
		if a.Kind == chat.ActivityReaction {
			item.Emoji = &a.Emoji
		}
		answer.Items = append(answer.Items, item)
	}
	return answer
}
